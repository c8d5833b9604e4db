// How the first, second, third … attempt of each one goes.

import { Block } from '../chart/Block';
import type { CellRef } from '../question/asked';
import { AttemptsRow, AttemptsTable } from './AttemptsRow';
import { type ByAttempt, byAttempt, learningFinding, type TaskAnswer } from './answer';

const drawn = 6;
const nameOf = (a: ByAttempt): string => `Attempt ${a.attempt}${a.or_later ? ' or later' : ''}`;

interface Props {
  answer: TaskAnswer;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function TaskLearning({ answer, cell, open }: Props) {
  const attempts = byAttempt(answer).filter((a) => a.attempts > 0);
  if (attempts.length < 2) return null;
  return (
    <Block
      kind="ux"
      title={learningFinding(attempts)}
      line="Numbered from each one’s first attempt that is known. Who comes back for a later attempt is not everybody: this is no effect of practice alone."
    >
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
    </Block>
  );
}
