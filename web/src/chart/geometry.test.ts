import { expect, test } from 'vitest';
import { bandPath, bubble, domainOf, flowPath, grid, linePath, runs, whisker, worst, zeroCentred } from './geometry';

const e = (value: number | null, low: number | null = null, high: number | null = null) => ({ value, low, high, n: 50 });

test('a domain holds values and intervals, and a share stays a share', () => {
  const [low, high] = domainOf([e(0.9, 0.85, 0.99)], 'share')!;
  expect(low).toBeLessThan(0.85);
  expect(high).toBe(1);
});

test('nothing measured has no domain; one value still has a width', () => {
  expect(domainOf([e(null), undefined])).toBeNull();
  const [low, high] = domainOf([e(5)])!;
  expect(high).toBeGreaterThan(low);
});

test('lines of time stand at whole minutes, hours and days', () => {
  expect(grid([110, 250], 2, 'seconds')).toEqual({ domain: [60, 300], ticks: [60, 120, 180, 240, 300] });
  expect(grid([123, 242], 2, 'seconds').ticks.every((t) => t % 60 === 0)).toBe(true);
  expect(grid([40000, 300000], 2, 'seconds').ticks.every((t) => t % 86400 === 0)).toBe(true);
  expect(grid([0.2, 0.6], 2, 'seconds').ticks.length).toBeGreaterThan(1);
});

test('gridlines lie inside round ends', () => {
  const g = grid([0.577, 0.89], 4);
  expect(g.domain[0]).toBeLessThanOrEqual(0.577);
  expect(g.domain[1]).toBeGreaterThanOrEqual(0.89);
  expect(g.ticks.length).toBeGreaterThan(2);
});

test('differences have zero in the middle', () => {
  expect(zeroCentred([e(3, 1, 5), e(8, 6, 10)])).toEqual([-10, 10]);
  expect(zeroCentred([undefined])).toEqual([-1, 1]);
});

test('a whisker stays inside its width and knows when no effect is possible', () => {
  const w = whisker(e(-3, -7, 1), [-10, 10], 100, 5)!;
  expect(w.low).toBeLessThan(w.value);
  expect(w.high).toBeGreaterThan(w.value);
  expect(w.includesZero).toBe(true);
  expect(whisker(e(50, 40, 60), [-10, 10], 100, 5)!.high).toBe(95);
  expect(whisker(e(null), [0, 1], 100)).toBeNull();
  expect(whisker(e(2), [0, 4], 100)!.interval).toBe(false);
});

test('a gap in the data is a gap in the line', () => {
  const p = { x: 0, y: 0, low: 0, high: 0 };
  expect(runs([p, p, null, p]).map((r) => r.length)).toEqual([2, 1]);
  expect(runs([null])).toEqual([]);
});

test('paths', () => {
  expect(linePath([{ x: 0, y: 1 }, { x: 2, y: 3.06 }])).toBe('M0 1L2 3.1');
  expect(bandPath([{ x: 0, y: 1, low: 0, high: 2 }])).toBe('');
  expect(bandPath([{ x: 0, y: 1, low: 0, high: 2 }, { x: 4, y: 1, low: 0, high: 2 }])).toBe('M0 2L4 2L4 0L0 0Z');
  expect(flowPath([{ x: 0, y: 0 }, { x: 10, y: 5 }])).toBe('M0 0C5 0 5 5 10 5');
});

test('area carries the share', () => expect(bubble(0.25, 10)).toBe(5));

test('the worst are those that the data cannot tell apart from the worst', () => {
  const stages = [{ s: 'Claim', v: e(0.58, 0.55, 0.6) }, { s: 'Buy', v: e(0.84, 0.82, 0.86) }, { s: 'Renew', v: e(0.61, 0.59, 0.63) }];
  expect(worst(stages, (x) => x.v, 'higher').map((x) => x.s)).toEqual(['Claim', 'Renew']);
  expect(worst(stages, (x) => x.v, 'lower').map((x) => x.s)).toEqual(['Buy']);
  expect(worst([{ s: 'x', v: e(null) }], (x) => x.v, 'higher')).toEqual([]);
});
