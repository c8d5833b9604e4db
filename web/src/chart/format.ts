// Numbers as people read them: 12,345 · 61.8 % · −3 (−7 to +1) · 3:42 min · 23 Aug – 20 Nov 2026.

import type { Estimate } from '../api/types';

const thin = '\u202f'; // narrow no-break space, before %
const wide = '\u00a0'; // no-break space, before words
const minus = '\u2212';
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export interface Shown { text: string; unit: string; range: string | null }

export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

export const count = (n: number): string => fixed(n, 0);

/** Digits that the interval supports: half its width decides. */
export function decimalsFor(low: number | null, high: number | null, otherwise = 1): number {
  if (low === null || high === null) return otherwise;
  const half = (high - low) / 2;
  if (half >= 2) return 0;
  return half >= 0.12 || half === 0 ? 1 : 2;
}

const clock = (value: number, small: number): string => {
  const whole = Math.round(Math.abs(value) / small);
  return `${value < 0 && whole > 0 ? minus : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

interface Form { unit: string; write: (value: number) => string }

/** Seconds take the form of the largest of the numbers shown together, so that value and interval read alike. */
function timeForm(largest: number, low: number | null, high: number | null): Form {
  if (largest < 60) {
    const d = decimalsFor(low, high);
    return { unit: 's', write: (v) => fixed(v, d) };
  }
  if (largest < 3600) return { unit: 'min', write: (v) => clock(v, 1) };
  if (largest < 24 * 3600) return { unit: 'h', write: (v) => clock(v, 60) };
  const days = (v: number | null) => (v === null ? null : v / 86400);
  const d = largest >= 100 * 86400 ? 0 : Math.min(1, decimalsFor(days(low), days(high)));
  return { unit: 'days', write: (v) => fixed(v / 86400, d) };
}

/** A bound that excludes no effect must not be rounded to 0: it then gets one digit more. */
function apart(low: number | null, high: number | null, d: number): number {
  if (low === null || high === null || low * high <= 0) return d;
  return Math.min(Math.abs(low), Math.abs(high)) < 10 ** -d ? Math.min(3, d + 1) : d;
}

function formOf(e: Estimate, unit: string, change = false): Form {
  const { value, low, high } = e;
  const digits = (l: number | null, h: number | null, otherwise = 1) =>
    change ? apart(l, h, decimalsFor(l, h, otherwise)) : decimalsFor(l, h, otherwise);
  if (unit === 'seconds') return timeForm(Math.abs(value ?? 0), low, high);
  if (unit === 'share') {
    const exact = digits(low === null ? null : low * 100, high === null ? null : high * 100);
    const d = change || Math.abs(value ?? 0) < 0.01 ? exact : Math.min(1, exact);
    return { unit: '%', write: (v) => fixed(v * 100, d) };
  }
  if (unit === 'count') return { unit: '', write: (v) => fixed(v, 0) };
  const d = digits(low, high, unit === 'points' ? 0 : 1);
  return { unit: '', write: (v) => fixed(v, d) };
}

const plus = (value: number, text: string) => (value > 0 && /[1-9]/.test(text) ? `+${text}` : text);

function rangeText(e: Estimate, write: (v: number) => string): string | null {
  if (e.low === null || e.high === null) return null;
  const negative = e.low < 0 || e.high < 0;
  return `${write(e.low)}${negative ? ' to ' : '–'}${write(e.high)}`;
}

/** A measured value. null where there is none: the caller then says why, in words. */
export function show(e: Estimate | undefined, unit: string): Shown | null {
  if (!e || e.value === null) return null;
  const form = formOf(e, unit);
  return { text: form.write(e.value), unit: form.unit, range: rangeText(e, form.write) };
}

/** A difference: always signed; a difference of shares is in points. */
export function showChange(e: Estimate | undefined, unit: string): Shown | null {
  if (!e || e.value === null) return null;
  const form = formOf(e, unit, true);
  const write = (v: number) => plus(v, form.write(v));
  // A bound on one side of no effect is never written as 0, however near.
  const bound = (v: number, text: string) => (v !== 0 && (e.low as number) * (e.high as number) > 0 && !/[1-9]/.test(text) ? (v < 0 ? 'just below 0' : 'just above 0') : text);
  const range = e.low === null || e.high === null ? null : `${bound(e.low, write(e.low))} to ${bound(e.high, write(e.high))}`;
  return { text: write(e.value), unit: unit === 'share' || unit === 'points' ? 'points' : form.unit, range };
}

/** The labels of an axis: as many digits as its step needs, so that no two neighbours read alike. */
export function tickTexts(ticks: number[], unit: string): string[] {
  const [first = 0, second] = ticks;
  const step = second === undefined ? Math.abs(first) || 1 : Math.abs(second - first);
  const digits = (s: number) => Math.min(6, Math.max(0, -Math.floor(Math.log10(s) + 1e-9)));
  const exact = (s: number) => [0, 1, 2, 3].map((more) => digits(s) + more).find((d) => Math.abs(s * 10 ** d - Math.round(s * 10 ** d)) < 1e-6) ?? digits(s);
  if (unit === 'share') return ticks.map((t) => `${fixed(t * 100, exact(step * 100))}${thin}%`);
  if (unit !== 'seconds') return ticks.map((t) => fixed(t, exact(step)));
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest < 60) return ticks.map((t) => `${fixed(t, exact(step))}${wide}s`);
  if (largest < 3600) return ticks.map((t) => `${clock(t, 1)}${wide}min`);
  if (largest < 48 * 3600) return ticks.map((t) => `${clock(t, 60)}${wide}h`);
  return ticks.map((t) => `${fixed(t / 86400, Math.min(2, exact(step / 86400)))}${wide}days`);
}

/** "61.8 %", "3:42 min", "31" */
export function inline(shown: Shown | null): string {
  if (!shown) return '';
  return shown.unit ? `${shown.text}${shown.unit === '%' ? thin : wide}${shown.unit}` : shown.text;
}

/** "61.8 % (59.9–63.6)" */
export function withRange(shown: Shown | null): string {
  if (!shown) return '';
  return shown.range ? `${inline(shown)} (${shown.range})` : inline(shown);
}

export const percent = (share: number | null | undefined, decimals = 0): string =>
  share === null || share === undefined ? '' : `${fixed(share * 100, decimals)}${thin}%`;

/** Where there is no room for more: "27 %", and "<1 %" for what is little but not nothing. */
export const roughly = (share: number | null | undefined): string =>
  share !== null && share !== undefined && share > 0 && share < 0.005 ? `<1${thin}%` : percent(share);

export const difference = (value: number, decimals = 0): string => signed(value, decimals);

/** Elapsed time in words: "40 s", "14 min", "3 h 5 min", "6 days". */
export function elapsed(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.round(s / 60)} min`;
  if (s < 86400) {
    const minutes = Math.round(s / 60);
    return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  }
  const days = Math.round(s / 86400);
  return days === 1 ? '1 day' : `${days} days`;
}

// Calendar: instants are read in the workspace's zone.

interface Civil { year: number; month: number; day: number; weekday: number; hour: string; minute: string }

const readers = new Map<string, Intl.DateTimeFormat>();
function reader(zone: string): Intl.DateTimeFormat {
  let found = readers.get(zone);
  if (!found) {
    const options: Intl.DateTimeFormatOptions = {
      year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    };
    try {
      found = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: zone });
    } catch {
      found = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' });
    }
    readers.set(zone, found);
  }
  return found;
}

export function civil(instant: string, zone = 'UTC'): Civil | null {
  const time = Date.parse(instant.length === 10 ? `${instant}T00:00:00Z` : instant);
  if (Number.isNaN(time)) return null;
  const parts = Object.fromEntries(reader(instant.length === 10 ? 'UTC' : zone).formatToParts(time).map((p) => [p.type, p.value]));
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, weekday, hour: parts.hour ?? '', minute: parts.minute ?? '' };
}

/** "2026-11-20": the day of an instant, in the zone. */
export function dayOf(instant: string, zone = 'UTC'): string {
  const c = civil(instant, zone);
  return c ? `${c.year}-${String(c.month).padStart(2, '0')}-${String(c.day).padStart(2, '0')}` : '';
}

/** "20 Nov 2026" */
export function day(instant: string, zone?: string): string {
  const c = civil(instant, zone);
  return c ? `${c.day} ${months[c.month - 1]} ${c.year}` : instant;
}

/** "Fri 20 Nov" */
export function weekday(instant: string, zone?: string): string {
  const c = civil(instant, zone);
  return c ? `${weekdays[c.weekday]} ${c.day} ${months[c.month - 1]}` : instant;
}

export function timeOfDay(instant: string, zone?: string): string {
  const c = civil(instant, zone);
  return c ? `${c.hour}:${c.minute}` : '';
}

export const moment = (instant: string, zone?: string): string => `${day(instant, zone)}, ${timeOfDay(instant, zone)}`;

/** "23 Aug – 20 Nov 2026"; the year stands once when it is the same. */
export function span(from: string, to: string): string {
  const a = civil(from);
  const b = civil(to);
  if (!a || !b) return `${from} – ${to}`;
  if (from === to) return day(to);
  const first = `${a.day} ${months[a.month - 1]}${a.year === b.year ? '' : ` ${a.year}`}`;
  return `${first} – ${day(to)}`;
}

/** A calendar interval as answers name it: "17 Aug" for a day or a week, "Aug 2026" for a month; another stays as it is. */
export function intervalName(name: string): string {
  const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(name);
  const month = months[Number(found?.[2]) - 1];
  if (!found || !month) return name;
  return found[3] ? `${Number(found[3])} ${month}` : `${month} ${found[1]}`;
}

/** "a", "a and b", "a, b and c" */
export function list(words: string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** Data's words on screen: "gave_up" and "in_person" without the underscore. */
export const words = (name: string): string => name.replaceAll('_', ' ');

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a mark in a drawing has room for, at about 6.3 px a letter: a longer name ends in an ellipsis and stands whole elsewhere. */
export function fit(text: string, room: number): string {
  const letters = Math.floor((room - 4) / 6.3);
  return text.length <= letters ? text : `${text.slice(0, Math.max(3, letters - 1))}…`;
}
