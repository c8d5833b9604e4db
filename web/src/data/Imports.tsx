// Every import, newest first; behind each, the rows that it refused.

import { useState } from 'react';
import { useRefused } from '../api/queries';
import { Block } from '../chart/Block';
import { count, moment, plural } from '../chart/format';
import { useZone } from '../shell/scope';
import { Failed } from '../shell/States';
import { type ImportRow, refusedRow } from './rows';

export function Imports({ rows }: { rows: ImportRow[] }) {
  const zone = useZone();
  if (rows.length === 0) return null;
  const interrupted = rows.filter((r) => r.state === 'interrupted').length;
  return (
    <Block title={`${plural(rows.length, 'import')}${interrupted ? `, ${interrupted} interrupted` : ''}`} line="Newest first. Open one to see the rows that it refused.">
      <ul className="imports">{rows.map((r) => <Import key={r.number} row={r} zone={zone} />)}</ul>
    </Block>
  );
}

const n = (v: number | null) => (v === null ? '–' : count(v));

function Import({ row: r, zone }: { row: ImportRow; zone: string }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className="import-line">
        <span className="mut">{r.number}</span>
        <span><b>{r.source}</b> <span className="mark file" title={r.file}>{r.file.split('/').pop()}</span></span>
        <span className="mark">{r.started ? moment(r.started, zone) : 'time not known'}</span>
        <span>{n(r.read)} read · {n(r.accepted)} accepted · {n(r.deduplicated)} duplicates · {n(r.refused)} refused{r.events !== null && ` · ${count(r.events)} events`}</span>
        <span>{r.state !== 'done' && <span className="tag">{r.state}</span>}{r.sameFileAs !== null && <span className="tag dashed">same file as {r.sameFileAs}</span>}</span>
      </div>
      {!!r.refused && (
        <details className="fold" onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>{plural(r.refused, 'refused row')}</summary>
          {open && <RefusedRows number={r.number} />}
        </details>
      )}
    </li>
  );
}

function RefusedRows({ number }: { number: number }) {
  const answer = useRefused(number, true);
  if (answer.isPending) return <p className="mark" role="status">Reading the refused rows of import {number}</p>;
  if (answer.isError) return <Failed error={answer.error} retry={() => answer.refetch()} />;
  const rows = answer.data.rows.map(refusedRow);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`Refused rows of import ${number}`}>
      <table className="list refused-rows">
        <thead><tr><th scope="col" className="num">Line</th><th scope="col">Reason</th><th scope="col">What was found</th></tr></thead>
        <tbody>{rows.map((r, i) => (
          <tr key={i}><td className="num">{r.line}</td><td><code>{r.code}</code></td><td>{r.message}{r.text && <pre>{r.text}</pre>}</td></tr>
        ))}</tbody>
      </table>
      {rows.length === 0 && <p className="mark">The rows themselves were not kept.</p>}
      {answer.data.notes?.map((note) => <p key={note} className="mark">{note}</p>)}
    </div>
  );
}
