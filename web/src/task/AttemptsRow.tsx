// The figures of some attempts in one line, and many of them as a table.

import { Behind } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { WhiskerMark } from '../chart/WhiskerMark';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import { type Attempts, timeOf } from './answer';

interface Props {
  name: string;
  a: Attempts;
  refOf: (outcome: 'success' | 'gave_up') => CellRef;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function AttemptsRow({ name, a, refOf, cell, open }: Props) {
  const [share, time] = [show(a.success_share, 'share'), show(timeOf(a).e, 'seconds')];
  const press = { now: cell, open };
  return (
    <li>
      <b>{name}</b>
      <WhiskerMark estimate={a.success_share} domain={[0, 1]} kind="ux" width={150} track />
      {share ? (
        <span>
          <Press cell={refOf('success')} {...press} label={`${count(a.success)} successes, ${name}: who they are`}>
            <b>{inline(share)}</b>
          </Press>{' '}
          <span className="mark">
            {share.range} · n {count(a.success_share.n)}
          </span>
        </span>
      ) : (
        <span className="mark">none finished</span>
      )}
      {time ? (
        <span>
          {inline(time)} <span className="mark">{time.range}</span>
        </span>
      ) : (
        <span className="mark">nobody succeeded</span>
      )}
      {a.gave_up > 0 ? (
        <Press cell={refOf('gave_up')} {...press} label={`${count(a.gave_up)} given up, ${name}: who they are`}>
          {count(a.gave_up)} given up
        </Press>
      ) : (
        <span className="mark">none given up</span>
      )}
    </li>
  );
}

const columns = [
  'Attempts',
  'Success, 95 %',
  'n',
  'Given up, 95 %',
  'Time, 95 %',
  'n',
  'Errors per attempt, 95 %',
  'Open',
];

/** `first` is what the rows are: a channel, a week, the number of an attempt. */
export function AttemptsTable({
  caption,
  first,
  rows,
}: {
  caption: string;
  first: string;
  rows: [string, Attempts][];
}) {
  return (
    <Behind
      caption={caption}
      columns={[{ title: first, text: true }, ...columns.map((title) => ({ title }))]}
      rows={rows.map(([name, a]) => [
        name,
        count(a.attempts),
        withRange(show(a.success_share, 'share')),
        count(a.success_share.n),
        withRange(show(a.gave_up_share, 'share')),
        withRange(show(timeOf(a).e, 'seconds')),
        count(timeOf(a).e.n),
        withRange(show(a.errors_per_attempt, 'per_attempt')),
        count(a.open),
      ])}
    />
  );
}
