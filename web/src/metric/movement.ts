// The answer to why a metric moved, as its page reads it.

import type { Answer, Estimate } from '../api/types';
import { inline, show, showChange } from '../chart/format';

export interface Part {
  part: string;
  difference: Estimate | null;
  reached: number | null;
  status: 'ok' | 'cannot-tell';
  because?: string;
  reason?: string;
}

export type MovementGroup = Record<string, unknown> & {
  before: Estimate;
  after: Estimate;
  share_before: number;
  share_after: number;
  mix: number;
  real_change: number;
};

export interface Movement extends Answer<Part> {
  unit: string;
  better: 'higher' | 'lower';
  counted: string;
  difference?: number;
  before: { value: Estimate; version: number; noted?: number };
  after: { value: Estimate; version: number };
  groups?: MovementGroup[];
}

export const partWords: Record<string, string> = {
  erasures: 'Erased since',
  noted: 'Noted otherwise',
  merges: 'Merged identities',
  late_events: 'Late events',
  new_data: 'New data',
  definition: 'Definition',
  mix: 'Mix',
  real_change: 'Real change',
};

/** The group's own column is the first of its row. */
export const groupOf = (group: MovementGroup): string => {
  const first = Object.values(group)[0];
  return typeof first === 'string' ? first : '';
};

/** From the least to the most of all parts and their intervals, nothing included. */
export function domainOf(parts: Part[]): [number, number] {
  const ends = parts.flatMap((p) =>
    p.difference ? [p.difference.value ?? 0, p.difference.low ?? 0, p.difference.high ?? 0] : [],
  );
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return low === high ? [-1, 1] : [low, high];
}

const exactly = (value: number): Estimate => ({ value, low: null, high: null, n: 0 });

/** "From 60 % to 40 %: −20 points. The real change is not to be told apart from none." */
export function movementFinding(answer: Movement): string {
  const { before, after, unit } = answer;
  const from = inline(show(before.noted === undefined ? before.value : exactly(before.noted), unit));
  const change = answer.difference === undefined ? '' : inline(showChange(exactly(answer.difference), unit));
  const real = answer.rows.find((row) => row.part === 'real_change')?.difference;
  const isOpen = real && real.low !== null && real.high !== null && real.low <= 0 && real.high >= 0;
  const isTold = real && real.low !== null && real.high !== null && !isOpen;
  const told = isOpen
    ? ' The real change is not to be told apart from none.'
    : isTold
      ? ` What people do themselves has ${(real.value ?? 0) > 0 === (answer.better === 'higher') ? 'improved' : 'worsened'}.`
      : '';
  return `From ${from} to ${inline(show(after.value, unit))}: ${change}.${told}`;
}
