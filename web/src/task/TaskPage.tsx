import { getRouteApi, Link } from '@tanstack/react-router';
import { useAnswer, useDefinition } from '../api/queries';
import type { Answer } from '../api/types';
import { span } from '../chart/format';
import { type Times, TimesChart } from '../chart/TimesChart';
import { useAsked } from '../question/asked';
import { askedEvents, matcherWords, readStep } from '../question/matcher';
import { PeoplePanel } from '../question/PeoplePanel';
import { WorkedOut } from '../chart/Block';
import { Page } from '../shell/Page';
import { Failed, Loading, Why, WiderScope } from '../shell/States';
import { type TaskAnswer, taskFinding, taskSub, wholeOf } from './answer';
import { cellTitle, taskQuestion, type TaskSearch, timesQuestion } from './question';
import { TaskFigures } from './TaskFigures';
import { TaskLearning } from './TaskLearning';
import { TaskSplit } from './TaskSplit';
import { TaskTrend } from './TaskTrend';
import './task.css';

const route = getRouteApi('/tasks/$name');

export function TaskPage() {
  const { name } = route.useParams();
  const { search, set, open, scope } = useAsked<TaskSearch>();
  const definition = useDefinition('task', name);
  const answer = useAnswer<TaskAnswer>(scope ? taskQuestion(name, scope) : null);
  const times = useAnswer<Answer & { time_to_convert?: Times[] }>(scope ? timesQuestion(definition.data, scope) : null);
  const title = definition.data?.title ?? name;
  const { cell } = search;
  const by = search.by ?? 'channel';
  const whole = wholeOf(answer.data);
  const period = scope?.from && scope.to ? span(scope.from, scope.to) : '';
  return (
    <Page
      title={title}
      where={
        <>
          <Link to="/tasks">Tasks</Link> / {title}
        </>
      }
    >
      {answer.isPending ? (
        <Loading what={`Reading every attempt at “${title}” in the period`} isAll />
      ) : answer.isError ? (
        <>
          <h1 className="lead">This task cannot be shown.</h1>
          <div className="block">
            <Failed error={answer.error} retry={() => answer.refetch()}>
              <Link className="btn" to="/tasks">
                All tasks
              </Link>
            </Failed>
          </div>
        </>
      ) : !whole || whole.attempts === 0 ? (
        <>
          <h1 className="lead">Nobody tried “{title}” in this period.</h1>
          <div className="sub">
            {answer.data.status !== 'ok' && <Why status={answer.data.status} reason={answer.data.reason} />}
          </div>
          <WiderScope />
        </>
      ) : (
        <div
          className={
            [cell && 'with-evidence', answer.isPlaceholderData && 'stale'].filter(Boolean).join(' ') || undefined
          }
        >
          <h1 className="lead">{taskFinding(title, whole)}</h1>
          <p className="sub">
            {taskSub(whole)} {period}.
          </p>
          <TaskFigures whole={whole} title={title} cell={cell} open={open} />
          {scope && <TaskTrend name={name} scope={scope} />}
          {times.data?.time_to_convert && <TimesChart times={times.data.time_to_convert} />}
          {scope && (
            <TaskSplit
              name={name}
              scope={scope}
              by={by}
              set={(next) => set({ by: next === 'channel' ? undefined : next })}
              cell={cell}
              open={open}
            />
          )}
          <TaskLearning answer={answer.data} cell={cell} open={open} />
          <DefinitionLine name={name} content={definition.data?.content} />
          <WorkedOut
            notes={[
              ...(answer.data.notes ?? []),
              ...(times.data
                ? [
                    'the distribution of times is that of a funnel from start to success: each person once, with the way that reached furthest',
                  ]
                : []),
            ]}
            methods={answer.data.methods}
          />
          {cell && scope && (
            <PeoplePanel
              key={JSON.stringify(cell)}
              question={taskQuestion(name, scope, cell.group === undefined ? undefined : by)}
              cell={cell}
              goal={askedEvents(readStep(definition.data?.content?.success))}
              title={cellTitle(cell)}
              kind="ux"
              close={() => open()}
            />
          )}
        </div>
      )}
    </Page>
  );
}

/** What starts, ends and disturbs an attempt, as the definition has it. */
function DefinitionLine({ name, content }: { name: string; content?: Record<string, unknown> }) {
  const said = (key: string) => readStep(content?.[key]).of.map(matcherWords).join(' or ');
  const parts = [
    ['starts with', said('start')],
    ['succeeds with', said('success')],
    ['errors are', said('error')],
    ['is given up with', said('give_up')],
  ].filter(([, events]) => events);
  return (
    <p className="sub small">
      {parts.length > 0 &&
        `An attempt ${parts.map(([how, events]) => `${how} “${events}”`).join(', ')}; ${content?.within ? `after ${String(content.within)}` : 'after an hour'} without success it is given up. `}
      <Link to="/data/definitions/$kind/$name" params={{ kind: 'task', name }}>
        YAML and versions
      </Link>
    </p>
  );
}
