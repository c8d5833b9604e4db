import { expect, test } from 'vitest';
import { type Attempts, attemptsIn, groupsOf, learningFinding, splitFinding, type TaskAnswer, taskFinding, timeOf } from './answer';
import { cellTitle, likely, trendInterval } from './question';

const e = (value: number | null, n: number, half = 0.02) => ({
  value,
  low: value === null ? null : value - half,
  high: value === null ? null : value + half,
  n,
});
const attempts = (share: number | null, n = 100): Attempts => ({
  attempts: n,
  success: 10,
  gave_up: 5,
  open: 0,
  success_share: e(share, share === null ? 0 : n),
  gave_up_share: e(0.1, n),
  elapsed_median: e(60, n),
  elapsed_mean: e(50, n),
  active_median: e(30, n),
  active_mean: e(25, n),
});

test('few times have a geometric mean, many a median', () => {
  expect(timeOf(attempts(0.5, 24))).toMatchObject({ middle: 'geometric mean', e: { value: 50 } });
  expect(timeOf(attempts(0.5, 25), 'active')).toMatchObject({ middle: 'median', e: { value: 30 } });
});

test('groups and attempts differ only where intervals lie apart', () => {
  const groups = (a: number, b: number) =>
    groupsOf({
      rows: [
        { channel: 'web', ...attempts(a) },
        { channel: '', ...attempts(b) },
      ],
    } as unknown as TaskAnswer);
  expect(splitFinding(groups(0.5, 0.8), 'channel')).toMatch(/^Success goes from 50.% \(web\) to 80.% \(not known\)$/);
  expect(splitFinding(groups(0.5, 0.51), 'channel')).toContain('overlap');
  const by = (a: number, b: number) => [
    { ...attempts(a), attempt: 1, or_later: false },
    { ...attempts(b), attempt: 2, or_later: true },
  ];
  expect(learningFinding(by(0.5, 0.7))).toContain('number 2 or later');
  expect(learningFinding(by(0.5, 0.7).slice(0, 1))).toBe('Hardly anybody tries a second time');
});

test('nothing finished is no 0 %', () =>
  expect(taskFinding('Pay', attempts(null))).toBe('No attempt at “Pay” is finished in this period.'));

test('cells in words', () => {
  expect(cellTitle({ outcome: 'gave_up:1' })).toBe('They gave up at their 1st attempt');
  expect(cellTitle({ outcome: 'success:12', group: 'web' })).toBe('They succeeded at their 12th attempt: web');
});

test('the trend has about a dozen points', () => {
  expect(trendInterval({ from: '2026-01-01', to: '2026-01-10' })).toBe('day');
});

test('the attempts of one group, by their number', () => {
  const answer = {
    rows: [],
    by_attempt: [
      { device: 'phone', ...attempts(0.4), attempt: 1, or_later: false },
      { device: 'phone', ...attempts(0.6), attempt: 2, or_later: true },
      { device: 'tablet', ...attempts(0.9), attempt: 1, or_later: false },
    ],
  } as unknown as TaskAnswer;
  expect(attemptsIn(answer, 'phone').map((a) => a.attempt)).toEqual([1, 2]);
  expect(attemptsIn(answer, 'desktop')).toEqual([]);
});

test('what tells device and version is offered first', () => {
  const options = ['channel', 'segment', 'property:plan', 'property:app_version', 'property:device'].map((value) => ({ value }));
  expect(likely(options).map((o) => o.value)).toEqual(['channel', 'property:device', 'property:app_version']);
});
