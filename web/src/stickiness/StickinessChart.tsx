// On how many intervals of the period people came.

import { useAnswer } from '../api/queries';
import type { Estimate, Question } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, inline, percent, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
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
  const most = Math.max(0.01, ...rows.map((r) => r.share.high ?? r.share.value ?? 0));
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
      <ul className="sticky">
        {rows.slice(0, drawn).map((r) => (
          <li key={r.intervals}>
            <span>{named(r.intervals)}</span>
            <span className="sticky-track" aria-hidden="true">
              <i style={{ width: `${(100 * (r.share.value ?? 0)) / most}%` }} />
              {r.share.low !== null && r.share.high !== null && (
                <u
                  style={{
                    left: `${(100 * r.share.low) / most}%`,
                    width: `max(1px, ${(100 * (r.share.high - r.share.low)) / most}%)`,
                  }}
                />
              )}
            </span>
            <span>
              <Press
                cell={{ outcome: `on:${r.intervals}` }}
                now={cell}
                open={open}
                label={`${count(r.n)} came in exactly ${named(r.intervals)}: who they are`}
              >
                <b>{count(r.n)}</b>
              </Press>{' '}
              {inline(show(r.share, 'share'))} <span className="mark">{show(r.share, 'share')?.range}</span>
            </span>
          </li>
        ))}
      </ul>
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
