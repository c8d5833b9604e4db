// How the first, second, third … attempt of each one goes: of all, and in each group of the split above.

import { type Scope, useAnswer } from '../api/queries';
import { Block } from '../chart/Block';
import { LineChart } from '../chart/LineChart';
import type { CellRef } from '../question/asked';
import { AttemptsCurves } from './AttemptsCurves';
import { AttemptsRow, AttemptsTable } from './AttemptsRow';
import {
  attemptsIn,
  type ByAttempt,
  byAttempt,
  byWords,
  groupName,
  groupsOf,
  learningFinding,
  type TaskAnswer,
} from './answer';
import { taskQuestion } from './question';

const drawn = 6;
const groupsDrawn = 5;
const least = 20; // attempts, below which a point of a group is noise
const nameOf = (a: ByAttempt): string => `Attempt ${a.attempt}${a.or_later ? ' or later' : ''}`;

interface Props {
  answer: TaskAnswer;
  name: string;
  scope: Scope;
  by: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function TaskLearning({ answer, name, scope, by, cell, open }: Props) {
  const attempts = byAttempt(answer).filter((a) => a.attempts > 0);
  if (attempts.length < 2) return null;
  const firm = attempts.filter((a) => a.success_share.n >= least);
  return (
    <Block
      kind="ux"
      title={learningFinding(attempts)}
      line="Numbered from each one’s first attempt that is known. Who comes back for a later attempt is not everybody: this is no effect of practice alone. Lines are drawn as far as 20 finished."
    >
      {firm.length > 1 && <AttemptsCurves what="by attempt" steps={firm.map(nameOf)} attempts={firm} />}
      <ul className="task-groups">
        {attempts.slice(0, drawn).map((a) => (
          <AttemptsRow
            key={a.attempt}
            name={nameOf(a)}
            a={a}
            refOf={(outcome) => ({ outcome: `${outcome}:${a.attempt}` })}
            cell={cell}
            open={open}
          />
        ))}
      </ul>
      <AttemptsTable caption="By number of the attempt" first="Attempt" rows={attempts.map((a) => [nameOf(a), a])} />
      <ByGroup name={name} scope={scope} by={by} />
    </Block>
  );
}

/** A line a group; the split above asks the same, so nothing is asked twice. */
function ByGroup({ name, scope, by }: { name: string; scope: Scope; by: string }) {
  const answer = useAnswer<TaskAnswer>(taskQuestion(name, scope, by));
  if (!answer.data || answer.isPlaceholderData) return null;
  const { data } = answer;
  const groups = groupsOf(data)
    .toSorted((a, b) => b.attempts - a.attempts)
    .slice(0, groupsDrawn)
    .map((g) => ({ name: groupName(g), attempts: attemptsIn(data, g.group) }));
  const numbers = [...new Set(groups.flatMap((g) => g.attempts.filter(isFirm).map((a) => a.attempt)))].sort(
    (a, b) => a - b,
  );
  if (groups.length < 2 || numbers.length < 2) return null;
  const what = byWords(by);
  return (
    <>
      <figure className="task-by-group">
        <figcaption className="small">
          <b>Success in each {what}</b>{' '}
          <span className="mark">by number of the attempt, where at least {least} are finished</span>
        </figcaption>
        <LineChart
          label={`Success by number of the attempt, in each ${what}`}
          steps={numbers.map((n) => `Attempt ${n}`)}
          lines={groups.map((g) => ({
            name: g.name,
            values: numbers.map((n) => g.attempts.find((a) => a.attempt === n && isFirm(a))?.success_share ?? null),
          }))}
          unit="share"
          kind="ux"
          height={200}
        />
      </figure>
      <AttemptsTable
        caption={`By ${what} and number of the attempt`}
        first={`${what}, attempt`}
        rows={groups.flatMap((g) => g.attempts.map((a): [string, ByAttempt] => [`${g.name}, ${nameOf(a)}`, a]))}
      />
    </>
  );
}

const isFirm = (a: ByAttempt): boolean => a.success_share.n >= least;
