// Where marks go. Pure numbers in, pure numbers out; the components only draw.

import { scaleLinear } from 'd3-scale';
import type { Estimate } from '../api/types';

export type Domain = [number, number];

/** The span of values and intervals with a little air; a share never leaves 0..1, and one value still gets a width. */
export function domainOf(estimates: (Estimate | undefined)[], unit = '', include: number[] = []): Domain | null {
  const numbers = [...include];
  for (const e of estimates) {
    if (!e) continue;
    for (const v of [e.value, e.low, e.high]) if (v !== null && Number.isFinite(v)) numbers.push(v);
  }
  if (numbers.length === 0) return null;
  let low = Math.min(...numbers);
  let high = Math.max(...numbers);
  const air = high > low ? (high - low) * 0.08 : Math.abs(high) * 0.1 || 1;
  low -= air;
  high += air;
  if (unit === 'share') return [Math.max(0, low), Math.min(1, high)];
  if (unit === 'seconds' || unit === 'per_attempt' || unit === 'per_100' || unit === 'count') return [Math.max(0, low), high];
  if (unit === 'points') return [Math.max(-100, low), Math.min(100, high)];
  return [low, high];
}

const day = 86400;
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, day, 2 * day, 5 * day, 10 * day, 30 * day, 100 * day];

/** Seconds are read as clocks: their lines stand at whole minutes, hours and days, not at every hundred seconds. */
function clockGrid([low, high]: Domain, wanted: number): { domain: Domain; ticks: number[] } | null {
  const lines = (step: number) => Math.ceil(high / step) - Math.floor(low / step);
  const step = high < 1 ? undefined : clockSteps.find((s) => lines(s) <= wanted + 2);
  if (!step) return null;
  const first = Math.floor(low / step);
  const ticks = Array.from({ length: lines(step) + 1 }, (_, i) => (first + i) * step);
  return { domain: [first * step, (first + lines(step)) * step], ticks };
}

/** Widened to round ends, with about `wanted` gridlines. */
export function grid(domain: Domain, wanted = 4, unit = ''): { domain: Domain; ticks: number[] } {
  const clock = unit === 'seconds' ? clockGrid(domain, wanted) : null;
  if (clock) return clock;
  const scale = scaleLinear().domain(domain).nice(wanted);
  const ticks = scale.ticks(wanted);
  // d3 may give twice what was wanted: then every second line is enough.
  const lines = ticks.length > wanted + 2 ? ticks.filter((_, i) => (ticks.length - 1 - i) % 2 === 0) : ticks;
  return { domain: scale.domain() as Domain, ticks: lines };
}

/** For differences: zero in the middle, so that the zeros of rows below each other stand in one line. */
export function zeroCentred(estimates: (Estimate | undefined)[]): Domain {
  const most = Math.max(0, ...estimates.flatMap((e) => [e?.value, e?.low, e?.high]).map((v) => Math.abs(v ?? 0))) || 1;
  return [-most, most];
}

export interface Whisker { value: number; low: number; high: number; interval: boolean; includesZero: boolean }

export function whisker(e: Estimate | undefined, domain: Domain, width: number, pad = 5): Whisker | null {
  if (!e || e.value === null) return null;
  const x = scaleLinear().domain(domain).range([pad, width - pad]).clamp(true);
  const interval = e.low !== null && e.high !== null;
  return {
    value: x(e.value),
    low: x(e.low ?? e.value),
    high: x(e.high ?? e.value),
    interval,
    includesZero: interval && (e.low as number) <= 0 && (e.high as number) >= 0,
  };
}

export interface Point { x: number; y: number; low: number; high: number }

/** Runs of neighbours that have a value: a gap in the data is a gap in the line. */
export function runs(points: (Point | null)[]): Point[][] {
  const out: Point[][] = [];
  let open: Point[] = [];
  for (const p of points) {
    if (p) open.push(p);
    else if (open.length) {
      out.push(open);
      open = [];
    }
  }
  if (open.length) out.push(open);
  return out;
}

const n1 = (v: number) => Math.round(v * 10) / 10;

export const linePath = (points: { x: number; y: number }[]): string =>
  points.map((p, i) => `${i ? 'L' : 'M'}${n1(p.x)} ${n1(p.y)}`).join('');

export const bandPath = (points: Point[]): string =>
  points.length < 2 ? '' : `${linePath(points.map((p) => ({ x: p.x, y: p.high })))}${points.toReversed().map((p) => `L${n1(p.x)} ${n1(p.low)}`).join('')}Z`;

/** A curve that leaves and arrives level: the way people go from one channel to the next. */
export function flowPath(points: { x: number; y: number }[]): string {
  return points
    .map((p, i) => {
      const before = points[i - 1];
      if (!before) return `M${n1(p.x)} ${n1(p.y)}`;
      const middle = n1((before.x + p.x) / 2);
      return `C${middle} ${n1(before.y)} ${middle} ${n1(p.y)} ${n1(p.x)} ${n1(p.y)}`;
    })
    .join('');
}

/** Whether two intervals have nothing in common: then the data tell the two values apart. */
export const isApart = (a: Estimate, b: Estimate): boolean =>
  a.low !== null && a.high !== null && b.low !== null && b.high !== null && (a.low > b.high || a.high < b.low);

/** Area, not radius, carries the share. */
export const bubble = (share: number, largest: number): number => Math.sqrt(Math.max(0, share)) * largest;

/**
 * Which of several are worst, as far as the data can tell: the worst value, and all whose interval overlaps its interval.
 * Without an interval only equal values tie.
 */
export function worst<T>(items: T[], estimate: (item: T) => Estimate, better: 'higher' | 'lower'): T[] {
  const known = items.filter((item) => estimate(item).value !== null);
  const up = better === 'higher' ? 1 : -1;
  const sorted = known.toSorted((a, b) => up * ((estimate(a).value as number) - (estimate(b).value as number)));
  const first = sorted[0];
  if (!first) return [];
  const a = estimate(first);
  return sorted.filter((item) => {
    const b = estimate(item);
    return (a.low ?? (a.value as number)) <= (b.high ?? (b.value as number)) && (b.low ?? (b.value as number)) <= (a.high ?? (a.value as number));
  });
}
