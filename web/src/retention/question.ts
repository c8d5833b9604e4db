// Coming back, in the address and as /questions takes it; lifecycle and stickiness ask about the same returns.

import type { Scope } from '../api/queries';
import type { Definition, Name, Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { askedBy, type CellRef, oneOf, type Raw, readBy, readCellRef, readDrawn, text, whole } from '../question/asked';
import { askedEvents, readStep, type Step } from '../question/matcher';

export const intervals = ['day', 'week', 'month', 'quarter', 'year'] as const;
export const modes = ['first_time', 'recurring'] as const;
export const measures = ['on', 'on_or_after', 'on_or_before', 'cumulative'] as const;
export const bases = ['calendar', 'rolling'] as const;
export const ruleSets = ['throughline', 'posthog', 'mixpanel'] as const;

export interface RetentionSearch {
  start?: unknown;
  returns?: unknown;
  interval?: (typeof intervals)[number];
  periods?: number;
  every?: number;
  brackets?: string;
  mode?: (typeof modes)[number];
  measure?: (typeof measures)[number];
  basis?: (typeof bases)[number];
  rules?: (typeof ruleSets)[number];
  least?: number;
  count?: string;
  by?: string[];
  drawn?: string[];
  vs?: string;
  cell?: CellRef;
}

export function readRetention(raw: Raw): RetentionSearch {
  return {
    start: raw.start,
    returns: raw.returns,
    interval: oneOf(raw.interval, intervals),
    periods: whole(raw.periods, 1, 366),
    every: whole(raw.every, 1, 366),
    brackets: text(raw.brackets),
    mode: oneOf(raw.mode, modes),
    measure: oneOf(raw.measure, measures),
    basis: oneOf(raw.basis, bases),
    rules: oneOf(raw.rules, ruleSets),
    least: whole(raw.least, 1, 1000),
    count: text(raw.count),
    by: readBy(raw.by),
    drawn: readDrawn(raw.drawn),
    vs: readVersus(raw.vs),
    cell: readCellRef(raw.cell),
  };
}

export interface Retention {
  start: Step;
  returns: Step;
  interval: (typeof intervals)[number];
  periods: number;
  search: RetentionSearch;
  opened?: string;
}

/** Periods that give a triangle one can read: about 5 to 14 cohorts. */
export function intervalFor(scope: Scope | null): (typeof intervals)[number] {
  const days = scope?.from && scope.to ? (Date.parse(scope.to) - Date.parse(scope.from)) / 86_400_000 + 1 : 90;
  if (days <= 21) return 'day';
  if (days <= 150) return 'week';
  return days <= 800 ? 'month' : days <= 2000 ? 'quarter' : 'year';
}

/** Without a start in the address: a retention metric of the definitions, else the most frequent event. */
export function retentionOf(
  search: RetentionSearch,
  definitions: Definition[] | undefined,
  names: Name[] | undefined,
  scope: Scope | null,
): Retention {
  const metric = definitions?.find((d) => d.kind === 'metric' && d.content?.kind === 'retention' && d.content.event);
  const frequent = names?.find((n) => n.kind === 'event')?.name;
  const isOpened = search.start === undefined;
  const start = readStep(isOpened ? (metric?.content?.event ?? frequent) : search.start);
  const returns = readStep(isOpened && search.returns === undefined ? metric?.content?.returns : search.returns);
  const opened = !isOpened
    ? undefined
    : metric
      ? `“${metric.title}” of the definitions`
      : frequent
        ? 'the most frequent event'
        : undefined;
  return {
    start,
    returns,
    interval: search.interval ?? intervalFor(scope),
    periods: search.periods ?? 12,
    search,
    opened,
  };
}

export const isWhole = (r: Retention): boolean => r.start.of.length > 0;

export function questionOf(r: Retention, scope: Scope): Question {
  const { search: s } = r;
  const brackets = s.brackets
    ?.split(',')
    .map((b) => b.trim())
    .filter(Boolean);
  return {
    ask: 'retention',
    ...scope,
    start: askedEvents(r.start),
    ...(r.returns.of.length && { returns: askedEvents(r.returns) }),
    interval: r.interval,
    ...(brackets?.length ? { brackets } : { periods: r.periods }),
    ...(s.every && { every: s.every }),
    ...(s.mode && { mode: s.mode }),
    ...(s.measure && { measure: s.measure }),
    ...(s.basis && { basis: s.basis }),
    ...(s.rules && { rules: s.rules }),
    ...(s.least && { at_least: s.least }),
    ...(s.count && { count: s.count }),
    ...askedBy(s.by),
  };
}

const eventsOf = (r: Retention) => askedEvents(r.returns.of.length ? r.returns : r.start);

export const lifecycleOf = (r: Retention, scope: Scope): Question => ({
  ask: 'lifecycle',
  ...scope,
  events: eventsOf(r),
  interval: r.interval,
  ...(r.search.count && { count: r.search.count }),
});

export const stickinessOf = (r: Retention, scope: Scope): Question => ({
  ask: 'stickiness',
  ...scope,
  events: eventsOf(r),
  interval: r.interval,
  ...(r.search.count && { count: r.search.count }),
});

/** Whose question a number belongs to, by what its outcome is called. */
export function questionBehind(cell: CellRef, r: Retention, scope: Scope): Question {
  if (/^(on|at_least):/.test(cell.outcome)) return stickinessOf(r, scope);
  return /^(returned|lost)/.test(cell.outcome) ? questionOf(r, scope) : lifecycleOf(r, scope);
}
