// Two periods, or two groups of people, side by side: each figure of both, their difference with its interval, and
// whether the data tell them apart.

import type { UseQueryResult } from '@tanstack/react-query';
import type { Answer, Estimate } from '../api/types';
import { Block } from '../chart/Block';
import { count, inline, show, showChange } from '../chart/format';
import { zeroCentred } from '../chart/geometry';
import { WhiskerMark } from '../chart/WhiskerMark';
import { FailedLine, Loading, Why } from '../shell/States';
import { differenceOf, isClear } from './difference';
import type { Side } from './versus';
import './compare.css';

export interface Pair {
  name: string;
  unit: string;
  a: Estimate | undefined;
  b: Estimate | undefined;
}

interface Props<A extends Answer> {
  versus: { side: Side; answer: UseQueryResult<A> } | null;
  pairs: (beside: A) => Pair[];
}

const drawn = 12;

export function Compared<A extends Answer>({ versus, pairs }: Props<A>) {
  if (!versus) return null;
  const { side, answer } = versus;
  if (answer.isPending || answer.isPlaceholderData) return <Loading what={`Asking the same of: ${side.title}`} />;
  if (answer.isError) return <FailedLine error={answer.error} />;
  const rows = pairs(answer.data).map((p) => ({ ...p, d: p.a && p.b ? differenceOf(p.a, p.b) : undefined }));
  const isThere = rows.some((r) => r.b && r.b.value !== null);
  return (
    <Block
      kind="ux"
      title={isThere ? finding(rows, side) : `${side.title}: nothing to lay beside`}
      line={isThere ? lineOf(rows.length, side) : undefined}
      className="compared-block"
    >
      {isThere ? (
        <Table rows={rows} side={side} />
      ) : (
        <Why status={answer.data.status} reason={answer.data.reason ?? 'none of these figures is known there'} />
      )}
    </Block>
  );
}

interface Row extends Pair {
  d: Estimate | undefined;
}

const clearOf = (rows: Row[]) => rows.filter((r) => r.d && isClear(r.d));

export function finding(rows: Row[], side: Side): string {
  const clear = clearOf(rows);
  const of = side.what === 'time' ? `${side.own} and ${side.title}` : `${side.own} and ${side.title.toLowerCase()}`;
  if (clear.length === 0) return `The data tell no difference between ${of}`;
  const [first] = clear;
  const change = `${first?.name} (${inline(showChange(first?.d, first?.unit ?? ''))})`;
  return rows.length === 1
    ? `${of} differ: ${change}`
    : `${clear.length} of ${rows.length} figures differ between ${of}; first ${change}`;
}

function lineOf(rows: number, side: Side): string {
  const both =
    side.what === 'time'
      ? 'Who is in both periods counts in both'
      : side.title === 'Everyone else'
        ? 'Nobody is in both'
        : 'Who is in both counts in both';
  const chance = rows > 4 ? ` Of ${rows} intervals of 95 %, one in twenty is apart by chance alone.` : '';
  return `First less second, with its 95 % interval. ${both}; intervals take the two for different people.${chance}`;
}

function Table({ rows, side }: { rows: Row[]; side: Side }) {
  const shares = usualWidths(rows.filter((r) => r.unit === 'share').map((r) => r.d));
  const scale = (r: Row) => zeroCentred(r.unit === 'share' ? shares : [r.d]);
  const [head, rest] = [rows.slice(0, drawn), rows.slice(drawn)];
  return (
    <>
      <Body caption="Side by side" rows={head} side={side} scale={scale} />
      {rest.length > 0 && (
        <details className="more">
          <summary>{rest.length} more</summary>
          <Body caption="Side by side, the others" rows={rest} side={side} scale={scale} />
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

interface BodyProps {
  caption: string;
  rows: Row[];
  side: Side;
  scale: (row: Row) => [number, number];
}

function Body({ caption, rows, side, scale }: BodyProps) {
  return (
    <table className="compared" role="table">
      <caption className="vh">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {['Figure', side.own, side.title, 'Difference', ''].map((t, i) => (
            // eslint-disable-next-line react/no-array-index-key -- both sides may be called the same
            <th key={i} role="columnheader" scope="col">
              {t || <span className="vh">What it says</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((r) => (
          <tr key={r.name} role="row">
            <th role="rowheader" scope="row">
              {r.name}
            </th>
            <Cell label={side.own} e={r.a} unit={r.unit} />
            <Cell label={side.title} e={r.b} unit={r.unit} />
            <Difference row={r} domain={scale(r)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ label, e, unit }: { label: string; e: Estimate | undefined; unit: string }) {
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

function Difference({ row: { d, unit }, domain }: { row: Row; domain: [number, number] }) {
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
        {verdictOf(d)}
      </td>
    </>
  );
}

export const verdictOf = (d: Estimate): string =>
  d.low === null ? 'no interval' : !isClear(d) ? 'not told apart' : (d.value ?? 0) > 0 ? 'higher' : 'lower';
