import { expect, test } from 'vitest';
import type { MetricReading, Ranked } from '../api/types';
import { clearFirst } from '../metric/findings';
import { foldTwins, gapsLine, type Panel } from './findings';

const ranked = (journey: string, step: string, what: string, reached: number, of: number, low: number, high: number): Ranked =>
  ({ side: 'hurts', rank_low: low, rank_high: high, journey, step, what, reached, of, share: { value: reached / of, low: null, high: null, n: of } });

test('what two journeys both see is one finding with both places', () => {
  const folded = foldTwins([
    ranked('home', 'Send documents', 'file refused', 688, 1710, 1, 2), ranked('claim', 'Send', 'file refused', 693, 1729, 1, 3),
    ranked('home', 'Wait', 'repeat contact', 468, 1887, 3, 5), ranked('claim', 'Assess', 'repeat contact', 412, 2176, 5, 9),
    ranked('home', 'Send proof', 'file refused', 690, 1715, 5, 9),
  ]);
  expect(folded.map((f) => [f.row.step, f.twins.map((t) => t.step)])).toEqual([['Send documents', ['Send']], ['Wait', []], ['Assess', []], ['Send proof', []]]);
  expect([folded[0]!.rank_low, folded[0]!.rank_high]).toEqual([1, 3]);
});

const reading = (metric: string, clear: boolean, worse: boolean): MetricReading =>
  ({ metric, title: metric, discipline: 'UX', unit: 'share', status: 'ok', value: { value: 0.5, low: 0.4, high: 0.6, n: 90 }, change: { value: { value: 0.1, low: 0, high: 0.2, n: 90 }, clear, worse } });

test('clear changes come first, the worse before the better, each in the order given', () =>
  expect(clearFirst([reading('a', false, true), reading('b', true, false), reading('c', true, true), reading('d', false, false)]).map((r) => r.metric)).toEqual(['c', 'b', 'a', 'd']));

test('without a clear change the headline measures come first, and what has no answer last', () => {
  const kinds = [['sus', 'sus'], ['silent', 'nps'], ['churn', 'churn'], ['nps', 'nps']].map(([metric, kind]): MetricReading =>
    ({ ...reading(metric!, false, false), kind, status: metric === 'silent' ? 'no-data' : 'ok' }));
  expect(clearFirst(kinds).map((r) => r.metric)).toEqual(['nps', 'churn', 'sus', 'silent']);
});

test('the gaps of a panel are said once', () => {
  const panel = (at: string[]): Panel => ({ key: '', title: '', discipline: 'UX', unit: 'share', better: 'higher', points: at.map((stage, index) => ({ stage, index, reading: reading(stage, false, false) })) });
  const stages = ['Report', 'Documents', 'Decision', 'Payment'];
  expect(gapsLine(panel(['Documents']), stages)).toBe('measured in Documents only');
  expect(gapsLine(panel(['Report', 'Documents']), stages)).toBe('not measured in Decision and Payment');
  expect(gapsLine(panel(stages), stages)).toBe('');
});
