// A metric's questions: the whole, over time, by group.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { type CellRef, type Raw, readCellRef, text } from '../question/asked';

export interface MetricSearch {
  by?: string;
  cell?: CellRef;
}

export const readMetric = (raw: Raw): MetricSearch => ({ by: text(raw.by), cell: readCellRef(raw.cell) });

export const metricQuestion = (name: string, scope: Scope, by?: string): Question => ({
  ask: 'metric',
  name,
  ...scope,
  ...(by && { by }),
});
