import { expect, test } from 'vitest';
import type { Definition } from '../api/types';
import { funnelOf, isWhole, questionOf, readFunnel, timesOf } from './question';
import { didNextQuestion } from './DidNext';
import { readDuration, writeDuration } from '../question/DurationField';
import { durationWords } from '../question/matcher';
import { startsOf } from '../question/starts';

const definition = (kind: string, name: string, content: Record<string, unknown>): Definition => ({
  kind,
  name,
  title: name,
  version: 1,
  applied: '',
  content,
});
const starts = startsOf([
  definition('task', 'pay', { start: 'payment started', success: 'payment made', within: '30m' }),
  definition('metric', 'bought', { kind: 'conversion', steps: ['quote', 'price', 'paid'], within: '30d' }),
  definition('metric', 'nps', { kind: 'nps' }),
]);

test('without steps in the address a definition gives them, the longest first', () => {
  const funnel = funnelOf(readFunnel({}), starts);
  expect(funnel.opened?.title).toBe('bought');
  expect(questionOf(funnel, { from: '2026-01-01' })).toEqual({
    ask: 'funnel',
    from: '2026-01-01',
    steps: [['quote'], ['price'], ['paid']],
    within: '30d',
    time_to_convert: { from: 1, to: 3 },
  });
});

test('without definitions there are two steps to fill, and nothing is asked', () => {
  const funnel = funnelOf(readFunnel({}), []);
  expect(funnel.steps).toHaveLength(2);
  expect(isWhole(funnel)).toBe(false);
});

test('an address gives the question back, whatever stands in it beside', () => {
  const search = readFunnel({
    steps: ['a', ['b', 'c'], { of: ['d'], where: [{ property: 'plan', is: 'gold' }] }],
    within: '2h',
    order: 'strict',
    rules: 'posthog',
    by: 'channel',
    count: 'accounts',
    optional: [2, 99, 'x'],
    exclude: [{ events: 'x', after: 1, before: 2 }, 'y', {}],
    times: [1, 2],
    attribution: 'last',
    junk: 1,
  });
  expect(questionOf(funnelOf(search, starts), {})).toEqual({
    ask: 'funnel',
    steps: [['a'], ['b', 'c'], [{ event: 'd', where: { property: 'plan', is: 'gold' } }]],
    within: '2h',
    order: 'strict',
    rules: 'posthog',
    by: 'channel',
    attribution: 'last',
    count: 'accounts',
    optional: [2],
    exclude: [{ events: ['x'], after: 1, before: 2 }, { events: ['y'] }],
    time_to_convert: { from: 1, to: 2 },
  });
  expect(readFunnel({ order: 'sideways', rules: 7, steps: 'a', cell: 'x' })).toMatchObject({
    order: undefined,
    rules: undefined,
    steps: undefined,
    cell: undefined,
  });
});

test('times of steps that are no more tell the whole way', () => {
  expect(timesOf(funnelOf(readFunnel({ steps: ['a', 'b'], times: [2, 5] }), []))).toEqual([1, 2]);
});

test('what those did next who stopped: paths of that cohort, from the step, with the time of the funnel', () => {
  const funnel = funnelOf({ steps: ['a', { of: ['b'], where: [{ property: 'p', is: 'x' }] }, 'c'], within: '3d' }, []);
  const question = questionOf(funnel, { from: '2026-01-01', to: '2026-01-31' });
  const asked = didNextQuestion(question, funnel, { outcome: 'dropped:2', group: 'web' });
  expect(asked).toMatchObject({
    ask: 'paths',
    start: [{ event: 'b', where: { property: 'p', is: 'x' } }],
    steps: 2,
    gap: '3d',
    segment: { cohort: { ask: 'funnel', within: '3d', behind: { group: 'web', outcome: 'dropped:2' } } },
  });
  expect(didNextQuestion(question, funnel, { outcome: 'reached:2' })).toBeNull();
});

test('windows of the calendar and of sessions, totals and anchors, as far as the rules have them', () => {
  const mixpanel = {
    steps: ['a', 'b', 'c'],
    within: '2 sessions',
    rules: 'mixpanel',
    order: 'unordered',
    modes: ['totals', 'strict_once', 'x'],
    anchor: [1, 7],
    count: 'people',
  };
  expect(questionOf(funnelOf(readFunnel(mixpanel), []), {})).toMatchObject({
    within: '2 sessions',
    modes: ['totals', 'strict_once'],
    anchor: [1],
  });
  expect(questionOf(funnelOf(readFunnel({ ...mixpanel, order: 'ordered' }), []), {})).not.toHaveProperty('anchor');
  const month = funnelOf({ steps: ['a', 'b'], within: '2 months' }, []);
  const asked = didNextQuestion(questionOf(month, {}), month, { outcome: 'dropped:1' });
  expect(asked).toMatchObject({ gap: '62d', segment: { cohort: { within: '2 months' } } });
});

test('a window is a number and a unit, whichever way it is written', () => {
  expect(readDuration('14d')).toEqual({ number: '14', unit: 'd' });
  expect(readDuration('1 month')).toEqual({ number: '1', unit: 'month' });
  expect(readDuration('2 sessions')).toEqual({ number: '2', unit: 'session' });
  expect(readDuration('1h30m')).toBeNull();
  expect([writeDuration(1, 'd'), writeDuration(1, 'quarter'), writeDuration(3, 'session')]).toEqual([
    '1d',
    '1 quarter',
    '3 sessions',
  ]);
  expect([durationWords('14d'), durationWords('1 month'), durationWords('2 sessions')]).toEqual([
    '14 days',
    '1 calendar month',
    '2 sessions',
  ]);
});
