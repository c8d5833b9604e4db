// A timeline as people tell it: days, newest first; what happened in one channel without a pause of 30 minutes is one session.

import type { SignName, TimelineRow } from '../api/types';
import { dayOf } from '../chart/format';

export const pause = 30 * 60 * 1000;

export interface Session { key: string; channel: string; rows: TimelineRow[]; start: string; end: string; sign: SignName }
export interface Day { day: string; sessions: Session[] }

const weight: Record<SignName, number> = { interaction: 0, contact: 1, answer: 2, trouble: 3 };
const signOf = (rows: TimelineRow[]): SignName =>
  rows.reduce<SignName>((worst, r) => (weight[r.sign ?? 'interaction'] > weight[worst] ? (r.sign ?? 'interaction') : worst), 'interaction');

/** Rows come newest first, and so do days and sessions; within a session rows are oldest first, as they happened. */
export function fold(rows: TimelineRow[], zone = 'UTC'): Day[] {
  const days: Day[] = [];
  let open: TimelineRow[] = [];
  const close = () => {
    const newest = open[0];
    const oldest = open[open.length - 1];
    if (!newest || !oldest) return;
    const session: Session = {
      key: `${oldest.time}|${oldest.event}|${open.length}`, channel: newest.channel ?? '', rows: open.toReversed(),
      start: oldest.time, end: newest.time, sign: signOf(open),
    };
    const day = dayOf(oldest.time, zone);
    const last = days[days.length - 1];
    if (last?.day === day) last.sessions.push(session);
    else days.push({ day, sessions: [session] });
    open = [];
  };
  for (const row of rows) {
    const later = open[open.length - 1];
    const apart = later && (row.channel !== later.channel || Date.parse(later.time) - Date.parse(row.time) > pause || dayOf(row.time, zone) !== dayOf(later.time, zone));
    // An answer is a thing of its own: its words must not be folded away.
    if (apart || row.sign === 'answer' || later?.sign === 'answer') close();
    open.push(row);
  }
  close();
  return days;
}

const tally = (names: string[]): [string, number][] => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
};
const times = ([name, n]: [string, number]) => (n > 1 ? `${name} ×${n}` : name);
const few = (named: string[], most: number) => (named.length > most ? [...named.slice(0, most - 1), `${named.length - most + 1} more`] : named);

/** What a folded session was about: its troubles with their number, else what was done, in the order of its first time. */
export function headline(s: Session): string {
  const last = s.rows[s.rows.length - 1];
  if (!last) return '';
  const troubles = tally(s.rows.filter((r) => r.sign === 'trouble').map((r) => r.event)).map(times);
  if (troubles.length > 0) return `${few(troubles, 3).join(', ')}${last.sign === 'trouble' ? '' : `; ended with ${last.event}`}`;
  return few(tally(s.rows.map((r) => r.event)).map(times), 4).join(', ');
}

/** Where it took place: touchpoints in the order of the visit. */
export const visited = (s: Session): string => few(tally(s.rows.map((r) => r.touchpoint ?? '').filter(Boolean)).map(times), 6).join(' · ');

/** A question that was not answered is a contact, by whichever channel it came. */
export const isAnswered = (r: TimelineRow): boolean => r.sign === 'answer' && (r.properties?.score != null || !!r.properties?.verbatim);
export const signed = (r: TimelineRow): TimelineRow => ((r.sign === 'answer' || r.sign === 'interaction') && r.properties?.survey !== undefined && !isAnswered(r) ? { ...r, sign: 'contact' } : r);

/** The latest stretch of trouble: troubles with no fourteen quiet days between them. */
export function latestTrouble(rows: TimelineRow[]): TimelineRow[] {
  const troubles = rows.filter((r) => r.sign === 'trouble');
  const out: TimelineRow[] = [];
  for (const r of troubles) {
    const later = out[out.length - 1];
    if (later && Date.parse(later.time) - Date.parse(r.time) > 14 * 86400_000) break;
    out.push(r);
  }
  return out;
}
