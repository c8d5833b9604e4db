// A task's answer: attempts with their shares, times and errors.

import type { Answer, Estimate } from '../api/types';
import { count, inline, intervalName, percent, show, withRange } from '../chart/format';
import { isApart } from '../chart/geometry';
import type { Bucket } from '../chart/TimesChart';

export interface Attempts {
  attempts: number;
  success: number;
  gave_up: number;
  open: number;
  success_share: Estimate;
  gave_up_share: Estimate;
  elapsed_median: Estimate;
  elapsed_mean: Estimate;
  active_median: Estimate;
  active_mean: Estimate;
  errors?: number;
  errors_per_attempt?: Estimate;
  lostness?: Estimate;
  lost?: Estimate;
}
export interface ByAttempt extends Attempts {
  attempt: number;
  or_later: boolean;
}
export interface TimeBucket extends Bucket {
  time: 'elapsed' | 'active';
  successes: number;
}
export interface TaskAnswer extends Answer {
  by_attempt?: Record<string, unknown>[];
  times?: TimeBucket[];
}
export interface Group extends Attempts {
  group: string;
}

export const wholeOf = (a: TaskAnswer | undefined): Attempts | undefined => a?.rows[0] as Attempts | undefined;
export const byAttempt = (a: TaskAnswer | undefined): ByAttempt[] => (a?.by_attempt ?? []) as unknown as ByAttempt[];

/** A split answer begins each row with its group. */
export const groupsOf = (a: TaskAnswer): Group[] =>
  a.rows.map((row) => ({ ...(row as unknown as Attempts), group: String(Object.values(row)[0] ?? '') }));

/** Of a split answer, the numbers of attempts in each group. */
export const attemptsIn = (a: TaskAnswer, group: string): ByAttempt[] =>
  (a.by_attempt ?? []).filter((row) => String(Object.values(row)[0] ?? '') === group) as unknown as ByAttempt[];

export const groupName = (g: Group): string => intervalName(g.group) || 'not known';

const medianFrom = 25; // below it the geometric mean errs less (docs/reference/task.md)

/** The middle of times that suits so many. */
export function timeOf(a: Attempts, kind: 'elapsed' | 'active' = 'elapsed'): { e: Estimate; middle: string } {
  const [median, mean] = kind === 'elapsed' ? [a.elapsed_median, a.elapsed_mean] : [a.active_median, a.active_mean];
  return median.n >= medianFrom ? { e: median, middle: 'median' } : { e: mean, middle: 'geometric mean' };
}

export function taskFinding(title: string, a: Attempts): string {
  if (a.success_share.value === null) return `No attempt at “${title}” is finished in this period.`;
  return `${percent(a.success_share.value, 1)} of finished attempts at “${title}” succeed.`;
}

export function taskSub(a: Attempts): string {
  const { e, middle } = timeOf(a);
  const time = e.value === null ? '' : ` Time to success: ${withRange(show(e, 'seconds'))}, ${middle}.`;
  const errors =
    a.errors_per_attempt?.value == null
      ? ''
      : ` ${withRange(show(a.errors_per_attempt, 'per_attempt'))} errors per attempt.`;
  const open = a.open > 0 ? `, ${count(a.open)} still open` : '';
  return `${withRange(show(a.success_share, 'share'))} of ${count(a.success_share.n)}${open}.${time}${errors}`;
}

/** Which groups differ, as far as the intervals of the two ends tell. */
export function splitFinding(groups: Group[], by: string): string {
  const known = groups
    .filter((g) => g.success_share.value !== null)
    .toSorted((a, b) => (a.success_share.value as number) - (b.success_share.value as number));
  const [worst, best] = [known[0], known.at(-1)];
  if (!worst || !best) return `No finished attempt to split by ${by}`;
  if (worst === best) return `All attempts have one ${by}: ${worst.group || 'not known'}`;
  const of = (g: Group) => `${inline(show(g.success_share, 'share'))} (${g.group || 'not known'})`;
  return isApart(worst.success_share, best.success_share)
    ? `Success goes from ${of(worst)} to ${of(best)}`
    : `The groups’ intervals of success overlap: ${of(worst)} to ${of(best)}`;
}

export function learningFinding(attempts: ByAttempt[]): string {
  const [first, ...rest] = attempts.filter((a) => a.success_share.value !== null);
  const last = rest.filter((a) => a.success_share.n >= 20).at(-1);
  if (!first || !last) return 'Hardly anybody tries a second time';
  const figures = `${inline(show(first.success_share, 'share'))} at the first attempt, ${inline(show(last.success_share, 'share'))} at ${last.or_later ? `number ${last.attempt} or later` : `number ${last.attempt}`}`;
  return isApart(first.success_share, last.success_share)
    ? `Success changes from attempt to attempt: ${figures}`
    : `Intervals overlap from attempt to attempt: ${figures}`;
}

export const byWords = (by: string): string => by.replace(/^property:/, '').replaceAll('_', ' ');
