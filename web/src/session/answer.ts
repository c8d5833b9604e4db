// An answer about sessions, and what it says.

import type { Answer, Estimate } from '../api/types';
import type { Pair } from '../compare/Compared';
import { count, inline, plural, show, withRange } from '../chart/format';
import { subjects, subjectsIn, subjectWord } from '../question/subjects';

export interface Sessions {
  sessions: number;
  per_person: Estimate;
  events: number;
  median_events: Estimate;
  bounces: number;
  bounce: Estimate;
  median_seconds: Estimate;
  mean_seconds: Estimate;
  total_seconds: number;
}
export interface SessionNode {
  node: string;
  sessions: number;
  share: Estimate;
}
export interface SessionsAnswer extends Answer {
  durations?: { length: string; sessions: number; share: Estimate }[];
  numbers?: Record<string, unknown>[];
  entries?: SessionNode[];
  exits?: SessionNode[];
}

export const sessionsOf = (a: SessionsAnswer): Sessions | undefined => a.rows[0] as unknown as Sessions | undefined;
export const numbersOf = (a: SessionsAnswer): { sessions: number; n: number; share: Estimate }[] =>
  (a.numbers ?? []).map((row) => ({
    sessions: Number(row.sessions),
    n: subjectsIn(row),
    share: row.share as Estimate,
  }));

export function finding(a: SessionsAnswer, group?: string): { lead: string; sub: string } {
  const s = sessionsOf(a);
  if (!s || s.sessions === 0) return { lead: 'No session in this period.', sub: '' };
  const people = subjectsIn(a.rows[0] ?? {});
  const word = subjectWord(a);
  return {
    lead: `${group ? `${group}: ` : ''}${plural(s.sessions, 'session')} of ${subjects(people, word)}; ${inline(show(s.bounce, 'share')) || 'no share'} bounce.`,
    sub: `Bounces: ${withRange(show(s.bounce, 'share'))} of ${count(s.bounce.n)}. Median length ${withRange(show(s.median_seconds, 'seconds'))}; ${withRange(show(s.median_events, 'count'))} events.`,
  };
}

export function pairsOf(answer: SessionsAnswer, beside: SessionsAnswer): Pair[] {
  const [a, b] = [sessionsOf(answer), sessionsOf(beside)];
  return [
    { name: 'bounce', unit: 'share', a: a?.bounce, b: b?.bounce },
    { name: 'median length', unit: 'seconds', a: a?.median_seconds, b: b?.median_seconds },
    { name: 'median number of events', unit: 'count', a: a?.median_events, b: b?.median_events },
    ...(answer.entries ?? []).slice(0, 4).map((e) => ({
      name: `begins with “${e.node}”`,
      unit: 'share',
      a: e.share,
      b: beside.entries?.find((o) => o.node === e.node)?.share,
    })),
  ];
}
