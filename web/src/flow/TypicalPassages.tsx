// Single passages that stand for many: the typical one is nearest to all others; with a goal the best and the worst.

import { Link } from '@tanstack/react-router';
import { Block } from '../chart/Block';
import { elapsed, moment } from '../chart/format';
import type { Step } from '../question/matcher';
import { useZone } from '../shell/scope';
import { type Passage, shortened, subjectOf, type VariantsAnswer } from './variants';

const titles: Record<Passage['passage'], string> = { typical: 'Typical', best: 'Best', worst: 'Worst' };

export function TypicalPassages({ answer, goal }: { answer: VariantsAnswer; goal: Step }) {
  const passages = answer.passages ?? [];
  const typical = passages.find((p) => p.passage === 'typical');
  if (!typical) return null;
  const hasGoal = goal.of.length > 0;
  return (
    <Block kind="ux" title={`A typical passage has ${typical.length === 1 ? 'one node' : `${typical.length} nodes`}${typical.length > 1 ? ` and takes ${elapsed(typical.seconds)}` : ''}`}
      line={`Typical: the passage with the least edits to all others.${hasGoal ? ' Best: the fastest to the goal. Worst: the longest that did not reach it, or the slowest where all did.' : ''} Real passages, found by a rule, not chosen by hand.`}>
      <ul className="typical">{passages.map((p) => <One key={p.passage} passage={p} goals={new Set(goal.of.map((m) => m.event))} hasGoal={hasGoal} />)}</ul>
    </Block>
  );
}

function One({ passage: p, goals, hasGoal }: { passage: Passage; goals: Set<string>; hasGoal: boolean }) {
  const zone = useZone();
  const { id, isPerson } = subjectOf(p);
  const outcome = p.to_goal_seconds === null ? (hasGoal ? ', goal not reached' : '') : `, ${elapsed(p.to_goal_seconds)} to the goal`;
  return (
    <li>
      <h3>{titles[p.passage]}</h3>
      <p>{isPerson ? <Link to="/people/$id" params={{ id }}>{id}</Link> : id}</p>
      <p className="mark">{moment(p.began, zone)}; {p.length === 1 ? 'one node' : `${elapsed(p.seconds)} in all`}{outcome}</p>
      {/* eslint-disable-next-line react/no-array-index-key -- a way may pass a node twice */}
      <ol>{shortened(p.path, p.length, 14).map((s, i) => <li key={i} className={s.isRest ? 'mut' : undefined}>{goals.has(s.name) ? <b>{s.name}<span className="vh"> (the goal)</span></b> : s.name}</li>)}</ol>
    </li>
  );
}
