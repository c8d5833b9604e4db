// What all pages of one question share: the finding, the question beside its answer, and what stands there instead of one.

import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { ProblemError } from '../api/fetch';
import type { Answer, Question } from '../api/types';
import { WorkedOut } from '../chart/Block';
import { Failed, Loading, WiderScope, Why } from '../shell/States';
import { type Behind, PeoplePanel } from './PeoplePanel';
import { TakeAlong } from './TakeAlong';
import './question.css';

interface Props<A extends Answer> {
  question: Question | null;
  answer: UseQueryResult<A> | null; // null: nothing is asked yet
  finding: (answer: A) => { lead: string; sub?: ReactNode };
  waiting: string; // what is being read
  unasked?: { lead: string; sub: ReactNode };
  builder: ReactNode;
  behind?: Behind; // the number whose people are open
  close: () => void;
  children: (answer: A) => ReactNode;
}

const hasRoom = () => matchMedia('(min-width: 1181px)').matches;

/** What the page says as long as no answer gives it a finding. */
function withoutFinding({ isError, error, data }: UseQueryResult<Answer>): string {
  const status = error instanceof ProblemError ? error.problem.status : 0;
  if (isError)
    return status >= 400 && status < 500 ? 'This cannot be answered as it is asked.' : 'There is no answer right now.';
  return data ? 'There is nothing to show for these people in this period.' : 'Asking …';
}

export function Asked<A extends Answer>({ question: asked, answer, finding, waiting, unasked, builder, behind, close, children }: Props<A>) {
  const question = useRef<HTMLDetailsElement>(null);
  const hasPanel = behind !== undefined;
  const isUnasked = answer === null;
  // The question is open where there is room; beside the panel the chart comes first.
  useLayoutEffect(() => {
    if (question.current) question.current.open = !hasPanel && hasRoom();
  }, [hasPanel]);
  // As long as nothing is asked it is open, and stays so for whoever goes on with it.
  useLayoutEffect(() => {
    if (question.current && isUnasked && !hasPanel) question.current.open = true;
  }, [isUnasked, hasPanel]);
  const data = answer?.data;
  const isThere = data && (data.status === 'ok' || data.rows.length > 0);
  const said = isThere ? finding(data) : undefined;
  return (
    <div className={hasPanel ? 'with-evidence' : undefined}>
      <h1 className="lead">{said?.lead ?? (answer === null ? unasked?.lead : withoutFinding(answer))}</h1>
      <div className="sub">
        {said?.sub ??
          (answer === null ? (
            unasked?.sub
          ) : data && !isThere ? (
            <Why status={data.status} reason={data.reason} />
          ) : null)}
      </div>
      <div className="asked">
        <details className="builder only-screen" ref={question}>
          <summary>The question</summary>
          <div className="builder-fields">{builder}</div>
        </details>
        <div className="result" aria-busy={answer?.isFetching}>
          {answer === null ? null : answer.isPending ? (
            <Loading what={waiting} isAll />
          ) : answer.isError ? (
            <div className="block">
              <Failed error={answer.error} retry={() => answer.refetch()} />
            </div>
          ) : !isThere ? (
            <WiderScope />
          ) : (
            <div className={answer.isPlaceholderData ? 'stale' : undefined}>
              {children(answer.data)}
              <WorkedOut notes={answer.data.notes} methods={answer.data.methods} />
              {asked && <TakeAlong question={asked} answer={answer.data} />}
            </div>
          )}
        </div>
      </div>
      {behind && <PeoplePanel key={JSON.stringify([behind.cell, behind.question])} {...behind} close={close} />}
    </div>
  );
}
