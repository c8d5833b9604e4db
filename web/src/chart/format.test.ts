import { expect, test } from 'vitest';
import { civil, count, day, decimalsFor, elapsed, inline, list, show, showChange, span, weekday, withRange, tickTexts } from './format';

const e = (value: number | null, low: number | null = null, high: number | null = null, n = 100) => ({ value, low, high, n });

test('counts have thousands separators', () => expect(count(12345)).toBe('12,345'));

test('a share has a narrow space and the digits that its interval supports', () => {
  expect(withRange(show(e(0.618, 0.599, 0.636), 'share'))).toBe('61.8\u202f% (59.9–63.6)');
  expect(withRange(show(e(0.78, 0.76, 0.8), 'share'))).toBe('78\u202f% (76–80)');
  expect(withRange(show(e(1, 1, 1), 'share'))).toBe('100.0\u202f% (100.0–100.0)');
});

test('a change is signed with a true minus, and says "to"', () => {
  expect(withRange(showChange(e(-3, -7, 1), 'points'))).toBe('\u22123\u00a0points (\u22127 to +1)');
  expect(showChange(e(0.003, 0.0005, 0.0055), 'share')).toEqual({ text: '+0.30', unit: 'points', range: '+0.05 to +0.55' });
  expect(showChange(e(0, -0.1, 0.1), 'score')?.text).toBe('0.00');
});

test('a value with a negative bound says "to" as well', () =>
  expect(withRange(show(e(2, -6, 10), 'points'))).toBe('2 (\u22126 to 10)'));

test('times read as clocks, and interval and value take one form', () => {
  expect(withRange(show(e(222, 218, 226), 'seconds'))).toBe('3:42\u00a0min (3:38–3:46)');
  expect(inline(show(e(2.9, 2.86, 2.94), 'seconds'))).toBe('2.90\u00a0s');
  expect(withRange(show(e(4.17 * 3600, 4 * 3600, 4.5 * 3600), 'seconds'))).toBe('4:10\u00a0h (4:00–4:30)');
  expect(withRange(show(e(13 * 86400, 12.6 * 86400, 13.4 * 86400), 'seconds'))).toBe('13.0\u00a0days (12.6–13.4)');
  expect(show(e(59.96, 58, 63), 'seconds')?.unit).toBe('s');
});

test('no value is never a zero', () => {
  expect(show(e(null), 'share')).toBeNull();
  expect(showChange(undefined, 'points')).toBeNull();
  expect(inline(null)).toBe('');
});

test('a value without interval keeps one decimal and no range', () =>
  expect(show(e(0.5, null, null, 1), 'share')).toEqual({ text: '50.0', unit: '%', range: null }));

test('digits follow half the interval', () => {
  expect(decimalsFor(76, 80)).toBe(0);
  expect(decimalsFor(59.9, 63.6)).toBe(1);
  expect(decimalsFor(4.66, 4.78)).toBe(2);
  expect(decimalsFor(null, null)).toBe(1);
});

test('dates are read in the zone given', () => {
  expect(day('2026-11-20T23:30:00Z', 'Europe/Berlin')).toBe('21 Nov 2026');
  expect(weekday('2026-11-20T12:00:00Z')).toBe('Fri 20 Nov');
  expect(span('2026-08-23', '2026-11-20')).toBe('23 Aug – 20 Nov 2026');
  expect(span('2025-12-01', '2026-02-28')).toBe('1 Dec 2025 – 28 Feb 2026');
  expect(civil('nonsense')).toBeNull();
  expect(day('2026-09-03T00:00:00Z', 'No/Such_Zone')).toBe('3 Sep 2026');
});

test('elapsed time and lists in words', () => {
  expect(elapsed(40)).toBe('40 s');
  expect(elapsed(840)).toBe('14 min');
  expect(elapsed(11100)).toBe('3 h 5 min');
  expect(elapsed(6 * 86400)).toBe('6 days');
  expect(list(['a', 'b', 'c'])).toBe('a, b and c');
});

test('an axis never says two neighbours alike', () => {
  expect(tickTexts([0.5, 1, 1.5, 2], 'per_attempt')).toEqual(['0.5', '1.0', '1.5', '2.0']);
  expect(tickTexts([4.25, 4.5, 4.75], 'score')).toEqual(['4.25', '4.50', '4.75']);
  expect(tickTexts([0.6, 0.65], 'share')).toEqual(['60\u202f%', '65\u202f%']);
  expect(tickTexts([0.01, 0.015], 'share')).toEqual(['1.0\u202f%', '1.5\u202f%']);
  expect(tickTexts([100, 150], 'seconds')).toEqual(['1:40\u00a0min', '2:30\u00a0min']);
  expect(tickTexts([20, 40, 60], 'points')).toEqual(['20', '40', '60']);
});

test('a bound that excludes no effect is never written as 0', () =>
  expect(showChange(e(-0.0225, -0.0453, -0.00006), 'share')?.range).toBe('\u22124.5 to just below 0'));
