import { expect, test } from 'vitest';
import { finding, type FrictionAnswer, knownOf, pairsOf, unseenOf } from './answer';
import { behindOf, cellTitle, frictionQuestion, placeRef, readFriction } from './question';

const e = (value: number, n = 1000) => ({ value, low: value * 0.8, high: value * 1.2, n });
const row = (friction: string, per: number | null) => ({
  friction,
  occurred: per === null ? null : per * 10,
  of: null,
  left_out: 0,
  open: 0,
  people: per === null ? null : per * 5,
  share: per === null ? null : e(per / 100),
  sessions: per,
  per_1000_sessions: per === null ? null : e(per),
  rules: 'throughline',
  version: 1,
  status: per === null ? 'missing-event' : 'ok',
  reason: per === null ? 'no event is called "click"' : null,
});
const answer = (rows: ReturnType<typeof row>[]): FrictionAnswer => ({
  status: 'ok',
  definition: { kind: 'friction', name: '', title: '', version: 1 },
  as_of: '',
  counts: { people: 10, sessions: 20 },
  rows,
  definitions: rows.map((r) => ({ friction: r.friction, title: r.friction, about: '', origin: '', rule: '' })),
});

test('what is seen is ranked, what cannot be seen is no 0', () => {
  const a = answer([row('form_error', 3), row('rage_click', null), row('help_sought', 8)]);
  expect(knownOf(a).map((m) => m.friction)).toEqual(['help_sought', 'form_error']);
  expect(unseenOf(a).map((m) => m.friction)).toEqual(['rage_click']);
  expect(finding(a).lead).toMatch(/^“help sought” is met most often: in 8/);
  expect(finding(answer([row('rage_click', null)])).lead).toBe('No friction can be seen in these data.');
  expect(finding(answer([row('form_error', 0)])).lead).toBe('None of these frictions happened in this period.');
  expect(pairsOf(a, answer([row('form_error', 2)])).map((p) => p.b?.value)).toEqual([undefined, 2]);
});

test('people at a place are asked by a condition on the first event', () => {
  const question = frictionQuestion({}, {});
  const cell = placeRef('posthog.rage_click', 'Form: quote');
  const known = ['rage_click', 'posthog.rage_click'];
  expect(behindOf(question, cell, known, 'touchpoint')).toEqual({
    question: { ask: 'friction', frictions: ['posthog.rage_click'], where: { field: 'touchpoint', is: 'Form: quote' } },
    cell: { outcome: 'posthog.rage_click' },
  });
  expect(behindOf(question, cell, known, 'url').question.where).toEqual({ property: 'url', is: 'Form: quote' });
  expect(behindOf(question, { outcome: 'rage_click' }, known, 'url')).toEqual({
    question,
    cell: { outcome: 'rage_click' },
  });
  expect(cellTitle(cell, new Map([['posthog.rage_click', 'Rage click']]))).toBe('They met “Rage click” at “Form: quote”');
});

test('an address gives the question back', () =>
  expect(
    frictionQuestion(
      readFriction({ frictions: ['a'], rules: 'sentry', idle: '1h', place: 'url', top: 5, by: 'channel', junk: 1 }),
      {},
    ),
  ).toEqual({ ask: 'friction', frictions: ['a'], rules: 'sentry', idle: '1h', place: 'url', top: 5, by: 'channel' }));
