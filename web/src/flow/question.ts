// What follows what, and the ways that passages take: in the address, and as /questions takes them.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { askedBy, type CellRef, type Raw, readBy, readCellRef, readDrawn, whole } from '../question/asked';
import { askedEvents, readStep } from '../question/matcher';
import { askedPassage, type PassageSearch, readPassage } from '../question/passage';

export interface FlowSearch extends PassageSearch {
  nodes?: number;
  edges?: number;
  by?: string[];
  drawn?: string[];
  vs?: string;
  cell?: CellRef;
}
export interface VariantSearch extends PassageSearch {
  goal?: unknown;
  limit?: number;
  by?: string[];
  drawn?: string[];
  vs?: string;
  cell?: CellRef;
}

export const usualNodes = 15;
export const usualEdges = 30;
export const usualLimit = 15;

export const readFlow = (raw: Raw): FlowSearch => ({
  ...readPassage(raw),
  nodes: whole(raw.nodes, 1, 200),
  edges: whole(raw.edges, 1, 1000),
  by: readBy(raw.by),
  drawn: readDrawn(raw.drawn),
  vs: readVersus(raw.vs),
  cell: readCellRef(raw.cell),
});

export const readVariants = (raw: Raw): VariantSearch => ({
  ...readPassage(raw),
  goal: raw.goal,
  limit: whole(raw.limit, 1, 500),
  by: readBy(raw.by),
  drawn: readDrawn(raw.drawn),
  vs: readVersus(raw.vs),
  cell: readCellRef(raw.cell),
});

export const flowQuestion = (s: FlowSearch, scope: Scope): Question => ({
  ask: 'flow',
  ...scope,
  nodes: s.nodes ?? usualNodes,
  ...askedPassage(s),
  ...askedBy(s.by),
});

export function variantsQuestion(s: VariantSearch, scope: Scope): Question {
  const goal = askedEvents(readStep(s.goal));
  return {
    ask: 'variants',
    ...scope,
    limit: s.limit ?? usualLimit,
    ...(goal.length && { goal }),
    ...askedPassage(s),
    ...askedBy(s.by),
  };
}
