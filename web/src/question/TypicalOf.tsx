// How those behind a number typically went: their passages as a cohort, the one nearest to all others, and with a goal the
// best and the worst. Asked only when wanted, because it reads their timelines once more.

import { useState } from 'react';
import { useAnswer } from '../api/queries';
import type { Question } from '../api/types';
import { FailedLine, Why } from '../shell/States';
import type { CellRef } from './asked';
import { OnePassage } from './OnePassage';
import type { PassagesAnswer } from './passages';

/** The people behind the cell as a segment; the period stays, and a pause of half an hour ends a passage. */
export function typicalQuestion(question: Question, cell: CellRef, goal: unknown[]): Question {
  const { from, to, zone } = question;
  const behind = { ...(cell.group !== undefined && { group: cell.group }), outcome: cell.outcome };
  return {
    ask: 'variants',
    from,
    to,
    zone,
    limit: 1,
    gap: '30m',
    ...(goal.length && { goal }),
    segment: { cohort: { ...question, behind } },
  };
}

export function TypicalOf({ question, cell, goal = [] }: { question: Question; cell: CellRef; goal?: unknown[] }) {
  const [isAsked, setAsked] = useState(false);
  const answer = useAnswer<PassagesAnswer>(isAsked ? typicalQuestion(question, cell, goal) : null);
  const passages = answer.data?.passages ?? [];
  return (
    <section>
      <h3>How they typically went</h3>
      {!isAsked && (
        <button type="button" className="btn" onClick={() => setAsked(true)}>
          Show a typical passage{goal.length ? ', the best and the worst' : ''}
        </button>
      )}
      <div role="status">
        {isAsked && answer.isPending && <p className="mark">Reading their passages of this period</p>}
        {answer.isError && <FailedLine error={answer.error} />}
        {answer.data && passages.length === 0 && <Why status={answer.data.status} reason={answer.data.reason} />}
      </div>
      {passages.length > 0 && (
        <>
          <p className="mark">
            Of their {answer.data?.counts.passages?.toLocaleString('en-US')} passages in this period, each ended by a
            pause of 30 minutes.
          </p>
          <ul className="typical">
            {passages.map((p) => (
              <OnePassage key={p.passage} passage={p} goals={new Set()} hasGoal={goal.length > 0} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
