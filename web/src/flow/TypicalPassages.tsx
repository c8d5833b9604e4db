// Single passages that stand for many: the typical one is nearest to all others; with a goal the best and the worst.

import { Block } from '../chart/Block';
import { elapsed } from '../chart/format';
import type { Step } from '../question/matcher';
import { OnePassage } from '../question/OnePassage';
import type { VariantsAnswer } from './variants';

export function TypicalPassages({ answer, goal }: { answer: VariantsAnswer; goal: Step }) {
  const passages = answer.passages ?? [];
  const typical = passages.find((p) => p.passage === 'typical');
  if (!typical) return null;
  const hasGoal = goal.of.length > 0;
  return (
    <Block
      kind="ux"
      title={`A typical passage has ${typical.length === 1 ? 'one node' : `${typical.length} nodes`}${typical.length > 1 ? ` and takes ${elapsed(typical.seconds)}` : ''}`}
      line={`Typical: the passage with the least edits to all others.${hasGoal ? ' Best: the fastest to the goal. Worst: the longest that did not reach it, or the slowest where all did.' : ''} Real passages, found by a rule, not chosen by hand.`}
    >
      <ul className="typical">
        {passages.map((p) => (
          <OnePassage key={p.passage} passage={p} goals={new Set(goal.of.map((m) => m.event))} hasGoal={hasGoal} />
        ))}
      </ul>
    </Block>
  );
}
