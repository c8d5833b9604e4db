// A task's questions: how it goes, over time, by group, and how long from start to success.

import type { Scope } from '../api/queries';
import type { Definition, Question } from '../api/types';
import { type CellRef, type Raw, readCellRef, text } from '../question/asked';
import { refLabel } from '../question/groups';
import { askedEvents, readStep } from '../question/matcher';

export interface TaskSearch {
  by?: string;
  cell?: CellRef;
}

export const readTask = (raw: Raw): TaskSearch => ({ by: text(raw.by), cell: readCellRef(raw.cell) });

export const taskQuestion = (name: string, scope: Scope, by?: string): Question => ({
  ask: 'task',
  name,
  ...scope,
  ...(by && { by }),
});

/** About a dozen points over the period. */
export function trendInterval(scope: Scope | null): 'day' | 'week' | 'month' | 'quarter' {
  const days = scope?.from && scope.to ? (Date.parse(scope.to) - Date.parse(scope.from)) / 86_400_000 + 1 : 90;
  if (days <= 31) return 'day';
  if (days <= 200) return 'week';
  return days <= 1500 ? 'month' : 'quarter';
}

/** Each one's way from start to success as a funnel, whose times have a distribution. */
export function timesQuestion(definition: Definition | undefined, scope: Scope): Question | null {
  const c = definition?.content;
  const [start, success] = [askedEvents(readStep(c?.start)), askedEvents(readStep(c?.success))];
  if (!start.length || !success.length) return null;
  return {
    ask: 'funnel',
    ...scope,
    steps: [start, success],
    within: text(c?.within) ?? '1h',
    time_to_convert: { from: 1, to: 2 },
  };
}

const outcomes: Record<string, string> = {
  tried: 'They tried',
  success: 'They succeeded',
  gave_up: 'They gave up',
  open: 'Their attempt was open when the data ended',
  error: 'They met an error',
  lost: 'They succeeded, and looked lost on the way',
};
const ordinal = (n: string) =>
  `${n}${n.endsWith('1') && !n.endsWith('11') ? 'st' : n.endsWith('2') && !n.endsWith('12') ? 'nd' : n.endsWith('3') && !n.endsWith('13') ? 'rd' : 'th'}`;

export function cellTitle(cell: CellRef): string {
  const [what = '', number] = cell.outcome.split(':');
  return `${outcomes[what] ?? what}${number ? ` at their ${ordinal(number)} attempt` : ''}${cell.group === undefined ? '' : `: ${refLabel(cell.group)}`}`;
}
