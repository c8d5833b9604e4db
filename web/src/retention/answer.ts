// The rows of a retention answer as a triangle, and what it says.

import type { Answer, Estimate } from '../api/types';
import { inline, percent, show, words } from '../chart/format';
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

export function sub(answer: RetentionAnswer): string {
  const cohorts = cohortsOf(answer);
  const n = cohorts.reduce((sum, c) => sum + c.people, 0);
  return `${cohorts.length} cohorts, ${n.toLocaleString('en-US')} ${subjectWord(answer)} in all.`;
}

const outcomes: Record<string, string> = {
  new: 'They came for the first time',
  returning: 'They came in the interval before, too',
  resurrecting: 'They came back after a pause',
  dormant: 'They came in the interval before, and not in this one',
  active: 'They came',
};

export function cellTitle({ outcome }: { outcome: string }, interval: string): string {
  const [what = '', first, second] = outcome.split(':');
  if (what === 'returned' || what === 'lost')
    return `${what === 'lost' ? 'They did not come back' : 'They came back'} ${during(interval)} ${first}${second ? `, of the cohort ${second}` : ''}`;
  if (what === 'on') return `They came in exactly ${first} of the ${interval}s`;
  if (what === 'at_least') return `They came in ${first} ${interval}s or more`;
  return `${outcomes[what] ?? words(what)}${first ? `: ${first}` : ''}`;
}

export const valueText = (e: Estimate): string => inline(show(e, 'share'));
