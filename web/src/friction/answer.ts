// An answer about friction, and what it says.

import type { Answer, Estimate } from '../api/types';
import type { Pair } from '../compare/Compared';
import { count, plural, show, withRange, words } from '../chart/format';
import { subjectsIn, subjectWord } from '../question/subjects';

export interface Met {
  friction: string;
  occurred: number | null;
  of: number | null;
  left_out: number | null;
  open: number | null;
  share: Estimate | null;
  sessions: number | null;
  per_1000_sessions: Estimate | null;
  rules: string;
  version: number;
  status: string;
  reason: string | null;
}
export interface Meaning {
  friction: string;
  title: string;
  about: string;
  origin: string;
  rule: string;
}
export interface Place {
  friction: string;
  place: string;
  occurred: number;
  share: Estimate;
}
export interface FrictionAnswer extends Answer {
  places?: Place[];
  definitions?: Meaning[];
}

export type Known = Met & { n: number; per_1000_sessions: Estimate; occurred: number; share: Estimate };

/** What could be seen in these data, the most frequent first. */
export const knownOf = (a: FrictionAnswer): Known[] =>
  a.rows
    .map((row) => ({ ...(row as unknown as Known), n: subjectsIn(row) }))
    .filter((m) => m.status === 'ok' && m.per_1000_sessions !== null)
    .toSorted((p, q) => (q.per_1000_sessions.value ?? 0) - (p.per_1000_sessions.value ?? 0));

export const unseenOf = (a: FrictionAnswer): Met[] =>
  (a.rows as unknown as Met[]).filter((m) => m.status !== 'ok' || m.per_1000_sessions === null);

export const titlesOf = (a: FrictionAnswer | undefined): Map<string, string> =>
  new Map((a?.definitions ?? []).map((d) => [d.friction, d.title === d.friction ? words(d.title) : d.title]));

export function finding(a: FrictionAnswer, group?: string): { lead: string; sub: string } {
  const titles = titlesOf(a);
  const known = knownOf(a);
  const [first] = known.filter((k) => k.occurred > 0);
  const unseen = unseenOf(a).length;
  const lead = first
    ? `“${titles.get(first.friction)}” is met most often: in ${withRange(show(first.per_1000_sessions, 'score'))} of 1,000 sessions.`
    : known.length
      ? 'None of these frictions happened in this period.'
      : 'No friction can be seen in these data.';
  const blind = unseen ? ` ${plural(unseen, 'other')} cannot be seen in these data; what is missing is said below.` : '';
  return {
    lead: `${group ? `${group}: ` : ''}${lead}`,
    sub: `Of ${count(known[0]?.per_1000_sessions.n ?? 0)} sessions and ${count(known[0]?.share.n ?? 0)} ${subjectWord(a)}.${blind}`,
  };
}

export function pairsOf(answer: FrictionAnswer, beside: FrictionAnswer): Pair[] {
  const titles = titlesOf(answer);
  const others = knownOf(beside);
  return knownOf(answer).map((m) => ({
    name: `${titles.get(m.friction) ?? m.friction}, in 1,000 sessions`,
    unit: 'score',
    a: m.per_1000_sessions,
    b: others.find((o) => o.friction === m.friction)?.per_1000_sessions,
  }));
}
