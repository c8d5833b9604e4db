// Of a split answer one group is drawn at a time: which there are, which one it is, and its part of the answer.

import { type Scope, useAnswer } from '../api/queries';
import type { Answer, Question } from '../api/types';
import { useVersus } from '../compare/versus';
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

/** The answer to a question, the group of it that is drawn, and the same question asked of what stands beside it. */
export function useDrawn<A extends Answer>(
  question: Question | null,
  asked: Asked & { search: { vs?: string }; scope: Scope | null },
  sized: (answer: A) => Row[],
  size: string,
  shown: (answer: A) => A = (answer) => answer,
) {
  const answer = useAnswer<A>(question);
  const versus = useVersus<A>(question, asked.search.vs, asked.scope);
  return { answer, versus, drawn: drawnOf(answer.data && shown(answer.data), asked, sized, size) };
}
