// Activation in the address, and as /questions takes it.

import type { Scope } from '../api/queries';
import type { Definition, Name, Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { askedBy, type CellRef, type Raw, readBy, readCellRef, readDrawn, text, whole } from '../question/asked';
import { askedEvents, readStep, type Step } from '../question/matcher';

export interface ActivationSearch {
  start?: unknown;
  returns?: unknown;
  within?: string;
  stay?: [string, string];
  top?: number;
  count?: string;
  by?: string[];
  drawn?: string[];
  vs?: string;
  cell?: CellRef;
}

export const usualWithin = '7d';
export const usualStay: [string, string] = ['28d', '35d'];
export const usualTop = 20;

export const readActivation = (raw: Raw): ActivationSearch => {
  const stay = Array.isArray(raw.stay) ? raw.stay.map(text) : [];
  return {
    start: raw.start,
    returns: raw.returns,
    within: text(raw.within),
    stay: stay[0] && stay[1] ? [stay[0], stay[1]] : undefined,
    top: whole(raw.top, 1, 1000),
    count: text(raw.count),
    by: readBy(raw.by),
    drawn: readDrawn(raw.drawn),
    vs: readVersus(raw.vs),
    cell: readCellRef(raw.cell),
  };
};

export interface Activation {
  start: Step;
  returns: Step;
  within: string;
  stay: [string, string];
  search: ActivationSearch;
  opened?: string;
}

/** Without a start in the address: that of a retention metric, else the most frequent event. */
export function activationOf(
  search: ActivationSearch,
  definitions: Definition[] | undefined,
  names: Name[] | undefined,
): Activation {
  const metric = definitions?.find((d) => d.kind === 'metric' && d.content?.kind === 'retention' && d.content.event);
  const frequent = names?.find((n) => n.kind === 'event')?.name;
  const isOpened = search.start === undefined;
  return {
    start: readStep(isOpened ? (metric?.content?.event ?? frequent) : search.start),
    returns: readStep(search.returns),
    within: search.within ?? usualWithin,
    stay: search.stay ?? usualStay,
    search,
    opened: !isOpened ? undefined : metric ? `“${metric.title}” of the definitions` : frequent && 'the most frequent event',
  };
}

export const isWhole = (a: Activation): boolean => a.start.of.length > 0;

export const activationQuestion = (a: Activation, scope: Scope): Question => ({
  ask: 'activation',
  ...scope,
  start: askedEvents(a.start),
  ...(a.returns.of.length && { returns: askedEvents(a.returns) }),
  ...(a.search.within && { within: a.search.within }),
  ...(a.search.stay && { stay: a.search.stay }),
  ...(a.search.top && { top: a.search.top }),
  ...(a.search.count && { count: a.search.count }),
  ...askedBy(a.search.by),
});
