import { expect, test } from 'vitest';
import { finding, type FunnelAnswer, groupsOf, stopped } from './answer';

const e = (value: number | null, n: number, half = 0.01) => ({
  value,
  low: value === null ? null : value - half,
  high: value === null ? null : value + half,
  n,
});
const row = (step: string, people: number, of: number, group?: string) => ({
  ...(group !== undefined && { channel: group }),
  step,
  people,
  share: e(of ? people / of : null, of),
  from_previous: null,
  median_seconds: null,
});
const answer = (rows: object[]): FunnelAnswer => ({
  status: 'ok',
  definition: { kind: 'funnel', name: '', title: '', version: 1 },
  as_of: '',
  counts: { people: 1 },
  rows: rows as Record<string, unknown>[],
});

test('the finding names the loss', () => {
  const a = answer([row('cart', 100, 100), row('address', 90, 100), row('pay', 20, 100)]);
  expect(finding(a)).toMatch(/^20\.0.% of 100 people got from “cart” to “pay”; most stop after “address”\.$/);
  expect(stopped(groupsOf(a)[0]!.steps, 2)).toBe(70);
});

test('groups differ only where their intervals lie apart', () => {
  const of = (web: number, app: number) =>
    finding(
      answer([
        row('a', 100, 100, 'web'),
        row('b', web, 100, 'web'),
        row('a', 100, 100, 'app'),
        row('b', app, 100, 'app'),
      ]),
    );
  expect(of(50, 80)).toContain('unequally often');
  expect(of(50, 51)).toContain('intervals overlap');
});

test('nobody is said to be nobody, not 0 %', () => {
  expect(finding(answer([row('a', 0, 0), row('b', 0, 0)]))).toBe('Nobody took the first step in this period.');
});

test('split by two, a group has a value of each', () => {
  const a = answer([
    { channel: 'web', plan: '', ...row('a', 10, 10) },
    { channel: 'web', plan: 'gold', ...row('a', 5, 5) },
  ]);
  expect(groupsOf(a).map((g) => [g.group, g.values])).toEqual([
    ['web · not known', ['web', '']],
    ['web · gold', ['web', 'gold']],
  ]);
});
