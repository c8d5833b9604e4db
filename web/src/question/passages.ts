// Single passages that an answer about variants shows, and ways as far as there is room.

import type { Answer } from '../api/types';

export interface Passage {
  passage: 'typical' | 'best' | 'worst';
  began: string;
  seconds: number;
  to_goal_seconds: number | null;
  length: number;
  path: string[];
  person?: string;
  account?: string;
  object?: string;
}
export interface PassagesAnswer extends Answer {
  passages?: Passage[];
}

export const subjectOf = (p: Passage): { id: string; isPerson: boolean } => ({
  id: p.person ?? p.account ?? p.object ?? '',
  isPerson: p.person !== undefined,
});

/** A way as far as there is room: its beginning, how many more, its end. */
export function shortened(path: string[], length: number, most = 12): { name: string; isRest: boolean }[] {
  const whole = path.map((name) => ({ name, isRest: false }));
  if (length <= most && path.length <= most) return whole;
  const head = whole.slice(0, most - 2);
  const last = path.length === length ? path.at(-1) : undefined; // a long path is told in part
  const left = length - head.length - (last === undefined ? 0 : 1);
  return [
    ...head,
    { name: `${left} more`, isRest: true },
    ...(last === undefined ? [] : [{ name: last, isRest: false }]),
  ];
}
