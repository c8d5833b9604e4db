// What stands in the place of an answer that is not there: in words, with what to do next.

import { type ReactNode, useEffect, useState } from 'react';
import { ProblemError } from '../api/fetch';
import { useWorkspace } from '../api/queries';
import { plural } from '../chart/format';

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

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const p = error instanceof ProblemError ? error.problem : null;
  return (
    <section className="state failed" role="alert">
      <p className="code">error[{p?.code ?? 'page.fault'}]</p>
      <h2>{p?.title ?? (error instanceof Error ? error.message : 'Something in this page went wrong.')}</h2>
      {p?.place && <p>At {p.place}{p.line ? `, line ${p.line}` : ''}{p.column ? `, column ${p.column}` : ''}.</p>}
      {p?.notes?.map((note) => <p key={note}>{note}</p>)}
      {p?.help && <p><b>What helps:</b> {p.help}</p>}
      {retry && <button type="button" className="btn" onClick={retry}>Try again</button>}
    </section>
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
