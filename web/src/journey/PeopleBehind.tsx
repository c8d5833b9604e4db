// The people behind a number: the same question, asked for people instead of figures.

import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useBehind } from '../api/queries';
import type { Question } from '../api/types';
import { count, words } from '../chart/format';
import { FailedLine } from '../shell/States';

const outcomes: Record<string, string[]> = {
  nps: ['promoter', 'passive', 'detractor'],
  csat: ['satisfied', 'not_satisfied'],
  ces: ['positive', 'not_positive'],
  task_success: ['success', 'gave_up', 'open', 'error'],
  task_time: ['success', 'gave_up', 'open', 'error'],
  task_errors: ['success', 'gave_up', 'open', 'error'],
  task_give_up: ['success', 'gave_up', 'open', 'error'],
  churn: ['left', 'stayed'],
  retention: ['returned', 'lost'],
  conversion: ['converted', 'dropped'],
  journey: ['entered', 'went_on', 'left', 'still_here', 'finished'],
};

export function PeopleBehind({ question, what, kind }: { question: Question; what: string; kind?: string }) {
  const [asked, setAsked] = useState<string | null>(null);
  const choices = kind ? (outcomes[kind] ?? []) : [];
  const all = kind !== 'journey'; // there, “entered” is all
  const answer = useBehind(asked === null ? null : { ...question, behind: { ...question.behind, ...(asked ? { outcome: asked } : {}) } });
  return (
    <section className="people-behind">
      <h3>The people behind {what}</h3>
      <div className="choose">
        {all && <button type="button" className="btn" aria-pressed={asked === ''} onClick={() => setAsked('')}>all counted</button>}
        {choices.map((c) => <button key={c} type="button" className="btn" aria-pressed={asked === c} onClick={() => setAsked(c)}>{words(c)}</button>)}
      </div>
      <div role="status">
        {asked !== null && answer.isPending && <p className="mark">Asking for the people</p>}
        {answer.isError && <FailedLine error={answer.error} />}
        {answer.data && (answer.data.rows.length === 0 ? <p className="mark">Nobody. {answer.data.reason}</p> : (
          <>
            <ul className="ids">{answer.data.rows.map((r, i) => {
              const id = String(r.person ?? r.id ?? '');
              return <li key={id || i}>{id ? <Link to="/people/$id" params={{ id }}>{id}</Link> : Object.values(r).join(' ')}</li>;
            })}</ul>
            {answer.data.counts.people !== undefined && answer.data.counts.people > answer.data.rows.length && <p className="mark">{answer.data.rows.length} of {count(answer.data.counts.people)}</p>}
          </>
        ))}
      </div>
    </section>
  );
}
