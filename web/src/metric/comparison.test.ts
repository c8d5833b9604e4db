import { expect, test } from 'vitest';
import { type ComparedRow, comparisonFinding, comparisonQuestion, periodToAdd, readReadings, readingWords } from './comparison';

const keen = { kind: 'segment', name: 'keen', title: 'Keen ones', version: 1, applied: '', content: { people: { did: 'x' } } };
const scope = { from: '2026-02-01', to: '2026-02-28', segment: 'keen' };
const row = (reading: string, verdict: ComparedRow['verdict'], value: number): ComparedRow => ({
  reading,
  value: { value: 0.5, low: 0.4, high: 0.6, n: 100 },
  ...(verdict && { verdict, difference: { value, low: value - 0.1, high: value + 0.1, n: 200 } }),
});

test('an address holds up to five readings beside the bar; what cannot be read is left out', () => {
  expect(readReadings([{ from: '2026-01-01', to: '2026-01-31', people: 'segment:keen' }, 7])).toEqual([
    { from: '2026-01-01', to: '2026-01-31', people: 'segment:keen' },
  ]);
  expect(readReadings([{ from: '2026-02-01', to: '2026-01-31', people: 'nobody', where: [{ property: 'plan', is: 'gold' }] }])).toEqual([
    { where: [{ property: 'plan', is: 'gold' }] },
  ]);
  expect(readReadings(Array.from({ length: 9 }, () => ({ people: 'everyone' })))).toHaveLength(5);
  expect(readReadings('x')).toBeUndefined();
});

test('the first reading is the bar, and each says only in what it differs', () => {
  const asked = comparisonQuestion('nps', scope, [{ from: '2026-01-01', to: '2026-01-31' }, { people: 'everyone' }, { people: 'rest:keen' }], [keen], 2);
  expect(asked).toEqual({
    ask: 'comparison',
    name: 'nps',
    ...scope,
    version: 2,
    readings: [
      { title: '1 Feb – 28 Feb 2026, Keen ones' },
      { title: '1 Jan – 31 Jan 2026, Keen ones', from: '2026-01-01', to: '2026-01-31' },
      { title: '1 Feb – 28 Feb 2026, everyone', segment: null },
      { title: '1 Feb – 28 Feb 2026, all but Keen ones', segment: { not: { did: 'x' } } },
    ],
  });
  expect(readingWords({ where: [{ property: 'plan', is: 'gold' }] }, { from: '2026-02-01', to: '2026-02-28' })).toMatch(/^1 Feb – 28 Feb 2026, .*plan.*gold/);
});

test('one more period before goes on from the earliest', () => {
  const first = periodToAdd('before', scope, []);
  expect(first).toEqual({ from: '2026-01-04', to: '2026-01-31' });
  expect(periodToAdd('before', scope, [first ?? {}])).toEqual({ from: '2025-12-07', to: '2026-01-03' });
  expect(periodToAdd('before', {}, [])).toBeNull();
});

test('the title names what is told apart, and only that', () => {
  expect(comparisonFinding('NPS', [row('a', undefined, 0), row('b', 'cannot_tell', 0.1)], 'share')).toBe('The data tell no difference from the first reading');
  expect(comparisonFinding('NPS', [row('a', undefined, 0), row('b', 'cannot_tell', 0.1), row('c', 'worse', -0.2)], 'share')).toMatch(/^1 of 2 differ from the first: c: −20/);
  expect(comparisonFinding('NPS', [row('a', undefined, 0)], 'share')).toMatch(/nothing/);
});
