// What stands in the place of an answer that is not there: in words, with what to do next.

import { type ReactNode, useEffect, useState } from 'react';
import { ProblemError } from '../api/fetch';
import { useWorkspace } from '../api/queries';
import type { Problem } from '../api/types';
import { plural, sentence, span } from '../chart/format';
import { presetsOf, useScope, useSetScope } from './scope';

const patience = 3; // seconds until a wait needs its reason

/** What is being read. After some seconds: why it takes long, once, and for how long it has taken so far. */
export function Loading({ what, isAll = false }: { what: string; isAll?: boolean }) {
  const { data: w } = useWorkspace();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((s) => s + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const isLong = seconds >= patience;
  return (
    <div className="loading">
      <div role="status">
        {what}
        {isLong && isAll && <span className="mark">The first question after an import reads {w?.events ? `all ${plural(w.events, 'event')}` : 'all events'} into memory; the next ones are quick.</span>}
      </div>
      {isLong && <span className="mark">{seconds} s so far</span>}
      <i />
    </div>
  );
}

/** The server writes in lower case; a name at the beginning stays as it is. */
const written = (text: string) => (/^[a-z]+[ ,]/.test(text) ? sentence(text) : text);

/** What was wrongly asked stays wrong: asking again only helps when the server or the way to it failed. */
const mayPass = (p: Problem | null) => !p || p.status < 400 || p.status >= 500 || p.status === 429;

/** A problem with its code, place, notes and help, and `children`: the ways out that this page knows. */
export function Failed({ error, retry, what, children }: { error: unknown; retry?: () => void; what?: string; children?: ReactNode }) {
  const p = error instanceof ProblemError ? error.problem : null;
  const hasRetry = retry && mayPass(p);
  return (
    <section className="state failed" role="alert">
      <p className="code">error[{p?.code ?? 'page.fault'}]{what && ` ${what}`}</p>
      <h2>{written(p?.title ?? (error instanceof Error ? error.message : 'something in this page went wrong'))}</h2>
      {p?.place && <p>At {p.place}{p.line ? `, line ${p.line}` : ''}{p.column ? `, column ${p.column}` : ''}.</p>}
      {p?.notes?.map((note) => <p key={note}>{written(note)}</p>)}
      {p?.help && <p><b>What helps:</b> {p.help}</p>}
      {(hasRetry || p?.code === 'segment.unknown' || children) && (
        <div className="ways">
          {hasRetry && <button type="button" className="btn" onClick={retry}>Try again</button>}
          {p?.code === 'segment.unknown' && <Everyone />}
          {children}
        </div>
      )}
    </section>
  );
}

/** The same problem in one line, for places within a page. */
export function FailedLine({ error }: { error: unknown }) {
  const p = error instanceof ProblemError ? error.problem : null;
  const said = [p?.title ?? String(error), ...(p?.notes ?? []), p?.help].filter((t): t is string => !!t).map((t) => written(t).replace(/\.$/, ''));
  return <p className="mark" role="alert"><code className="harmc">error[{p?.code ?? 'page.fault'}]</code> {said.join('. ')}.</p>;
}

function Everyone() {
  const set = useSetScope();
  return <button type="button" className="btn" onClick={() => set({ segment: undefined })}>Show everyone</button>;
}

/** Nothing in this period, or of these people: the period that holds all data, and everyone. */
export function WiderScope() {
  const { data: w } = useWorkspace();
  const scope = useScope();
  const set = useSetScope();
  const all = w && presetsOf(w).at(-1);
  const isAll = all && scope?.from === all.from && scope.to === all.to;
  if (!scope?.segment && (!all || isAll)) return null;
  return (
    <div className="ways">
      {all && !isAll && <button type="button" className="btn" onClick={() => set({ from: all.from, to: all.to })}>Show all data: {span(all.from, all.to)}</button>}
      {scope?.segment && <Everyone />}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return <section className="state"><h2>{title}</h2>{children}</section>;
}

/** Nothing has been imported: the commands that come next. */
export function EmptyWorkspace() {
  return (
    <>
      <h1 className="lead">This workspace holds no events yet.</h1>
      <p className="sub">One source is enough to start: a file of clicks, orders, calls or survey answers. Its figures appear here as soon as it is in.</p>
      <section className="state block" aria-label="What to do next">
        <ol>
          <li><div>Say how its rows become events, in <code>sources/web.yaml</code>, and load it.<pre tabIndex={0}>throughline apply</pre></div></li>
          <li><div>Import the file. What is refused is counted by reason and kept to look at.<pre tabIndex={0}>throughline import --source web clicks.csv</pre></div></li>
          <li><div>Name what matters: journeys, tasks and metrics in their folders, then apply again. Reload this page.</div></li>
        </ol>
      </section>
    </>
  );
}

/** "Too few people", "No answer, because …": the reason in the place of a value, never a 0. */
export function Why({ status, reason }: { status: string; reason?: string }) {
  if (status === 'too-few-people') return <p className="why"><b>Too few people.</b> {reason}</p>;
  if (reason) return <p className="why"><b>No answer, because</b> {reason.charAt(0).toLowerCase() + reason.slice(1)}</p>;
  if (status === 'no-data') return <p className="why"><b>No answer, because</b> nobody in this period gave any data for it.</p>;
  return <p className="why"><b>No answer:</b> {status.replaceAll('-', ' ')}.</p>;
}
