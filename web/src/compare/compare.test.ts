import { expect, test } from 'vitest';
import { finding, verdictOf } from './Compared';
import { differenceOf, isClear, noneOf } from './difference';
import { otherPeriod, readVersus, sideOf } from './versus';

const wilson = (k: number, n: number) => {
  const z = 1.959963984540054;
  const p = k / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { value: p, low: middle - half, high: middle + half, n };
};
const e = (value: number, half: number, n = 100) => ({ value, low: value - half, high: value + half, n });

test("Newcombe's own examples, method 10", () => {
  // Newcombe 1998, table II: 56/70 less 48/80, and 9/10 less 3/10.
  const a = differenceOf(wilson(56, 70), wilson(48, 80));
  expect([a.low, a.high].map((v) => v?.toFixed(4))).toEqual(['0.0524', '0.3339']);
  const b = differenceOf(wilson(9, 10), wilson(3, 10));
  expect([b.low, b.high].map((v) => v?.toFixed(4))).toEqual(['0.1705', '0.8090']);
  // 10/10 less 0/10, and 0/10 of both: none of the bounds leaves -1 to 1.
  const c = differenceOf(wilson(10, 10), wilson(0, 10));
  expect([c.low, c.high].map((v) => v?.toFixed(4))).toEqual(['0.6075', '1.0000']);
});

test('what has no interval has no verdict', () => {
  const bare = { value: 3, low: null, high: null, n: 5 };
  expect(differenceOf(bare, e(1, 0.5))).toEqual({ value: 2, low: null, high: null, n: 5 });
  expect(differenceOf({ ...bare, value: null }, e(1, 0.5)).value).toBeNull();
  expect(verdictOf(differenceOf(bare, e(1, 0.5)))).toBe('no interval');
  expect(isClear({ value: 0.1, low: -0.1, high: 0.3, n: 9 })).toBe(false);
  expect(verdictOf({ value: -0.2, low: -0.3, high: -0.1, n: 9 })).toBe('lower');
});

test('none of n is a true 0 with an interval, none of none is nothing', () => {
  expect(noneOf(20).high).toBeCloseTo(wilson(0, 20).high, 12);
  expect(noneOf(0).value).toBeNull();
});

test('another period has the same length, or the same weekdays', () => {
  expect(otherPeriod('before', '2026-08-23', '2026-11-20')).toEqual({ from: '2026-05-25', to: '2026-08-22' });
  expect(otherPeriod('year', '2026-08-23', '2026-11-20')).toEqual({ from: '2025-08-24', to: '2025-11-21' });
  expect(otherPeriod('2026-01-01..2026-01-31', '2026-08-23', '2026-11-20')).toEqual({
    from: '2026-01-01',
    to: '2026-01-31',
  });
  expect(otherPeriod('2026-02-01..2026-01-31', '2026-08-23', '2026-11-20')).toBeNull();
});

test('the other side of an address', () => {
  const segment = (name: string, title: string) => ({
    kind: 'segment',
    name,
    title,
    version: 1,
    applied: '',
    content: { people: { did: name } },
  });
  const definitions = [segment('keen', 'Keen ones'), segment('new', 'New ones')];
  const scope = { from: '2026-08-23', to: '2026-11-20' };
  expect(sideOf('rest', { ...scope, segment: 'keen' }, definitions)).toMatchObject({
    title: 'Everyone else',
    own: 'Keen ones',
    change: { segment: { not: { did: 'keen' } } },
  });
  expect(sideOf('segment:new', { ...scope, segment: 'keen' }, definitions)).toMatchObject({
    title: 'New ones',
    change: { segment: 'new' },
  });
  // Everyone holds the segment: that would lay people beside themselves.
  expect(sideOf('segment:new', scope, definitions)).toBeNull();
  expect(sideOf('rest', scope, definitions)).toBeNull();
  expect(sideOf(undefined, scope, definitions)).toBeNull();
  expect(['before', 'rest', 'segment:x', '2026-01-01..2026-01-02', 'later', 3].map(readVersus)).toEqual([
    'before',
    'rest',
    'segment:x',
    '2026-01-01..2026-01-02',
    undefined,
    undefined,
  ]);
});

test('the title says what is told apart', () => {
  const side = { title: 'Everyone else', own: 'Keen ones', what: 'people' as const, change: {} };
  const row = (name: string, a: number, b: number) => ({
    name,
    unit: 'share',
    a: e(a, 0.02),
    b: e(b, 0.02),
    d: differenceOf(e(a, 0.02), e(b, 0.02)),
  });
  expect(finding([row('x', 0.5, 0.5)], side)).toBe('The data tell no difference between Keen ones and everyone else');
  expect(finding([row('x', 0.5, 0.5), row('y', 0.6, 0.5)], side)).toMatch(/^1 of 2 figures differ .* first y \(\+10/);
});
