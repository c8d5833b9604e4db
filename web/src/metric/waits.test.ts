import { describe, expect, test } from 'vitest';
import { trendLine, trendTitle, waitWords } from './MetricWaits';

describe('brackets of a wait in words', () => {
  const row = { wait: '', events: 1 };
  test('each has its bounds', () => {
    expect(waitWords({ ...row, outcome: 'wait:1', from_seconds: 0, to_seconds: 300 })).toBe('Under 5 min');
    expect(waitWords({ ...row, outcome: 'wait:2', from_seconds: 300, to_seconds: 3600 })).toBe('5 min to 1 h');
    expect(waitWords({ ...row, outcome: 'wait:3', from_seconds: 86400 })).toBe('1 day or more');
    expect(waitWords({ ...row, outcome: 'wait:1', from_seconds: 0 })).toBe('Any wait');
    expect(waitWords({ ...row, outcome: 'never' })).toBe('Never answered');
  });
});

describe('a trend', () => {
  test('is never said to be an effect', () => {
    const line = trendLine({ n: 40, z: -3.1, p: 0.0004, direction: 'falls', method: '' });
    expect(line).toContain('p under 0.001');
    expect(line).toContain('an association, not an effect');
    expect(trendTitle({ n: 40, direction: 'falls', method: '' })).toBe('The longer the wait, the fewer convert');
  });
  test('without a test has its reason', () => {
    expect(trendLine({ n: 3, direction: 'cannot_tell', method: '', reason: 'all waits lie in one bracket' })).toContain('No test: all waits lie in one bracket.');
  });
});
