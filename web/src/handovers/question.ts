// Hand-overs in the address, and as /questions takes them.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { askedBy, type CellRef, type Raw, readBy, readCellRef, readDrawn, text, whole } from '../question/asked';
import { refLabel } from '../question/groups';
import { askedEvents, readStep } from '../question/matcher';

export interface HandoverSearch {
  between?: string;
  events?: unknown;
  within?: string;
  done?: unknown;
  asks?: unknown;
  topic?: string;
  top?: number;
  count?: string;
  by?: string[];
  drawn?: string[];
  vs?: string;
  cell?: CellRef;
}

export const usualBetween = 'channel';
export const usualWithin = '24h';
export const usualTop = 50;

export const readHandovers = (raw: Raw): HandoverSearch => ({
  between: text(raw.between),
  events: raw.events,
  within: text(raw.within),
  done: raw.done,
  asks: raw.asks,
  topic: text(raw.topic),
  top: whole(raw.top, 1, 1000),
  count: text(raw.count),
  by: readBy(raw.by),
  drawn: readDrawn(raw.drawn),
  vs: readVersus(raw.vs),
  cell: readCellRef(raw.cell),
});

export function handoversQuestion(s: HandoverSearch, scope: Scope): Question {
  const events = (given: unknown) => askedEvents(readStep(given));
  const [of, done, asks] = [events(s.events), events(s.done), events(s.asks)];
  return {
    ask: 'handovers',
    ...scope,
    ...(s.between && { between: s.between }),
    ...(of.length && { events: of }),
    ...(s.within && { within: s.within }),
    ...(done.length && { done }),
    ...(asks.length && { asks, ...(s.topic && { topic: s.topic }) }),
    ...(s.top && { top: s.top }),
    ...(s.count && { count: s.count }),
    ...askedBy(s.by),
  };
}

export const handoverRef = (from: string, to: string): CellRef => ({ outcome: `${from} > ${to}` });
export const lostRef = (from: string): CellRef => ({ outcome: `lost:${from}` });

export function cellTitle({ outcome, group }: CellRef): string {
  const said = outcome.startsWith('lost:')
    ? `They were not heard of again after “${outcome.slice('lost:'.length)}”`
    : `They went from “${outcome.replace(' > ', '” to “')}”`;
  return `${said}${group === undefined ? '' : `: ${refLabel(group)}`}`;
}
