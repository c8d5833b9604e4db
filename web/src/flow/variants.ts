// Ways and single passages of a variants answer.

import type { Answer, Estimate } from '../api/types';
import { count, percent } from '../chart/format';
import { subjectsIn } from '../question/subjects';

export interface Variant { variant: string; path: string[]; length: number; passages: number; share: Estimate; cumulative: Estimate; median_seconds: Estimate }
export interface Passage { passage: 'typical' | 'best' | 'worst'; began: string; seconds: number; to_goal_seconds: number | null; length: number; path: string[]; person?: string; account?: string; object?: string }
export interface VariantsAnswer extends Answer { passages?: Passage[] }

export const variantsOf = (a: VariantsAnswer): (Variant & { subjects: number })[] =>
  a.rows.map((row) => ({ ...(row as unknown as Variant), subjects: subjectsIn(row) }));

export const subjectOf = (p: Passage): { id: string; isPerson: boolean } => ({ id: p.person ?? p.account ?? p.object ?? '', isPerson: p.person !== undefined });

/** A way as far as there is room: its beginning, how many more, its end. */
export function shortened(path: string[], length: number, most = 12): { name: string; isRest: boolean }[] {
  const whole = path.map((name) => ({ name, isRest: false }));
  if (length <= most && path.length <= most) return whole;
  const head = whole.slice(0, most - 2);
  const last = path.length === length ? path.at(-1) : undefined; // a long path is told in part
  const left = length - head.length - (last === undefined ? 0 : 1);
  return [...head, { name: `${left} more`, isRest: true }, ...(last === undefined ? [] : [{ name: last, isRest: false }])];
}

export function finding(a: VariantsAnswer): { lead: string; sub: string } {
  const rows = variantsOf(a);
  const [first] = rows;
  const last = rows.at(-1);
  const ways = a.counts.variants ?? rows.length;
  const passages = a.counts.passages ?? 0;
  if (!first || !last) return { lead: 'No passage in this period.', sub: '' };
  const lead = ways === passages && passages > 1 ? `No two of ${count(passages)} passages go the same way.`
    : `${count(passages)} passages go ${count(ways)} ${ways === 1 ? 'way' : 'ways'}; ${percent(first.share.value, 1)} take the most frequent.`;
  const reached = a.counts.reached;
  const goal = reached === undefined ? '' : ` ${count(reached)} reached the goal.`;
  return { lead, sub: `The ${rows.length} most frequent ways are those of ${percent(last.cumulative.value, 1)} of passages.${goal}` };
}
