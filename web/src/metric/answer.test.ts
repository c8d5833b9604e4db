import { expect, test } from 'vitest';
import { type MetricAnswer, whyNone } from './answer';

const of = (ns: number[], minimum_n: number): MetricAnswer =>
  ({
    status: 'too-few-people',
    reason: 'every group has fewer',
    contract: { minimum_n, counts: 'answers' },
    rows: ns.map((n) => ({ value: { value: null, low: null, high: null, n }, reason: n ? 'none can be used' : 'nobody answered' })),
  }) as unknown as MetricAnswer;

test('a trend without any value says why', () => {
  expect(whyNone(of([3, 12, 0], 20))).toBe('none has the 20 answers that this metric asks for; the most are 12');
  expect(whyNone(of([0, 0], 20))).toBe('nobody answered');
  expect(whyNone(of([30], 20))).toBe('none can be used');
  expect(whyNone(of([], 0))).toBe('every group has fewer');
});
