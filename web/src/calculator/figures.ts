// How a calculator's numbers are written.

import { count, decimalsFor, fixed } from '../chart/format';
import type { Unit } from './calculators';

const thin = '\u202f';

export function written(value: number, unit: Unit, decimals?: number): string {
  if (unit === 'share') return `${fixed(value * 100, decimals ?? 1)}${thin}%`;
  if (unit === 'people') return count(Math.ceil(value - 1e-9 * value));
  if (unit === 'p') return value < 0.001 ? '< 0.001' : fixed(value, 3);
  return fixed(value, decimals ?? (unit === 'plain' ? 2 : 1));
}

/** Digits that the interval supports. */
function decimalsOf(low: number | null, high: number | null, unit: Unit): number {
  if (unit !== 'share') return decimalsFor(low, high);
  return Math.min(1, decimalsFor(low === null ? null : low * 100, high === null ? null : high * 100));
}

/** "39 % to 90 %"; an end that is open is said to be. */
export function range(low: number | null, high: number | null, unit: Unit): string | null {
  if (low === null && high === null) return null;
  const end = (value: number | null) => (value === null ? 'without bound' : written(value, unit, decimalsOf(low, high, unit)));
  return `${end(low)} to ${end(high)}`;
}

/** A figure and its interval, in as many digits as the interval supports. */
export function withRange(value: number, low: number | null, high: number | null, unit: Unit): string {
  const ends = range(low, high, unit);
  return `${written(value, unit, decimalsOf(low, high, unit))}${ends ? `, ${ends}` : ''}`;
}

/** A field of the answer: a number, a pair of ends, a word; nothing where there is none. */
export function fact(value: unknown, unit: Unit = 'plain'): string | null {
  if (typeof value === 'number') return written(value, unit);
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.length === 2) return range(value[0] as number | null, value[1] as number | null, unit);
  return null;
}

/** What stands at "a/b" of an object. */
export const at = (object: unknown, path: string): unknown =>
  path.split('/').reduce<unknown>((held, name) => (typeof held === 'object' && held !== null ? (held as Record<string, unknown>)[name] : undefined), object);
