import { getRouteApi, Link } from '@tanstack/react-router';
import { useAnswer, useDefinition } from '../api/queries';
import { useAsked } from '../question/asked';
import { askedEvents, matcherWords, readStep } from '../question/matcher';
import { PeoplePanel } from '../question/PeoplePanel';
import { TakeAlong } from '../question/TakeAlong';
import { WorkedOut } from '../chart/Block';
import { Page } from '../shell/Page';
import { periodOf } from '../shell/scope';
import { Failed, Loading, Why, WiderScope } from '../shell/States';
import { type TaskAnswer, taskFinding, taskSub, wholeOf } from './answer';
import { cellTitle, taskQuestion, type TaskSearch } from './question';
import { TaskFigures } from './TaskFigures';
import { TaskLearning } from './TaskLearning';
import { TaskSplit } from './TaskSplit';
import { TaskTimes } from './TaskTimes';
import { TaskTrend } from './TaskTrend';
import './task.css';

const route = getRouteApi('/tasks/$name');

export function TaskPage() {
  const { name } = route.useParams();
  const { search, set, open, scope } = useAsked<TaskSearch>();
  const definition = useDefinition('task', name);
  const answer = useAnswer<TaskAnswer>(scope ? taskQuestion(name, scope) : null);
  const title = definition.data?.title ?? name;
  const { cell } = search;
  const by = search.by ?? 'channel';
  const whole = wholeOf(answer.data);
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
            {taskSub(whole)} {periodOf(scope)}.
          </p>
          <TaskFigures whole={whole} title={title} cell={cell} open={open} />
          {scope && <TaskTrend name={name} scope={scope} />}
          <TaskTimes answer={answer.data} whole={whole} />
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
          {scope && <TaskLearning answer={answer.data} name={name} scope={scope} by={by} cell={cell} open={open} />}
          <DefinitionLine name={name} content={definition.data?.content} />
          <WorkedOut notes={answer.data.notes} methods={answer.data.methods} />
          {scope && <TakeAlong question={taskQuestion(name, scope)} answer={answer.data} />}
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
