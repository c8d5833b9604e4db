// Friction in the address, and as /questions takes it.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { askedBy, type CellRef, oneOf, type Raw, readBy, readCellRef, readDrawn, text, whole } from '../question/asked';
import { refLabel } from '../question/groups';

export const ruleSets = [
  'throughline',
  'posthog',
  'openreplay',
  'sentry',
  'datadog',
  'highlight',
  'recorded',
] as const;

export interface FrictionSearch {
  frictions?: string[];
  rules?: (typeof ruleSets)[number];
  idle?: string;
  place?: string;
  top?: number;
  count?: string;
  of?: string; // whose places are listed
  by?: string[];
  drawn?: string[];
  vs?: string;
  cell?: CellRef;
}

export const usualPlace = 'touchpoint';
export const usualIdle = '30m';
export const usualTop = 10;

export const readFriction = (raw: Raw): FrictionSearch => ({
  frictions: Array.isArray(raw.frictions) && raw.frictions.length ? raw.frictions.map(String) : undefined,
  rules: oneOf(raw.rules, ruleSets),
  idle: text(raw.idle),
  place: text(raw.place),
  top: whole(raw.top, 1, 1000),
  count: text(raw.count),
  of: text(raw.of),
  by: readBy(raw.by),
  drawn: readDrawn(raw.drawn),
  vs: readVersus(raw.vs),
  cell: readCellRef(raw.cell),
});

export const frictionQuestion = (s: FrictionSearch, scope: Scope): Question => ({
  ask: 'friction',
  ...scope,
  ...(s.frictions && { frictions: s.frictions }),
  ...(s.rules && { rules: s.rules }),
  ...(s.idle && { idle: s.idle }),
  ...(s.place && { place: s.place }),
  ...(s.top && { top: s.top }),
  ...(s.count && { count: s.count }),
  ...askedBy(s.by),
});

const at = 'at:';

/** Those who met a friction at one place: a cell of this page's own, since the answer tells places without people. */
export const placeRef = (friction: string, place: string): CellRef => ({ outcome: `${at}${friction}:${place}` });

const placeIn = (cell: CellRef, known: string[]): { friction: string; place: string } | undefined => {
  if (!cell.outcome.startsWith(at)) return undefined;
  const rest = cell.outcome.slice(at.length);
  const friction = known.find((f) => rest.startsWith(`${f}:`));
  return friction === undefined ? undefined : { friction, place: rest.slice(friction.length + 1) };
};

/** A friction belongs where its first event belongs, so a condition on that event leaves those of one place. */
export function behindOf(question: Question, cell: CellRef, known: string[], place: string) {
  const one = placeIn(cell, known);
  if (!one) return { question, cell };
  const trait = place === 'touchpoint' || place === 'channel' ? { field: place } : { property: place };
  return {
    question: { ...question, frictions: [one.friction], where: { ...trait, is: one.place } },
    cell: { ...cell, outcome: one.friction },
  };
}

export function cellTitle(cell: CellRef, titles: Map<string, string>): string {
  const one = placeIn(cell, [...titles.keys()]);
  const name = one?.friction ?? cell.outcome;
  const where = one ? ` at “${one.place}”` : '';
  return `They met “${titles.get(name) ?? name}”${where}${cell.group === undefined ? '' : `: ${refLabel(cell.group)}`}`;
}
