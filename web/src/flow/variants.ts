// Ways and single passages of a variants answer.

import type { Answer, Estimate } from '../api/types';
import { count, percent, plural } from '../chart/format';
import type { Pair } from '../compare/Compared';
import { noneOf } from '../compare/difference';
import { type Passage, shortened } from '../question/passages';
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

/** The first row of each group, whose share is of all its passages. */
export function sizes(a: VariantsAnswer, by: number): Record<string, unknown>[] {
  const seen = new Set<string>();
  return a.rows.flatMap((row) => {
    const key = JSON.stringify(Object.values(row).slice(0, by));
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...row, passages: (row as unknown as Variant).share.n }];
  });
}

/** `group`: the one that is drawn, where the answer is split; how many ways it has, its rows do not tell. */
export function finding(a: VariantsAnswer, group?: string): { lead: string; sub: string } {
  const rows = variantsOf(a);
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return { lead: 'No passage in this period.', sub: '' };
  const ways = a.counts.variants ?? rows.length;
  const passages = group === undefined ? (a.counts.passages ?? 0) : first.share.n;
  const most = percent(first.share.value, 1);
  const reached = group === undefined ? a.counts.reached : undefined;
  const goal = reached === undefined ? '' : ` ${count(reached)} reached the goal.`;
  return {
    lead:
      group !== undefined
        ? `${group}: ${most} of ${count(passages)} passages go the most frequent way.`
        : ways === passages && passages > 1
          ? `No two of ${count(passages)} passages go the same way.`
          : `${count(passages)} passages fall into ${plural(ways, 'variant')}; ${most} into the most frequent.`,
    sub: `The ${rows.length} most frequent are those of ${percent(last.cumulative.value, 1)} of passages.${goal}`,
  };
}

/** How often the same way is gone in two answers. What is not listed there may be gone all the same, unless all are. */
export function pairsOf(answer: VariantsAnswer, beside: VariantsAnswer): Pair[] {
  const [own, others] = [variantsOf(answer), variantsOf(beside)];
  const shareIn = (rows: Variant[], variant: string): Estimate | undefined => {
    const isWhole = rows.at(-1)?.cumulative.value === 1;
    return rows.find((v) => v.variant === variant)?.share ?? (isWhole ? noneOf(rows[0]?.share.n ?? 0) : undefined);
  };
  const ways = new Map([...own, ...others].map((v) => [v.variant, v]));
  return [...ways.values()]
    .map(
      (v): Pair => ({
        name: shortened(v.path, v.length, 6)
          .map((s) => s.name)
          .join(' → '),
        unit: 'share',
        a: shareIn(own, v.variant),
        b: shareIn(others, v.variant),
      }),
    )
    .filter((p) => p.a && p.b);
}
