// All tasks that are defined, the least successful first; each leads to its own page.

import { Link } from '@tanstack/react-router';
import { useAnswers, useDefinitions } from '../api/queries';
import type { Definition } from '../api/types';
import { Block } from '../chart/Block';
import { count, inline, list, percent, plural, show } from '../chart/format';
import { worst } from '../chart/geometry';
import { Sparkline } from '../chart/Sparkline';
import { WhiskerMark } from '../chart/WhiskerMark';
import { Page } from '../shell/Page';
import { periodOf, useScope } from '../shell/scope';
import { Empty, Failed, FailedLine, Loading, Why, WiderScope } from '../shell/States';
import { AttemptsTable } from './AttemptsRow';
import { type Attempts, groupsOf, type TaskAnswer, timeOf, wholeOf } from './answer';
import { taskQuestion, trendInterval } from './question';
import './task.css';

export function TasksPage() {
  const definitions = useDefinitions();
  const tasks = definitions.data?.filter((d) => d.kind === 'task') ?? [];
  return (
    <Page title="Tasks">
      {definitions.isPending ? (
        <Loading what="Reading which tasks are defined" />
      ) : definitions.isError ? (
        <>
          <h1 className="lead">The tasks cannot be shown.</h1>
          <div className="block">
            <Failed error={definitions.error} retry={() => definitions.refetch()} />
          </div>
        </>
      ) : tasks.length === 0 ? (
        <NoTasks />
      ) : (
        <Tasks tasks={tasks} />
      )}
    </Page>
  );
}

export function NoTasks() {
  return (
    <>
      <h1 className="lead">No task is defined yet.</h1>
      <p className="sub">
        A task is what a person tries to do: it has a start, a success, and by choice errors and a way to give up.
      </p>
      <Empty title="What to do next">
        <ol>
          <li>
            <div>
              Say with which events it starts and succeeds.<pre tabIndex={0}>tasks/pay.yaml</pre>
            </div>
          </li>
          <li>
            <div>
              Load it.<pre tabIndex={0}>throughline apply</pre>
            </div>
          </li>
        </ol>
      </Empty>
    </>
  );
}

interface Row {
  task: Definition;
  whole?: Attempts;
  status?: string;
  reason?: string;
  error?: unknown;
  trend: { start: string; value: Attempts['success_share'] }[];
}

function Tasks({ tasks }: { tasks: Definition[] }) {
  const scope = useScope();
  const interval = trendInterval(scope);
  const answers = useAnswers<TaskAnswer>(scope ? tasks.map((t) => taskQuestion(t.name, scope)) : []);
  const trends = useAnswers<TaskAnswer>(scope ? tasks.map((t) => taskQuestion(t.name, scope, interval)) : []);
  if (!scope || answers.every((a) => a.isPending)) return <Loading what="Reading every attempt at these tasks" isAll />;
  const rows = tasks
    .map((task, i): Row => {
      const a = answers[i];
      const trend = trends[i]?.data;
      return {
        task,
        whole: wholeOf(a?.data),
        status: a?.data?.status ?? (a?.isPending ? 'pending' : undefined),
        reason: a?.data?.reason,
        error: a?.error,
        trend: trend ? groupsOf(trend).map((g) => ({ start: g.group, value: g.success_share })) : [],
      };
    })
    .sort((a, b) => (a.whole?.success_share.value ?? 2) - (b.whole?.success_share.value ?? 2));
  const period = periodOf(scope);
  const waiting = answers.filter((a) => a.isPending).length;
  const known = rows.filter((r) => r.whole && r.whole.success_share.value !== null);
  const least = worst(known, (r) => (r.whole as Attempts).success_share, 'higher');
  const failed = answers.find((a) => a.isError);
  if (answers.every((a) => a.isError))
    return (
      <>
        <h1 className="lead">The tasks cannot be shown.</h1>
        <div className="block">
          <Failed error={failed?.error} retry={() => answers.forEach((a) => void a.refetch())} />
        </div>
      </>
    );
  return (
    <>
      <h1 className="lead">
        {waiting > 0
          ? `Reading ${plural(tasks.length, 'task')}: ${waiting} still to come.`
          : leadOf(least, known.length)}
      </h1>
      <p className="sub">
        {known.length > 0
          ? `${count(known.reduce((sum, r) => sum + (r.whole?.attempts ?? 0), 0))} attempts, ${period}.`
          : ''}
      </p>
      {waiting > 0 && <Loading what="Reading every attempt at the other tasks" isAll />}
      {waiting === 0 && known.length === 0 && <WiderScope />}
      <Block
        kind="ux"
        title={waiting > 0 ? 'Success, as far as it is read' : titleOf(known)}
        line={`Success of finished attempts, time to success, errors, give-up; ${period}. Times are medians, below 25 successes geometric means. The trend is success by ${interval}.`}
      >
        <TaskTable rows={rows} />
        <AttemptsTable
          caption="Tasks"
          first="Task"
          rows={rows.flatMap((r): [string, Attempts][] => (r.whole ? [[r.task.title, r.whole]] : []))}
        />
      </Block>
    </>
  );
}

/** The least successful, and whether the data tell it apart from the others. */
function leadOf(least: Row[], of: number): string {
  const [one, ...others] = least;
  if (!one?.whole) return 'Nobody finished an attempt at any of these tasks in this period.';
  const share = percent(one.whole.success_share.value, 1);
  if (of === 1) return `${share} of attempts at “${one.task.title}” succeed.`;
  if (others.length)
    return `${plural(least.length, 'task')} of ${of} succeed least, and their intervals overlap: ${list(least.slice(0, 3).map((r) => `“${r.task.title}”`))}.`;
  return `“${one.task.title}” succeeds least of ${of} tasks: in ${share} of attempts.`;
}

function titleOf(known: Row[]): string {
  const [first, last] = [known[0], known.at(-1)];
  if (!first?.whole || !last?.whole) return 'No finished attempt';
  const of = (r: Row) => `${inline(show(r.whole?.success_share, 'share'))} (${r.task.title})`;
  return first === last ? `Success: ${of(first)}` : `Success goes from ${of(first)} to ${of(last)}`;
}

function TaskTable({ rows }: { rows: Row[] }) {
  return (
    <table className="tasks" role="table">
      <caption className="vh">Tasks, the least successful first</caption>
      <thead role="rowgroup">
        <tr role="row">
          {['Task', 'Success', 'Trend', 'Time', 'Errors', 'Given up'].map((t) => (
            <th key={t} role="columnheader" scope="col">
              {t}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((r) => (
          <TaskRow key={r.task.name} row={r} />
        ))}
      </tbody>
    </table>
  );
}

function TaskRow({ row: { task, whole, status, reason, error, trend } }: { row: Row }) {
  const success = whole ? show(whole.success_share, 'share') : null;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <Link to="/tasks/$name" params={{ name: task.name }}>
          {task.title}
        </Link>
        {whole && <span className="mark">{plural(whole.attempts, 'attempt')}</span>}
      </th>
      {whole && success ? (
        <>
          <td role="cell" className="now">
            <b>{inline(success)}</b>
            <span className="mark">
              {success.range} · n {count(whole.success_share.n)}
            </span>
            <WhiskerMark estimate={whole.success_share} domain={[0, 1]} kind="ux" width={120} track />
          </td>
          <td role="cell" className="spark">
            {trend.some((t) => t.value.value !== null) ? (
              <Sparkline
                trend={trend}
                now={whole.success_share}
                unit="share"
                kind="ux"
                label={`Success at ${task.title} over the period`}
              />
            ) : (
              <span className="mark">no trend</span>
            )}
          </td>
          <td role="cell">
            <Middle whole={whole} />
          </td>
          <td role="cell">
            {whole.errors_per_attempt?.value != null ? (
              <>
                <b>{inline(show(whole.errors_per_attempt, 'per_attempt'))}</b>
                <span className="mark">per attempt, {show(whole.errors_per_attempt, 'per_attempt')?.range}</span>
              </>
            ) : (
              <span className="mark">names no errors</span>
            )}
          </td>
          <td role="cell">
            <b>{inline(show(whole.gave_up_share, 'share'))}</b>
            <span className="mark">{show(whole.gave_up_share, 'share')?.range}</span>
          </td>
        </>
      ) : (
        <td role="cell" colSpan={5} className="why-cell">
          {error ? (
            <FailedLine error={error} />
          ) : status === 'pending' ? (
            <span className="mark">reading …</span>
          ) : (
            <Why
              status={status && status !== 'ok' ? status : 'no-data'}
              reason={reason ?? (whole ? 'no attempt is finished in this period' : undefined)}
            />
          )}
        </td>
      )}
    </tr>
  );
}

function Middle({ whole }: { whole: Attempts }) {
  const { e, middle } = timeOf(whole);
  const shown = show(e, 'seconds');
  return shown ? (
    <>
      <b>{inline(shown)}</b>
      <span className="mark">
        {middle}, {shown.range ?? 'no interval'}
      </span>
    </>
  ) : (
    <span className="mark">nobody succeeded</span>
  );
}
