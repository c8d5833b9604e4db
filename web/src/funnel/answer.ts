// A funnel's answer in the order in which it is drawn, and what it says.

import type { Answer, Estimate } from '../api/types';
import { inline, show, withRange } from '../chart/format';
import { isApart } from '../chart/geometry';
import type { Pair } from '../compare/Compared';
import type { Both } from '../compare/versus';
import type { Times } from '../chart/TimesChart';
import type { CellRef } from '../question/asked';
import { groupIn, groupLabel, refLabel } from '../question/groups';
import { durationWords } from '../question/matcher';
import { subjects, subjectsIn, subjectWord } from '../question/subjects';

export interface StepRow {
  step: string;
  reached: number;
  share: Estimate;
  from_previous: Estimate | null;
  median_seconds: Estimate | null;
}
export interface Group {
  group?: string;
  values: string[];
  steps: StepRow[];
  isBeside?: boolean; // of another question: its numbers open nobody
}
export interface FunnelAnswer extends Answer {
  time_to_convert?: Record<string, unknown>[];
}

export function groupsOf(answer: FunnelAnswer): Group[] {
  const groups = new Map<string, Group>();
  for (const row of answer.rows) {
    const values = groupIn(row, 'step');
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { ...(values.length && { group: groupLabel(values) }), values, steps: [] };
    groups.set(key, group);
    group.steps.push({ ...(row as unknown as StepRow), reached: subjectsIn(row) });
  }
  return [...groups.values()];
}

/** Two funnels of the same steps as two groups, the first one's numbers open. */
export function sideBySide(answer: FunnelAnswer, both: Both<FunnelAnswer>): Group[] {
  const [[own], [other]] = [groupsOf(answer), groupsOf(both.answer)];
  if (!own || !other || own.group !== undefined || own.steps.length !== other.steps.length) return [];
  return [
    { ...own, group: both.own },
    { ...other, group: both.title, isBeside: true },
  ];
}

export const timesIn = (answer: FunnelAnswer): Times[] =>
  (answer.time_to_convert ?? []).map((row) => ({
    ...(row as unknown as Times),
    group: groupLabel(groupIn(row, 'from')) || undefined,
  }));

/** Of those at the step before the last that may not be left out. */
export const stopped = (steps: StepRow[], at: number): number =>
  Math.max(0, (steps[at - 1]?.reached ?? 0) - (steps[at]?.reached ?? 0));

/** "37 % of 3,129 people who began got as far as payment made; most stop before checkout opened." */
export function finding(answer: FunnelAnswer): string {
  const groups = groupsOf(answer);
  const [only] = groups;
  if (!only) return 'Nobody began.';
  if (groups.length > 1) return splitFinding(groups);
  const [first, last] = [only.steps[0], only.steps[only.steps.length - 1]];
  if (!first || !last || first.reached === 0) return 'Nobody took the first step in this period.';
  const lost = only.steps.map((_, i) => (i ? stopped(only.steps, i) : 0));
  const worst = lost.indexOf(Math.max(...lost));
  const most =
    only.steps.length > 2 && worst > 0 && (lost[worst] ?? 0) > 0
      ? `; most stop after “${only.steps[worst - 1]?.step}”`
      : '';
  return `${inline(show(last.share, 'share'))} of ${subjects(first.reached, subjectWord(answer))} got from “${first.step}” to “${last.step}”${most}.`;
}

function splitFinding(groups: Group[]): string {
  const ends = groups
    .map((g) => ({ group: g.group, end: g.steps[g.steps.length - 1]?.share }))
    .filter((g): g is { group: string; end: Estimate } => g.end !== undefined && g.end.value !== null && g.end.n > 0);
  const sorted = ends.toSorted((a, b) => (b.end.value as number) - (a.end.value as number));
  const [best, worst] = [sorted[0], sorted[sorted.length - 1]];
  if (!best || !worst) return 'Nobody took the first step in this period.';
  if (best === worst) return `Only “${best.group}” has anybody: ${inline(show(best.end, 'share'))} got to the end.`;
  const figures = `${inline(show(best.end, 'share'))} in “${best.group}”, ${inline(show(worst.end, 'share'))} in “${worst.group}”`;
  return isApart(best.end, worst.end)
    ? `From ${figures}: the groups get to the end unequally often.`
    : `The groups’ intervals overlap: ${figures}.`;
}

export function sub(answer: FunnelAnswer, within: string): string {
  const groups = groupsOf(answer);
  const last = groups[0]?.steps.at(-1);
  const all =
    groups.length === 1 && last
      ? `${withRange(show(last.share, 'share'))} within ${durationWords(within)}`
      : `${groups.length} groups, within ${durationWords(within)}`;
  const median =
    groups.length === 1 && last?.median_seconds
      ? `, half of them in ${inline(show(last.median_seconds, 'seconds'))} or less`
      : '';
  return `${all}${median}.`;
}

/** What two funnels of the same steps say, side by side; split, how far each group gets in both. */
export function pairsOf(answer: FunnelAnswer, beside: FunnelAnswer): Pair[] {
  const [groups, others] = [groupsOf(answer), groupsOf(beside)];
  return groups.flatMap((g) => {
    const other = others.find((o) => JSON.stringify(o.values) === JSON.stringify(g.values));
    const last = g.steps.length - 1;
    const of = g.group === undefined ? '' : `${g.group}: `;
    const shares = g.steps.slice(1).map(
      (s, i): Pair => ({ name: `${of}got to “${s.step}”`, unit: 'share', a: s.share, b: other?.steps[i + 1]?.share }),
    );
    const time: Pair = {
      name: `${of}median time to “${g.steps[last]?.step}”`,
      unit: 'seconds',
      a: g.steps[last]?.median_seconds ?? undefined,
      b: other?.steps[last]?.median_seconds ?? undefined,
    };
    return [...(g.group === undefined ? shares : shares.slice(-1)), time];
  });
}

/** The step, from 1, at which those of a cell stopped. */
export function stoppedAt({ outcome }: CellRef): number | undefined {
  const [what, number] = outcome.split(':');
  return what === 'dropped' ? Number(number) : undefined;
}

export function cellTitle({ outcome, group }: CellRef, steps: string[]): string {
  const [what, number] = outcome.split(':');
  const step = steps[Number(number) - 1] ?? `step ${number}`;
  const of = group === undefined ? '' : `: ${refLabel(group)}`;
  return what === 'dropped' ? `They got to “${step}” and no further${of}` : `They got to “${step}”${of}`;
}
