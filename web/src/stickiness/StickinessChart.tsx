// On how many intervals of the period people came.

import { useAnswer } from '../api/queries';
import type { Estimate, Question } from '../api/types';
import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, percent, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { subjectsIn, subjectWord } from '../question/subjects';
import { FailedLine, Loading } from '../shell/States';

interface Row {
  intervals: number;
  share: Estimate;
  share_or_more: Estimate;
}

const drawn = 12;

interface Props {
  question: Question;
  interval: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function StickinessChart({ question, interval, cell, open }: Props) {
  const answer = useAnswer(question);
  if (answer.isPending) return <Loading what="Counting on how many intervals each came" />;
  if (answer.isError) return <FailedLine error={answer.error} />;
  const rows = answer.data.rows.map((row) => ({ ...(row as unknown as Row), n: subjectsIn(row) }));
  const [once] = rows;
  if (!once) return null;
  const word = subjectWord(answer.data);
  const more = rows.find((r) => r.intervals === 2)?.share_or_more;
  const named = (k: number) => `${k} ${interval}${k === 1 ? '' : 's'}`;
  return (
    <Block
      kind="ux"
      title={
        more?.value != null
          ? `${percent(more.value)} came in two ${interval}s or more`
          : `Nobody came in a second ${interval}`
      }
      line={`Share of the ${word} who came at all, by the number of ${interval}s in which they did; the line at a bar’s end is the 95 % interval.`}
    >
      <Bars
        cell={cell}
        open={open}
        bars={rows.slice(0, drawn).map((r) => ({
          key: named(r.intervals),
          name: named(r.intervals),
          estimate: r.share,
          n: r.n,
          cell: { outcome: `on:${r.intervals}` },
          said: `came in exactly ${named(r.intervals)}`,
        }))}
      />
      <Behind
        caption={`Number of ${interval}s`}
        columns={[
          { title: `${interval}s`, text: true },
          { title: word },
          { title: 'Share, 95 %' },
          { title: 'So many or more, 95 %' },
          { title: 'n' },
        ]}
        rows={rows.map((r) => [
          String(r.intervals),
          count(r.n),
          withRange(show(r.share, 'share')),
          withRange(show(r.share_or_more, 'share')),
          count(r.share.n),
        ])}
      />
    </Block>
  );
}
