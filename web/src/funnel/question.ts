// A funnel in the address, and as /questions takes it.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { askedEvents, type Filter, namesOf, readStep, readSteps, type Step, writeStep } from '../question/matcher';
import { askedBy, type CellRef, oneOf, type Raw, readBy, readCellRef, text, whole } from '../question/asked';
import type { Start } from '../question/starts';

export const orders = ['ordered', 'strict', 'unordered'] as const;
export const ruleSets = ['throughline', 'posthog', 'mixpanel', 'clickhouse'] as const;
export const modesOf: Record<string, string[]> = {
  clickhouse: ['strict_order', 'strict_deduplication', 'strict_increase', 'strict_once', 'allow_reentry'],
  mixpanel: ['optimized_reentry', 'totals', 'sessions'],
};
/** Units of the calendar and sessions as a window: PostHog's and ClickHouse's are plain times. */
export const takesWindows = (rules?: string): boolean => rules !== 'posthog' && rules !== 'clickhouse';
export const takesAnchors = (s: FunnelSearch): boolean => s.rules === 'mixpanel' && s.order === 'unordered';
const allModes = Object.values(modesOf).flat();

export interface Exclusion {
  events: unknown;
  after?: number;
  before?: number;
}
export interface FunnelSearch {
  steps?: unknown[];
  within?: string;
  order?: (typeof orders)[number];
  rules?: (typeof ruleSets)[number];
  modes?: string[];
  exclude?: Exclusion[];
  optional?: number[];
  anchor?: number[];
  hold?: string[];
  by?: string[];
  attribution?: string;
  count?: string;
  where?: Filter[];
  times?: [number, number];
  vs?: string;
  cell?: CellRef;
}

const list = (value: unknown): unknown[] | undefined => (Array.isArray(value) && value.length ? value : undefined);
const texts = (value: unknown, known?: string[]) =>
  list(value)
    ?.map(String)
    .filter((t) => !known || known.includes(t));
const isObject = (value: unknown): value is Filter =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readExclusion(value: unknown): Exclusion | null {
  const raw = isObject(value) && 'events' in value ? value : { events: value };
  return readStep(raw.events).of.length
    ? { events: raw.events, after: whole(raw.after, 1, 30), before: whole(raw.before, 1, 30) }
    : null;
}

export function readFunnel(raw: Raw): FunnelSearch {
  const times = list(raw.times)?.map((t) => whole(t, 1, 30));
  return {
    steps: list(raw.steps),
    within: text(raw.within),
    order: oneOf(raw.order, orders),
    rules: oneOf(raw.rules, ruleSets),
    modes: texts(raw.modes, allModes),
    exclude: list(raw.exclude)
      ?.map(readExclusion)
      .filter((e) => e !== null),
    optional: list(raw.optional)?.filter((n): n is number => whole(n, 2, 30) !== undefined),
    anchor: list(raw.anchor)?.filter((n): n is number => whole(n, 1, 30) !== undefined),
    hold: texts(raw.hold),
    by: readBy(raw.by),
    attribution: text(raw.attribution),
    count: text(raw.count),
    where: list(raw.where)?.filter(isObject),
    times: times?.[0] && times[1] ? [times[0], times[1]] : undefined,
    vs: readVersus(raw.vs),
    cell: readCellRef(raw.cell),
  };
}

export interface Funnel {
  steps: Step[];
  within: string;
  search: FunnelSearch;
  opened?: Start;
}

/** What the address says; without steps, the first funnel that the definitions imply, or two steps to fill. */
export function funnelOf(search: FunnelSearch, starts: Start[]): Funnel {
  const opened = search.steps ? undefined : starts[0];
  const steps = readSteps(search.steps ?? opened?.steps);
  while (steps.length < 2) steps.push({ of: [], where: [] });
  return {
    steps,
    within: search.within ?? opened?.within ?? (search.rules === 'mixpanel' ? '7d' : '14d'),
    search,
    opened,
  };
}

export const isWhole = (f: Funnel): boolean => f.steps.every((s) => s.of.length > 0);
export const writtenSteps = (steps: Step[]): unknown[] => steps.map(writeStep);
export const shortNames = (f: Funnel): string[] => f.steps.map((s) => namesOf(s));

export function questionOf(f: Funnel, scope: Scope): Question {
  const { search: s } = f;
  const optional = s.optional?.filter((n) => n < f.steps.length);
  const anchor = takesAnchors(s) ? s.anchor?.filter((n) => n <= f.steps.length) : undefined;
  const exclude = s.exclude?.map((e) => ({
    events: askedEvents(readStep(e.events)),
    ...(e.after && { after: e.after }),
    ...(e.before && { before: e.before }),
  }));
  const where = s.where && s.where.length > 1 ? { all: s.where } : s.where?.[0];
  const [from, to] = timesOf(f);
  return {
    ask: 'funnel',
    ...scope,
    steps: f.steps.map(askedEvents),
    within: f.within,
    ...(s.order && { order: s.order }),
    ...(s.rules && { rules: s.rules }),
    ...(s.modes?.length && { modes: s.modes }),
    ...(exclude?.length && { exclude }),
    ...(optional?.length && { optional }),
    ...(anchor?.length && { anchor }),
    ...(s.hold?.length && { hold: s.hold }),
    ...askedBy(s.by),
    ...(s.by && s.attribution && { attribution: s.attribution }),
    ...(s.count && { count: s.count }),
    ...(where && { where }),
    time_to_convert: { from, to },
  };
}

/** The two steps between which the time is told; steps that are no more leave the whole way. */
export function timesOf(f: Funnel): [number, number] {
  const [from, to] = f.search.times ?? [1, f.steps.length];
  return from < to && to <= f.steps.length ? [from, to] : [1, f.steps.length];
}
