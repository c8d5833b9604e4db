// A task's questions: how it goes, over time, by group.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { type CellRef, type Raw, readCellRef, text } from '../question/asked';
import type { Option } from '../question/Combobox';
import { refLabel } from '../question/groups';

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

const telling = [/device|platform|browser|^property:os$/i, /version|release|build/i];

/** What a task is split by first of all: channel, and what is called like a device or a version. */
export const likely = (options: Option[]): Option[] => [
  ...options.filter((o) => o.value === 'channel'),
  ...telling.flatMap((t) => options.filter((o) => t.test(o.value))),
];

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
