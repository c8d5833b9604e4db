// The same figures by channel, device, version or any other group.

import { type Scope, useAnswer } from '../api/queries';
import { Block } from '../chart/Block';
import type { CellRef } from '../question/asked';
import { Choice } from '../question/Fields';
import { useSplits } from '../question/suggestions';
import { FailedLine, Loading } from '../shell/States';
import { AttemptsRow, AttemptsTable } from './AttemptsRow';
import { byWords, groupName, groupsOf, splitFinding, type TaskAnswer } from './answer';
import { likely, taskQuestion } from './question';

const drawn = 12;

interface Props {
  name: string;
  scope: Scope;
  by: string;
  set: (by: string) => void;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function TaskSplit({ name, scope, by, set, cell, open }: Props) {
  const answer = useAnswer<TaskAnswer>(taskQuestion(name, scope, by));
  const splits = useSplits(false).filter((s) => s.value !== '');
  const isHere = answer.data !== undefined && !answer.isPlaceholderData;
  const groups = isHere ? groupsOf(answer.data) : [];
  const largest = groups.toSorted((a, b) => b.attempts - a.attempts).slice(0, drawn);
  const shown = groups.filter((g) => largest.includes(g));
  const what = byWords(by);
  const some = groups.length > shown.length ? ` The ${shown.length} largest of ${groups.length}.` : '';
  return (
    <Block
      kind="ux"
      title={shown.length ? splitFinding(groups, what) : `By ${what}`}
      line={`Success of finished attempts by ${what} of the start, with 95 % intervals.${some}`}
    >
      <div className="split-by only-screen">
        <Choice label="Split by" value={by} options={splits} set={set} />
        {likely(splits)
          .filter((o) => o.value !== by)
          .slice(0, 4)
          .map((o) => (
            <button key={o.value} type="button" className="btn" onClick={() => set(o.value)}>
              By {o.label ?? o.value}
            </button>
          ))}
      </div>
      {answer.isError ? (
        <FailedLine error={answer.error} />
      ) : !isHere ? (
        <Loading what={`Splitting the attempts by ${what}`} />
      ) : (
        <>
          <ul className="task-groups">
            {shown.map((g) => (
              <AttemptsRow
                key={g.group}
                name={groupName(g)}
                a={g}
                refOf={(outcome) => ({ outcome, group: g.group })}
                cell={cell}
                open={open}
              />
            ))}
          </ul>
          <AttemptsTable caption={`Attempts by ${what}`} first={what} rows={groups.map((g) => [groupName(g), g])} />
        </>
      )}
    </Block>
  );
}
