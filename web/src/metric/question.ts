// A metric's questions: the whole, over time, by group, by an older version, and why it moved.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { type CellRef, type Raw, readCellRef, text, whole } from '../question/asked';
import { addDays } from '../shell/scope';
import { type Reading, readReadings } from './comparison';

/** The earlier reading that the value of the period is held against. */
export interface Earlier {
  before_from?: string;
  before_to?: string;
  before_known?: string;
  before_version?: number;
}

export interface MetricSearch extends Earlier {
  by?: string;
  cell?: CellRef;
  version?: number;
  readings?: Reading[]; // what stands beside
}

const mostVersions = 1_000_000;
const day = (value: unknown): string | undefined => {
  const given = text(value);
  return given && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined;
};

export const readMetric = (raw: Raw): MetricSearch => ({
  by: text(raw.by),
  cell: readCellRef(raw.cell),
  version: whole(raw.version, 1, mostVersions),
  before_from: day(raw.before_from),
  before_to: day(raw.before_to),
  before_known: day(raw.before_known),
  before_version: whole(raw.before_version, 1, mostVersions),
  readings: readReadings(raw.readings),
});

export const metricQuestion = (name: string, scope: Scope, by?: string, version?: number): Question => ({
  ask: 'metric',
  name,
  ...scope,
  ...(version !== undefined && { version }),
  ...(by && { by }),
});

const dayLength = 86_400_000;

/** The period that was chosen, else the one of the same length that ends where this one begins. */
export function earlier(scope: Scope, search: Earlier): { from?: string; to?: string } | null {
  if (search.before_from || search.before_to) return { from: search.before_from, to: search.before_to };
  if (!scope.from || !scope.to) return null;
  const days = Math.round((Date.parse(scope.to) - Date.parse(scope.from)) / dayLength) + 1;
  return { from: addDays(scope.from, -days), to: addDays(scope.from, -1) };
}

export const movementQuestion = (
  name: string,
  scope: Scope,
  by: string,
  search: Earlier & { version?: number },
  before: { from?: string; to?: string },
): Question => ({
  ask: 'movement',
  name,
  ...scope,
  by,
  ...(search.version !== undefined && { version: search.version }),
  before: {
    ...(before.from && { from: before.from }),
    ...(before.to && { to: before.to }),
    ...(search.before_known && { known: search.before_known }),
    ...(search.before_version !== undefined && { version: search.before_version }),
  },
});
