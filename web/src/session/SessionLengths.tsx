// How long sessions last, and how many each one has.

import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, inline, percent, plural, show, withRange } from '../chart/format';
import { subjectWord } from '../question/subjects';
import { numbersOf, type SessionsAnswer } from './answer';

const drawn = 8;

export function SessionLengths({ answer }: { answer: SessionsAnswer }) {
  return (
    <div className="pair">
      <Lengths answer={answer} />
      <Numbers answer={answer} />
    </div>
  );
}

function Lengths({ answer }: { answer: SessionsAnswer }) {
  const rows = answer.durations ?? [];
  const [most] = rows.toSorted((a, b) => b.sessions - a.sessions);
  if (!most || most.sessions === 0) return null;
  return (
    <Block
      kind="ux"
      title={`Most often sessions last ${most.length}: ${inline(show(most.share, 'share'))}`}
      line="Share of sessions by length; one of one event lasts 0 s."
    >
      <Bars bars={rows.map((r) => ({ key: r.length, name: r.length, estimate: r.share, n: r.sessions }))} />
      <Behind
        caption="Sessions by length"
        columns={[{ title: 'Length', text: true }, { title: 'Sessions' }, { title: 'Share, 95 %' }, { title: 'n' }]}
        rows={rows.map((r) => [r.length, count(r.sessions), withRange(show(r.share, 'share')), count(r.share.n)])}
      />
    </Block>
  );
}

function Numbers({ answer }: { answer: SessionsAnswer }) {
  const rows = numbersOf(answer);
  const [one] = rows;
  if (!one) return null;
  const word = subjectWord(answer);
  const once = one.sessions === 1 ? one.share.value : 0;
  return (
    <Block
      kind="ux"
      title={`${percent(1 - (once ?? 0))} have more than one session`}
      line={`Share of the ${word} with a session, by the number that they have.`}
    >
      <Bars
        bars={rows
          .slice(0, drawn)
          .map((r) => ({ key: String(r.sessions), name: plural(r.sessions, 'session'), estimate: r.share, n: r.n }))}
      />
      <Behind
        caption={`${word} by number of sessions`}
        columns={[{ title: 'Sessions', text: true }, { title: word }, { title: 'Share, 95 %' }, { title: 'n' }]}
        rows={rows.map((r) => [String(r.sessions), count(r.n), withRange(show(r.share, 'share')), count(r.share.n)])}
      />
    </Block>
  );
}
