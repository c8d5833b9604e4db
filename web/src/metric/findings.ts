// Sentences from readings. They say no more than the intervals allow: "clear" comes from the answer, never from the page.

import type { MetricReading } from '../api/types';
import { inline, list, show, showChange, withRange } from '../chart/format';

const ok = (r: MetricReading) => r.status === 'ok' && r.value.value !== null;
export const gotWorse = (r: MetricReading) => ok(r) && !!r.change?.clear && r.change.worse;
export const gotBetter = (r: MetricReading) => ok(r) && !!r.change?.clear && !r.change.worse;

// What a team looks for first; the others keep the order given.
const headline: Record<string, number> = { nps: 0, churn: 1, task_success: 1 };

/** Worse, then better, then what has no clear change, by kind; at the end what has no answer. Else the order given. */
export const clearFirst = (readings: MetricReading[]): MetricReading[] => {
  const place = (r: MetricReading) => (gotWorse(r) ? 0 : gotBetter(r) ? 1 : ok(r) ? 2 + (headline[r.kind ?? ''] ?? 2) : 5);
  return readings.toSorted((a, b) => place(a) - place(b));
};

/** How far chance alone goes: at 95 % about one in twenty comparisons looks clear though nothing changed. */
export function chanceNote(readings: MetricReading[]): string {
  const compared = readings.filter((r) => ok(r) && r.change?.value.low != null);
  if (compared.length < 10) return '';
  const clear = compared.filter((r) => r.change?.clear).length;
  return `${compared.length} measures are compared with the period before, and ${clear || 'none'} changed clearly; at 95 % intervals, chance alone would give about ${Math.max(1, Math.round(compared.length / 20))}`;
}

export function changeWords(r: MetricReading): string {
  if (!r.change) return '';
  if (!r.change.clear) return 'no clear change';
  return r.change.worse ? 'worse' : 'better';
}

/** A title within a sentence: an abbreviation keeps its capitals. */
export const lower = (title: string): string => (/^.[A-Z]|^[A-Z]\w* [A-Z]/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1));

/**
 * The finding of the page, from all readings, CX first: what people feel comes before what we clock. Up to two are named;
 * more are counted. `where`, if given, ends the sentence with the stage that stands out.
 */
export function scorecardLead(cx: MetricReading[], ux: MetricReading[], where = ''): string {
  const all = [...cx, ...ux];
  const answered = all.filter(ok);
  if (answered.length === 0) return 'No measure has an answer in this period.';
  const place = where ? `, and ${where}` : '';
  const compared = answered.filter((r) => r.change?.value.value !== null && r.change?.value.value !== undefined);
  if (compared.length === 0) return `${answered.length} of ${all.length} measures have an answer; no period before to compare with${place}.`;
  const worse = all.filter(gotWorse);
  const better = all.filter(gotBetter);
  if (worse.length === 0 && better.length === 0) return `Nothing has clearly changed against the period before${place}.`;
  if (worse.length === 0) return `${moved(better, compared.length)} got better, nothing clearly worse${place}.`;
  return `${moved(worse, compared.length)} got worse${place}.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

const moved = (readings: MetricReading[], of: number): string =>
  readings.length > 2 ? `${numbers[readings.length] ?? readings.length} of ${(numbers[of] ?? String(of)).toLowerCase()} measures` : capital(list(readings.map((r) => lower(r.title))));

/** "Customers who left: 3.4 % against 3.1 %, +0.3 points (+0.1 to +0.6)." */
export function changeSentence(r: MetricReading): string {
  const [now, before, change] = [show(r.value, r.unit), show(r.before, r.unit), showChange(r.change?.value, r.unit)];
  if (!now || !before || !change) return '';
  return `${r.title}: ${inline(now)} against ${inline(before)}, ${withRange(change)}.`;
}
