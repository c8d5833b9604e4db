// Of a split answer one group is drawn at a time: which there are, which one it is, and its part of the answer.

import type { Answer } from '../api/types';
import type { CellRef } from './asked';
import { chosenGroup, type GroupOf, groupRef, groupsBySize, narrowed } from './groups';

type Row = Record<string, unknown>;
type Open = (cell?: CellRef) => void;

export interface Drawn<A> {
  answer: A;
  groups: GroupOf[];
  chosen: GroupOf | undefined;
  cell: CellRef | undefined; // the open one, as the drawing names it
  open: Open; // who stands behind a number of this group
  same: (other: A) => A; // this group of another answer
}

interface Asked {
  search: { by?: string[]; drawn?: string[]; cell?: CellRef };
  open: Open;
}

/** `sized`: the rows that tell how large a group is, by their column `size`. */
export function drawnOf<A extends Answer>(
  answer: A | undefined,
  { search, open }: Asked,
  sized: (answer: A) => Row[],
  size: string,
): Drawn<A> | undefined {
  if (!answer) return undefined;
  const by = search.by?.length ?? 0;
  const groups = by ? groupsBySize(sized(answer), by, (row) => Number(row[size] ?? 0)) : [];
  const chosen = chosenGroup(groups, search.drawn);
  return {
    answer: chosen ? narrowed(answer, by, chosen.values) : answer,
    groups,
    chosen,
    cell: search.cell && (chosen ? { outcome: search.cell.outcome } : search.cell),
    open: (cell) => open(cell && chosen ? { ...cell, ...groupRef(chosen.values) } : cell),
    same: (other) => (chosen ? narrowed(other, by, chosen.values) : other),
  };
}
