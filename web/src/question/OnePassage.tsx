// One real passage: whose it is, when it began, how long it took, and its way.

import { Link } from '@tanstack/react-router';
import { elapsed, moment } from '../chart/format';
import { useZone } from '../shell/scope';
import { type Passage, shortened, subjectOf } from './passages';

const titles: Record<Passage['passage'], string> = { typical: 'Typical', best: 'Best', worst: 'Worst' };

export function OnePassage({ passage: p, goals, hasGoal }: { passage: Passage; goals: Set<string>; hasGoal: boolean }) {
  const zone = useZone();
  const { id, isPerson } = subjectOf(p);
  const outcome =
    p.to_goal_seconds === null ? (hasGoal ? ', goal not reached' : '') : `, ${elapsed(p.to_goal_seconds)} to the goal`;
  return (
    <li>
      <h3>{titles[p.passage]}</h3>
      <p>
        {isPerson ? (
          <Link to="/people/$id" params={{ id }}>
            {id}
          </Link>
        ) : (
          id
        )}
      </p>
      <p className="mark">
        {moment(p.began, zone)}; {p.length === 1 ? 'one node' : `${elapsed(p.seconds)} in all`}
        {outcome}
      </p>
      {/* eslint-disable-next-line react/no-array-index-key -- a way may pass a node twice */}
      <ol>
        {shortened(p.path, p.length, 14).map((s, i) => (
          <li key={i} className={s.isRest ? 'mut' : undefined}>
            {goals.has(s.name) ? (
              <b>
                {s.name}
                <span className="vh"> (the goal)</span>
              </b>
            ) : (
              s.name
            )}
          </li>
        ))}
      </ol>
    </li>
  );
}
