// Figures of two sides, their differences on one scale, and what each says.

import type { ReactNode } from 'react';
import type { Estimate } from '../api/types';
import { count, inline, show, showChange } from '../chart/format';
import { type Domain, zeroCentred } from '../chart/geometry';
import { WhiskerMark } from '../chart/WhiskerMark';
import './compare.css';

export interface DifferenceRow {
  key: string;
  name: ReactNode;
  unit: string;
  a: Estimate | undefined;
  b: Estimate | undefined;
  d: Estimate | undefined;
  verdict: ReactNode;
}

interface Props {
  caption: string;
  heads: [string, string, string]; // of the names, and of both sides
  rows: DifferenceRow[];
}

const drawn = 12;

export function DifferenceTable({ caption, heads, rows }: Props) {
  const shares = usualWidths(rows.filter((r) => r.unit === 'share').map((r) => r.d));
  const scale = (r: DifferenceRow): Domain => zeroCentred(r.unit === 'share' ? shares : [r.d]);
  const [head, rest] = [rows.slice(0, drawn), rows.slice(drawn)];
  return (
    <>
      <Body caption={caption} heads={heads} rows={head} scale={scale} />
      {rest.length > 0 && (
        <details className="more">
          <summary>{rest.length} more</summary>
          <Body caption={`${caption}, the others`} heads={heads} rows={rest} scale={scale} />
        </details>
      )}
    </>
  );
}

/** Each difference has its place; intervals that rest on hardly anybody run off the scale, or all others were a point. */
function usualWidths(all: (Estimate | undefined)[]): (Estimate | undefined)[] {
  const reach = (e: Estimate | undefined) => Math.max(Math.abs(e?.low ?? 0), Math.abs(e?.high ?? 0));
  const usual = all.toSorted((a, b) => reach(a) - reach(b)).slice(0, Math.max(1, Math.ceil(all.length * 0.8)));
  return [...usual, ...all.map((e) => e && { ...e, low: null, high: null })];
}

function Body({ caption, heads, rows, scale }: Props & { scale: (row: DifferenceRow) => Domain }) {
  return (
    <table className="compared" role="table">
      <caption className="vh">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {[...heads, 'Difference', ''].map((t, i) => (
            // eslint-disable-next-line react/no-array-index-key -- both sides may be called the same
            <th key={i} role="columnheader" scope="col">
              {t || <span className="vh">What it says</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((r) => (
          <tr key={r.key} role="row">
            <th role="rowheader" scope="row">
              {r.name}
            </th>
            <Side label={heads[1]} e={r.a} unit={r.unit} />
            <Side label={heads[2]} e={r.b} unit={r.unit} />
            <Difference row={r} domain={scale(r)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Side({ label, e, unit }: { label: string; e: Estimate | undefined; unit: string }) {
  const shown = show(e, unit);
  return (
    <td role="cell" data-of={label}>
      {shown ? (
        <>
          <b>{inline(shown)}</b>
          <span className="mark">
            {shown.range} · n {count(e?.n ?? 0)}
          </span>
        </>
      ) : (
        <span className="mark">no value{e ? `, n ${count(e.n)}` : ''}</span>
      )}
    </td>
  );
}

function Difference({ row: { d, unit, verdict }, domain }: { row: DifferenceRow; domain: Domain }) {
  const shown = d ? showChange(d, unit) : null;
  if (!d || !shown)
    return (
      <td role="cell" colSpan={2}>
        <span className="mark">not comparable</span>
      </td>
    );
  return (
    <>
      <td role="cell" data-of="Difference">
        <WhiskerMark estimate={d} domain={domain} kind="ux" width={120} effect />
        <span className="mark">
          <b>{inline(shown)}</b> {shown.range ? `(${shown.range})` : ''}
        </span>
      </td>
      <td role="cell" className="verdict">
        {verdict}
      </td>
    </>
  );
}
