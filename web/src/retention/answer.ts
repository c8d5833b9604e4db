// The rows of a retention answer as a triangle, and what it says.

import type { Answer, Estimate } from '../api/types';
import { count, inline, percent, plural, show, words } from '../chart/format';
import { isApart } from '../chart/geometry';
import type { Pair } from '../compare/Compared';
import type { CellRef } from '../question/asked';
import { refLabel } from '../question/groups';
import { subjectsIn, subjectWord } from '../question/subjects';

export interface Period {
  period: number;
  through?: number;
  returned: number | null;
  share: Estimate;
  status?: string;
}
export interface Cohort {
  cohort: string;
  people: number;
  periods: Period[];
}
export interface RetentionAnswer extends Answer {
  pooled?: Record<string, unknown>[];
}

export function cohortsOf(answer: RetentionAnswer): Cohort[] {
  const cohorts = new Map<string, Cohort>();
  for (const row of answer.rows) {
    const name = String(row.cohort);
    const cohort = cohorts.get(name) ?? { cohort: name, people: subjectsIn(row), periods: [] };
    cohorts.set(name, cohort);
    cohort.periods.push(row as unknown as Period);
  }
  return [...cohorts.values()];
}

export const pooledOf = (answer: RetentionAnswer): Period[] => (answer.pooled ?? []) as unknown as Period[];
export const periodName = (p: Period): string =>
  p.through !== undefined && p.through !== p.period ? `${p.period}–${p.through}` : String(p.period);

/** Late periods rest on few old cohorts: what a sentence names stands on at least a quarter of the first one's people. */
export function firm(pooled: Period[]): Period[] {
  const known = pooled.filter((p) => p.period > 0 && p.share.value !== null);
  const least = Math.max(20, (known[0]?.share.n ?? 0) / 4);
  return known.filter((p, i) => i === 0 || p.share.n >= least);
}

/** The interval in whole points, as a dense cell has room for; its name has it in full. */
export function bounds(e: Estimate): string {
  return e.low === null || e.high === null ? '' : `${Math.round(e.low * 100)}–${Math.round(e.high * 100)}`;
}

/** "in week", "on day" */
export const during = (interval: string): string => (interval === 'day' ? 'on day' : `in ${interval}`);

export function finding(answer: RetentionAnswer, interval: string): string {
  const pooled = firm(pooledOf(answer));
  const [first] = pooled;
  const last = pooled.at(-1);
  const word = subjectWord(answer);
  if (!first || !last) {
    return cohortsOf(answer).some((c) => c.periods.some((p) => p.period > 0 && p.share.value !== null))
      ? `Who comes back, by ${interval}.`
      : `It is too early to say who comes back: no later ${interval} is over.`;
  }
  const start = `${percent(first.share.value)} of ${word} come back ${during(interval)} ${periodName(first)}`;
  return first === last
    ? `${start}.`
    : `${start}, ${percent(last.share.value)} ${during(interval)} ${periodName(last)}.`;
}

export function sub(answer: RetentionAnswer, groups = 0): string {
  const starts = answer.rows.filter((row) => row.period === 0);
  const cohorts = new Set(starts.map((row) => row.cohort)).size;
  const n = starts.reduce((sum, row) => sum + subjectsIn(row), 0);
  const split = groups ? `, in ${plural(groups, 'group')}` : '';
  return `${plural(cohorts, 'cohort')}, ${count(n)} ${subjectWord(answer)} in all${split}.`;
}

export interface GroupAnswer {
  name: string;
  answer: RetentionAnswer;
}

/** How far groups differ in the first period, as far as the intervals of the two ends tell. */
export function splitFinding(groups: GroupAnswer[], interval: string): string {
  const known = groups
    .map((g) => ({ name: g.name, p: firm(pooledOf(g.answer))[0] }))
    .filter((g): g is { name: string; p: Period } => g.p !== undefined && g.p.share.n >= 20)
    .toSorted((a, b) => (a.p.share.value ?? 0) - (b.p.share.value ?? 0));
  const [worst, best] = [known[0], known.at(-1)];
  if (!worst || !best) return `Who comes back, by ${interval}, in ${plural(groups.length, 'group')}.`;
  const of = (g: { name: string; p: Period }) => `${valueText(g.p.share)} (${g.name})`;
  const when = `${during(interval)} ${periodName(best.p)}`;
  if (worst === best) return `${of(best)} come back ${when}; the other groups are too small to say.`;
  return isApart(worst.p.share, best.p.share)
    ? `From ${of(worst)} to ${of(best)} come back ${when}.`
    : `The groups’ intervals overlap ${when}: ${of(worst)} to ${of(best)}.`;
}

/** All cohorts together, period by period, in two answers. */
export const pairsOf = (answer: RetentionAnswer, beside: RetentionAnswer, interval: string): Pair[] =>
  pooledOf(answer).map((p) => ({
    name: `came back ${during(interval)} ${periodName(p)}`,
    unit: 'share',
    a: p.share,
    b: pooledOf(beside).find((o) => o.period === p.period)?.share,
  }));

const outcomes: Record<string, string> = {
  new: 'They came for the first time',
  returning: 'They came in the interval before, too',
  resurrecting: 'They came back after a pause',
  dormant: 'They came in the interval before, and not in this one',
  active: 'They came',
};

export function cellTitle({ outcome, group }: CellRef, interval: string): string {
  return `${outcomeTitle(outcome, interval)}${group === undefined ? '' : `: ${refLabel(group)}`}`;
}

function outcomeTitle(outcome: string, interval: string): string {
  const [what = '', first, second] = outcome.split(':');
  if (what === 'returned' || what === 'lost')
    return `${what === 'lost' ? 'They did not come back' : 'They came back'} ${during(interval)} ${first}${second ? `, of the cohort ${second}` : ''}`;
  if (what === 'on') return `They came in exactly ${first} of the ${interval}s`;
  if (what === 'at_least') return `They came in ${first} ${interval}s or more`;
  return `${outcomes[what] ?? words(what)}${first ? `: ${first}` : ''}`;
}

export const valueText = (e: Estimate): string => inline(show(e, 'share'));
