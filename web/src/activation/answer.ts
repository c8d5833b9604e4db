// An answer about activation, and what it says.

import type { Answer, Estimate } from '../api/types';
import { count, inline, percent, plural, show } from '../chart/format';
import type { Pair } from '../compare/Compared';
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

export interface ActivationAnswer extends Answer {
  groups?: Record<string, unknown>[]; // [what it is split by], people, stayed, share, open, actions
}

/** The groups with their sizes, whatever is counted. */
export const sizes = (a: ActivationAnswer): Record<string, unknown>[] =>
  (a.groups ?? []).map((g) => ({ ...g, size: subjectsIn(g) }));

export const actionsOf = (a: Answer): Action[] => a.rows as unknown as Action[];

/** "email opened", three times or more */
export const actionName = (a: { action: string; at_least: number }): string =>
  a.at_least > 1 ? `${a.action}, ${a.at_least} times or more` : a.action;

/** `group`: the one that is drawn, where the answer is split. */
export function finding(a: ActivationAnswer, group?: string): { lead: string; sub: string } {
  const counts = group === undefined ? a.counts : (a.groups?.[0] ?? {});
  const known = subjectsIn(counts);
  const word = subjectWord({ ...a, counts: counts as Answer['counts'] });
  const stayed = Number(counts.stayed ?? 0);
  const open = Number(counts.open ?? 0);
  const [first] = actionsOf(a).filter((x) => x.clear && (x.phi ?? 0) > 0);
  const clear = actionsOf(a).filter((x) => x.clear).length;
  const sub = `${count(stayed)} of ${subjects(known, word)} stayed, ${percent(stayed / Math.max(1, known), 1)}${open ? `; ${count(open)} more started too late to tell` : ''}. ${plural(clear, 'action')} of those listed ${clear === 1 ? 'is' : 'are'} beyond chance, all that were looked at counted in.`;
  return {
    lead: `${group === undefined ? '' : `${group}: `}${first
      ? `Of those who did “${actionName(first)}” early ${inline(show(first.retained_with, 'share'))} stay, of the others ${inline(show(first.retained_without, 'share'))}.`
      : 'No early action tells who stays from who leaves.'}`,
    sub,
  };
}

/** Who stays in two answers, of all and of those who did the same early. */
export function pairsOf(answer: ActivationAnswer, beside: ActivationAnswer): Pair[] {
  const all = (a: ActivationAnswer) => a.groups?.[0]?.share as Estimate | undefined;
  const others = new Map(actionsOf(beside).map((x) => [actionName(x), x]));
  return [
    { name: 'stayed, of all', unit: 'share', a: all(answer), b: all(beside) },
    ...actionsOf(answer).map(
      (x): Pair => ({
        name: `stayed, who did “${actionName(x)}”`,
        unit: 'share',
        a: x.retained_with,
        b: others.get(actionName(x))?.retained_with,
      }),
    ),
  ].filter((p) => p.a && p.b);
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
