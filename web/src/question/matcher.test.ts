import { expect, test } from 'vitest';
import {
  askedEvents,
  durationWords,
  filterWords,
  matcherWords,
  readRule,
  readStep,
  readSteps,
  writeRule,
  writeStep,
} from './matcher';

test('a step reads back from its shortest form', () => {
  const forms: [unknown, unknown][] = [
    ['cart', 'cart'],
    [
      ['cart', 'basket'],
      ['cart', 'basket'],
    ],
    [
      { event: 'form error', where: { form: 'quote' } },
      { event: 'form error', where: { form: 'quote' } },
    ],
    [
      { of: ['cart'], where: [{ property: 'plan', is: 'gold' }] },
      { of: ['cart'], where: [{ property: 'plan', is: 'gold' }] },
    ],
  ];
  for (const [given, written] of forms) expect(writeStep(readStep(given))).toEqual(written);
});

test('what a hand-typed link spoils is left out', () => {
  expect(readStep({ of: [1, null, {}, 'a'], where: ['no', { property: 'x', is: 'y' }] })).toEqual({
    of: [{ event: '1' }, { event: 'a' }],
    where: [{ property: 'x', is: 'y' }],
  });
  expect(readSteps(undefined)).toEqual([]);
});

test('a filter of a step narrows each of its events, and adds to their own', () => {
  const step = readStep({
    of: ['a', { event: 'b', where: { form: 'quote' } }],
    where: [{ property: 'plan', is: 'gold' }],
  });
  expect(askedEvents(step)).toEqual([
    { event: 'a', where: { property: 'plan', is: 'gold' } },
    { event: 'b', where: { all: [{ form: 'quote' }, { property: 'plan', is: 'gold' }] } },
  ]);
  expect(askedEvents(readStep('a'))).toEqual(['a']);
});

test('rules go through the fields and back', () => {
  const rules = [
    { property: 'plan', is: ['gold', 'silver'] },
    { person: 'age', at_least: 18 },
    { field: 'channel', is_not: 'web' },
    { property: 'x', is_set: false },
  ];
  for (const rule of rules) expect(writeRule(readRule(rule)!)).toEqual(rule);
  expect(readRule({ any: [] })).toBeNull();
  expect(readRule({ property: 'a', at_least: 1, at_most: 2 })).toBeNull();
});

test('in words', () => {
  expect(matcherWords({ event: 'form error', where: { form: ['quote', 'claim'] } })).toBe(
    'form error where form is quote or claim',
  );
  expect(filterWords({ not: { person: 'plan', is_set: true } })).toBe('not (person’s plan is set)');
  expect(filterWords({ all: [{ amount: { at_least: 5 } }, { property: 'plan', is: 'gold' }] })).toBe(
    'amount ≥ 5 and plan is gold',
  );
});

test('spans of time', () => {
  expect(durationWords('14d')).toBe('14 days');
  expect(durationWords('1h30m')).toBe('1 hour 30 minutes');
});
