// An answer about activation, and what it says.

import type { Answer, Estimate } from '../api/types';
import { count, inline, percent, plural, show } from '../chart/format';
import { subjects, subjectsIn, subjectWord } from '../question/subjects';

export interface Action {
  action: string;
  at_least: number;
  did: number;
  did_not: number;
  retained_with: Estimate;
  retained_without: Estimate;
  difference: Estimate;
  recall: Estimate;
  phi: number | null;
  p: number | null;
  p_adjusted: number | null;
  clear: boolean;
}

export const actionsOf = (a: Answer): Action[] => a.rows as unknown as Action[];

/** "email opened", three times or more */
export const actionName = (a: { action: string; at_least: number }): string =>
  a.at_least > 1 ? `${a.action}, ${a.at_least} times or more` : a.action;

export function finding(a: Answer): { lead: string; sub: string } {
  const known = subjectsIn(a.counts);
  const word = subjectWord(a);
  const stayed = a.counts.stayed ?? 0;
  const open = a.counts.open ?? 0;
  const [first] = actionsOf(a).filter((x) => x.clear && (x.phi ?? 0) > 0);
  const clear = actionsOf(a).filter((x) => x.clear).length;
  const sub = `${count(stayed)} of ${subjects(known, word)} stayed, ${percent(stayed / Math.max(1, known), 1)}${open ? `; ${count(open)} more started too late to tell` : ''}. ${plural(clear, 'action')} of those listed ${clear === 1 ? 'is' : 'are'} beyond chance, all that were looked at counted in.`;
  return {
    lead: first
      ? `Of those who did “${actionName(first)}” early ${inline(show(first.retained_with, 'share'))} stay, of the others ${inline(show(first.retained_without, 'share'))}.`
      : 'No early action tells who stays from who leaves.',
    sub,
  };
}

const outcomes: Record<string, string> = {
  stayed: 'They stayed',
  left: 'They left',
  open: 'They started too late to tell',
  did: 'They did',
  stayed_without: 'They stayed without',
  left_without: 'They left without',
};

export function cellTitle(outcome: string): string {
  const [what = '', k, ...name] = outcome.split(':');
  if (k === undefined) return outcomes[what] ?? what;
  const action = actionName({ action: name.join(':'), at_least: Number(k) });
  return what === 'stayed' || what === 'left' ? `${outcomes[what]}, and did “${action}”` : `${outcomes[what] ?? what} “${action}”`;
}
