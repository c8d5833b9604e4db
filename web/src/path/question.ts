// Paths in the address, and as /questions takes them.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { askedBy, type CellRef, oneOf, type Raw, readBy, readCellRef, readDrawn, whole } from '../question/asked';
import { askedEvents, namesOf, readStep, type Step } from '../question/matcher';
import { askedPassage, type PassageSearch, readPassage } from '../question/passage';

export const shows = ['beginning', 'from', 'to', 'around', 'between'] as const;
export type Shows = (typeof shows)[number];
export interface PathSearch extends PassageSearch {
  show?: Shows;
  start?: unknown;
  end?: unknown;
  steps?: number;
  edges?: number;
  by?: string[];
  drawn?: string[];
  cell?: CellRef;
}

export function readPaths(raw: Raw): PathSearch {
  return {
    ...readPassage(raw),
    show: oneOf(raw.show, shows),
    start: raw.start,
    end: raw.end,
    steps: whole(raw.steps, 2, 12),
    edges: whole(raw.edges, 1, 500),
    by: readBy(raw.by),
    drawn: readDrawn(raw.drawn),
    cell: readCellRef(raw.cell),
  };
}

export interface Opening {
  title: string;
  start: unknown;
}
export interface Paths {
  opened?: Opening;
  show: Shows;
  start: Step;
  end: Step;
  steps: number;
  edges: number;
  search: PathSearch;
}

export const usualSteps = 4;
export const usualEdges = 40;

/** `start` is the event asked for, whichever side is shown; `end` is the other end of what lies between. */
export const pathsOf = (s: PathSearch, opening?: Opening): Paths => ({
  ...(opening && !s.show && { opened: opening }),
  show: s.show ?? (opening ? 'from' : 'beginning'),
  start: readStep(s.start ?? (s.show ? undefined : opening?.start)),
  end: readStep(s.end),
  steps: s.steps ?? usualSteps,
  edges: s.edges ?? usualEdges,
  search: s,
});

export const isWhole = (p: Paths): boolean =>
  p.show === 'beginning' || (p.start.of.length > 0 && (p.show !== 'between' || p.end.of.length > 0));

export function questionOf(p: Paths, scope: Scope): Question {
  const start = askedEvents(p.start);
  const ends = {
    beginning: {},
    from: { start },
    to: { end: start },
    around: { around: start },
    between: { start, end: askedEvents(p.end) },
  }[p.show];
  return { ask: 'paths', ...scope, ...ends, steps: p.steps, edges: p.edges, ...askedPassage(p.search), ...askedBy(p.search.by) };
}

export const askedName = (p: Paths): string => namesOf(p.start);
