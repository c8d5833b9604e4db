import { expect, test } from 'vitest';
import { intervalName } from '../chart/format';
import { bounds, finding, firm, type RetentionAnswer } from './answer';
import { intervalFor, isWhole, questionBehind, questionOf, readRetention, retentionOf } from './question';

const e = (value: number | null, n: number) => ({
  value,
  low: value === null ? null : value - 0.05,
  high: value === null ? null : value + 0.05,
  n,
});

test('an address gives the question back', () => {
  const r = retentionOf(
    readRetention({
      start: 'a',
      returns: ['b', 'c'],
      interval: 'day',
      periods: 7,
      brackets: '1, 2-3',
      mode: 'recurring',
      least: 2,
      junk: 1,
      basis: 'lunar',
    }),
    [],
    [],
    null,
  );
  expect(questionOf(r, {})).toEqual({
    ask: 'retention',
    start: ['a'],
    returns: ['b', 'c'],
    interval: 'day',
    brackets: ['1', '2-3'],
    mode: 'recurring',
    at_least: 2,
  });
  expect(questionBehind({ outcome: 'on:2' }, r, {}).ask).toBe('stickiness');
  expect(questionBehind({ outcome: 'new:2026-01' }, r, {}).ask).toBe('lifecycle');
  expect(questionBehind({ outcome: 'returned:1' }, r, {}).ask).toBe('retention');
});

test('it opens with a definition, else the most frequent event, else with nothing', () => {
  const metric = {
    kind: 'metric',
    name: 'm',
    title: 'M',
    version: 1,
    applied: '',
    content: { kind: 'retention', event: 'open', returns: 'use' },
  };
  const names = [{ kind: 'event' as const, name: 'view', events: 9 }];
  expect(questionOf(retentionOf({}, [metric], names, null), {})).toMatchObject({ start: ['open'], returns: ['use'] });
  expect(questionOf(retentionOf({}, [], names, null), {})).toMatchObject({ start: ['view'], interval: 'week' });
  expect(isWhole(retentionOf({}, [], [], null))).toBe(false);
});

test('the interval follows the length of the period', () => {
  expect(intervalFor({ from: '2026-01-01', to: '2026-01-14' })).toBe('day');
  expect(intervalFor({ from: '2026-01-01', to: '2026-12-31' })).toBe('month');
});

test('a sentence does not rest on the few who were observed longest', () => {
  const pooled = [
    { period: 1, returned: 40, share: e(0.4, 100) },
    { period: 2, returned: 10, share: e(0.2, 50) },
    { period: 3, returned: 0, share: e(0, 6) },
  ];
  expect(firm(pooled).map((p) => p.period)).toEqual([1, 2]);
  const answer: RetentionAnswer = {
    status: 'ok',
    definition: { kind: 'retention', name: '', title: '', version: 1 },
    as_of: '',
    counts: { people: 100 },
    rows: [],
    pooled: pooled as unknown as Record<string, unknown>[],
  };
  expect(finding(answer, 'week')).toMatch(/^40.% of people come back in week 1, 20.% in week 2\.$/);
});

test('small words', () => {
  expect(bounds(e(0.4, 100))).toBe('35–45');
  expect(intervalName('2026-08-17')).toBe('17 Aug');
  expect(intervalName('2026-08')).toBe('Aug 2026');
  expect(intervalName('2026-Q3')).toBe('2026-Q3');
});
