// Which definition a reading is of: a metric's, or that of the task that gives it by itself.

import type { MetricReading } from '../api/types';

export const definitionOf = (r: MetricReading): { kind: 'metric' | 'task'; name: string } =>
  r.task === undefined ? { kind: 'metric', name: r.metric ?? '' } : { kind: 'task', name: r.task };

export const keyOf = (r: MetricReading): string => `${definitionOf(r).kind} ${definitionOf(r).name} ${r.kind ?? ''}`;
