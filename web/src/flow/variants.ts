// Ways and single passages of a variants answer.

import type { Answer, Estimate } from '../api/types';
import { count, percent, plural } from '../chart/format';
import type { Passage } from '../question/passages';
import { subjectsIn } from '../question/subjects';

export interface Variant {
  variant: string;
  path: string[];
  length: number;
  passages: number;
  share: Estimate;
  cumulative: Estimate;
  median_seconds: Estimate;
}
export interface VariantsAnswer extends Answer {
  passages?: Passage[];
}

export const variantsOf = (a: VariantsAnswer): (Variant & { subjects: number })[] =>
  a.rows.map((row) => ({ ...(row as unknown as Variant), subjects: subjectsIn(row) }));

export function finding(a: VariantsAnswer): { lead: string; sub: string } {
  const rows = variantsOf(a);
  const [first] = rows;
  const last = rows.at(-1);
  const ways = a.counts.variants ?? rows.length;
  const passages = a.counts.passages ?? 0;
  if (!first || !last) return { lead: 'No passage in this period.', sub: '' };
  const lead =
    ways === passages && passages > 1
      ? `No two of ${count(passages)} passages go the same way.`
      : `${count(passages)} passages fall into ${plural(ways, 'variant')}; ${percent(first.share.value, 1)} into the most frequent.`;
  const reached = a.counts.reached;
  const goal = reached === undefined ? '' : ` ${count(reached)} reached the goal.`;
  return {
    lead,
    sub: `The ${rows.length} most frequent are those of ${percent(last.cumulative.value, 1)} of passages.${goal}`,
  };
}
