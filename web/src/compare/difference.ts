// The difference of two estimates of different people, from their intervals: of shares Newcombe's hybrid score interval
// (1998, method 10), of others the same by variance recovery (Zou & Donner 2008).

import type { Estimate } from '../api/types';

export function differenceOf(a: Estimate, b: Estimate): Estimate {
  const n = Math.min(a.n, b.n);
  if (a.value === null || b.value === null) return { value: null, low: null, high: null, n };
  const value = a.value - b.value;
  if (a.low === null || a.high === null || b.low === null || b.high === null)
    return { value, low: null, high: null, n };
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
    n,
  };
}

/** Whether the interval leaves no difference out of the question. */
export const isClear = (d: Estimate): boolean => d.low !== null && d.high !== null && (d.low > 0 || d.high < 0);

const z2 = 1.959963984540054 ** 2;

/** None of n: a true 0, with Wilson's interval. */
export const noneOf = (n: number): Estimate =>
  n > 0 ? { value: 0, low: 0, high: z2 / (n + z2), n } : { value: null, low: null, high: null, n };
