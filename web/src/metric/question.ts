// A metric's questions: the whole, over time, by group.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { type CellRef, type Raw, readCellRef, text } from '../question/asked';

export interface MetricSearch {
  by?: string;
  cell?: CellRef;
  vs?: string; // what stands beside: compare/versus
}

export const readMetric = (raw: Raw): MetricSearch => ({
  by: text(raw.by),
  cell: readCellRef(raw.cell),
  vs: readVersus(raw.vs),
});

export const metricQuestion = (name: string, scope: Scope, by?: string): Question => ({
  ask: 'metric',
  name,
  ...scope,
  ...(by && { by }),
});
