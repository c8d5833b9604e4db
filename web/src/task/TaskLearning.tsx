// How the first, second, third … attempt of each one goes.

import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { WhiskerMark } from '../chart/WhiskerMark';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import { type ByAttempt, byAttempt, learningFinding, type TaskAnswer, timeOf } from './answer';

const drawn = 6;
const nameOf = (a: ByAttempt): string => `Attempt ${a.attempt}${a.or_later ? ' or later' : ''}`;

export function TaskLearning({ answer, cell, open }: { answer: TaskAnswer; cell?: CellRef; open: (cell?: CellRef) => void }) {
  const attempts = byAttempt(answer).filter((a) => a.attempts > 0);
  if (attempts.length < 2) return null;
  return (
    <Block kind="ux" title={learningFinding(attempts)} line="Numbered from each one’s first attempt that is known. Who comes back for a later attempt is not everybody: this is no effect of practice alone.">
      <ul className="task-groups">
        {attempts.slice(0, drawn).map((a) => {
          const [share, time] = [show(a.success_share, 'share'), timeOf(a)];
          return (
            <li key={a.attempt}>
              <b>{nameOf(a)}</b>
              <WhiskerMark estimate={a.success_share} domain={[0, 1]} kind="ux" width={150} track />
              <span>{share ? <><Press cell={{ outcome: `success:${a.attempt}` }} now={cell} open={open} label={`${count(a.success)} successes, ${nameOf(a)}: who they are`}><b>{inline(share)}</b></Press> <span className="mark">{share.range} · n {count(a.success_share.n)}</span></> : <span className="mark">none finished</span>}</span>
              <span>{time.e.value === null ? <span className="mark">nobody succeeded</span> : <>{inline(show(time.e, 'seconds'))} <span className="mark">{show(time.e, 'seconds')?.range}</span></>}</span>
              <span>{a.gave_up > 0 ? <Press cell={{ outcome: `gave_up:${a.attempt}` }} now={cell} open={open} label={`${count(a.gave_up)} given up, ${nameOf(a)}: who they are`}>{count(a.gave_up)} given up</Press> : <span className="mark">none given up</span>}</span>
            </li>
          );
        })}
      </ul>
      <Behind caption="By number of the attempt" columns={['Attempt', 'Attempts', 'Success, 95 %', 'n', 'Time, 95 %', 'n', 'Errors per attempt, 95 %'].map((t, i) => ({ title: t, text: i === 0 }))}
        rows={attempts.map((a) => [nameOf(a), count(a.attempts), withRange(show(a.success_share, 'share')), count(a.success_share.n), withRange(show(timeOf(a).e, 'seconds')), count(timeOf(a).e.n), withRange(show(a.errors_per_attempt, 'per_attempt'))])} />
    </Block>
  );
}
