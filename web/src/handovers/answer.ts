// An answer about hand-overs, and what it says.

import type { Answer, Estimate } from '../api/types';
import type { Pair } from '../compare/Compared';
import { inline, percent, plural, show, withRange } from '../chart/format';
import { subjectsIn } from '../question/subjects';

export interface Handover {
  from: string;
  to: string;
  handovers: number;
  share: Estimate;
  median_seconds: Estimate;
  mean_seconds: Estimate;
  asked_again?: number;
  asked_again_share?: Estimate;
  n: number;
}
export interface Loss {
  from: string;
  handed_over: number;
  lost: number;
  loss: Estimate;
  done: number;
  open: number;
  n: number;
}
export interface Delay {
  from: string;
  to: string;
  delay: string;
  handovers: number;
  share: Estimate;
}
export interface HandoversAnswer extends Answer {
  losses?: Record<string, unknown>[];
  delays?: Delay[];
}

const other = 'other';

/** Those that the answer lists by name. */
export const handoversOf = (a: HandoversAnswer): Handover[] =>
  a.rows
    .map((row) => ({ ...(row as unknown as Handover), n: subjectsIn(row) }))
    .filter((h) => !(h.from === other && h.to === other));

export const lossesOf = (a: HandoversAnswer): Loss[] =>
  (a.losses ?? [])
    .map((row) => ({ ...(row as unknown as Loss), n: subjectsIn(row) }))
    .toSorted((p, q) => q.handed_over + q.lost - (p.handed_over + p.lost));

const sum = (numbers: number[]): number => numbers.reduce((all, n) => all + n, 0);

export function finding(a: HandoversAnswer, group?: string): { lead: string; sub: string } {
  const all = sum(a.rows.map((row) => Number(row.handovers ?? 0)));
  const lost = sum(lossesOf(a).map((l) => l.lost));
  const [first] = handoversOf(a);
  const of = group ? `${group}: ` : '';
  if (!first) return { lead: `${of}Nobody goes from one to another in this period.`, sub: '' };
  return {
    lead: `${of}${plural(all, 'hand-over')}; most often from “${first.from}” to “${first.to}”, after ${inline(show(first.median_seconds, 'seconds')) || 'an unknown time'}.`,
    sub: `${withRange(show(first.share, 'share'))} of those that left “${first.from}”. ${percent(lost / Math.max(1, lost + all))} of all that left a place were not heard of again in time.`,
  };
}

export function pairsOf(answer: HandoversAnswer, beside: HandoversAnswer): Pair[] {
  const [others, losses] = [handoversOf(beside), lossesOf(beside)];
  return [
    ...lossesOf(answer)
      .slice(0, 6)
      .map((l) => ({
        name: `lost after “${l.from}”`,
        unit: 'share',
        a: l.loss,
        b: losses.find((o) => o.from === l.from)?.loss,
      })),
    ...handoversOf(answer)
      .slice(0, 12)
      .map((h) => ({
        name: `${h.from} → ${h.to}`,
        unit: 'share',
        a: h.share,
        b: others.find((o) => o.from === h.from && o.to === h.to)?.share,
      })),
  ];
}
