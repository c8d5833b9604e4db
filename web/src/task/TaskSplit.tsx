// The same figures by channel, device, version or any other group.

import { type Scope, useAnswer } from '../api/queries';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { WhiskerMark } from '../chart/WhiskerMark';
import type { CellRef } from '../question/asked';
import { Choice } from '../question/Fields';
import { Press } from '../question/Press';
import { useSplits } from '../question/suggestions';
import { FailedLine, Loading } from '../shell/States';
import { byWords, groupsOf, splitFinding, type TaskAnswer, timeOf } from './answer';
import { taskQuestion } from './question';

const drawn = 12;

interface Props { name: string; scope: Scope; by: string; set: (by: string) => void; cell?: CellRef; open: (cell?: CellRef) => void }

export function TaskSplit({ name, scope, by, set, cell, open }: Props) {
  const answer = useAnswer<TaskAnswer>(taskQuestion(name, scope, by));
  const splits = useSplits(false).filter((s) => s.value !== '');
  const groups = answer.data && !answer.isPlaceholderData ? groupsOf(answer.data) : [];
  const largest = groups.toSorted((a, b) => b.attempts - a.attempts).slice(0, drawn);
  const shown = groups.filter((g) => largest.includes(g));
  return (
    <Block kind="ux" title={shown.length ? splitFinding(groups, byWords(by)) : `By ${byWords(by)}`} line={`Success of finished attempts by ${byWords(by)} of the start, with 95 % intervals.${groups.length > shown.length ? ` The ${shown.length} largest of ${groups.length}.` : ''}`}>
      <div className="task-split-by only-screen"><Choice label="Split by" value={by} options={splits} set={set} /></div>
      {answer.isPending || answer.isPlaceholderData ? <Loading what={`Splitting the attempts by ${byWords(by)}`} /> : answer.isError ? <FailedLine error={answer.error} /> : (
        <>
          <ul className="task-groups">
            {shown.map((g) => {
              const [share, time] = [show(g.success_share, 'share'), timeOf(g)];
              return (
                <li key={g.group}>
                  <b>{g.group || 'not known'}</b>
                  <WhiskerMark estimate={g.success_share} domain={[0, 1]} kind="ux" width={150} track />
                  <span>{share ? <><Press cell={{ outcome: 'success', group: g.group }} now={cell} open={open} label={`${count(g.success)} successes, ${g.group}: who they are`}><b>{inline(share)}</b></Press> <span className="mark">{share.range} · n {count(g.success_share.n)}</span></> : <span className="mark">none finished</span>}</span>
                  <span>{time.e.value === null ? <span className="mark">nobody succeeded</span> : <>{inline(show(time.e, 'seconds'))} <span className="mark">{show(time.e, 'seconds')?.range}</span></>}</span>
                  <span>{g.gave_up > 0 ? <Press cell={{ outcome: 'gave_up', group: g.group }} now={cell} open={open} label={`${count(g.gave_up)} given up, ${g.group}: who they are`}>{count(g.gave_up)} given up</Press> : <span className="mark">none given up</span>}</span>
                </li>
              );
            })}
          </ul>
          <Behind caption={`Attempts by ${byWords(by)}`} columns={[byWords(by), 'Attempts', 'Success, 95 %', 'n', 'Given up, 95 %', 'Time, 95 %', 'n', 'Errors per attempt, 95 %', 'Open'].map((t, i) => ({ title: t, text: i === 0 }))}
            rows={groups.map((g) => [g.group || 'not known', count(g.attempts), withRange(show(g.success_share, 'share')), count(g.success_share.n), withRange(show(g.gave_up_share, 'share')), withRange(show(timeOf(g).e, 'seconds')), count(timeOf(g).e.n), withRange(show(g.errors_per_attempt, 'per_attempt')), count(g.open)])} />
        </>
      )}
    </Block>
  );
}
