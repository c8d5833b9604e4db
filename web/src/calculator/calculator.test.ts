import { describe, expect, test } from 'vitest';
import { asList, calculators, filled } from './calculators';
import { at, fact, range, written } from './figures';

const of = (key: string) => calculators.find((c) => c.key === key)!;

describe('what was typed', () => {
  test('a list by commas, semicolons, blanks or lines', () => {
    expect(asList('55, 65;75')).toEqual([55, 65, 75]);
    expect(asList('55 65\n75\n')).toEqual([55, 65, 75]);
  });
  test('what is missing is null, and what is no number stays as it is', () => {
    expect(asList('55,,x')).toEqual([55, null, 'x']);
    expect(asList('')).toEqual([]);
  });
  test('percent becomes a share', () => {
    const calculator = of('sample');
    expect(calculator.given(filled(calculator, {}))).toEqual({ p: 0.5, moe: 0.05, confidence: 0.95 });
    expect(calculator.given(filled(calculator, { kind: 'two' }))).toEqual({ p1: 0.5, p2: 0.75, power: 0.8, alpha: 0.05 });
  });
  test('a benchmark asks another method', () => {
    const calculator = of('success');
    expect(calculator.method(filled(calculator, {}))).toBe('proportion');
    expect(calculator.method(filled(calculator, { benchmark: '70' }))).toBe('proportion_benchmark');
  });
});

describe('a usability score', () => {
  test('leaves out what was not given', () => {
    const calculator = of('sum');
    const given = calculator.given(filled(calculator, { errors: '', opportunities: '', ratings: '' }));
    expect(Object.keys(given)).toEqual(['successes', 'n', 'times', 'time_limit', 'confidence']);
  });
  test('shows its components', () => {
    expect(fact(at({ components: { time: { value: 0.5 } } }, 'components/time/value'), 'share')).toBe('50.0\u202f%');
    expect(fact(at({}, 'components/time/value'), 'share')).toBeNull();
  });
});

describe('a store rating', () => {
  test('gives counts by star', () => {
    const calculator = of('store');
    expect(calculator.given(filled(calculator, { target: '' }))).toEqual({ stars: { 1: 10, 2: 0, 3: 5, 4: 15, 5: 70 }, confidence: 0.95 });
  });
});

describe('what is shown', () => {
  test('shares as percent, people rounded up, p not below 0.001', () => {
    expect(written(0.7, 'share')).toBe('70.0\u202f%');
    expect(written(384.1, 'people')).toBe('385');
    expect(written(0.00001, 'p')).toBe('< 0.001');
  });
  test('an open end is said to be open', () => {
    expect(range(5, null, 'plain')).toBe('5.0 to without bound');
    expect(range(null, null, 'plain')).toBeNull();
  });
  test('a fact that is not there is not shown', () => {
    expect(fact(null)).toBeNull();
    expect(fact([0.1, 0.2], 'share')).toBe('10\u202f% to 20\u202f%');
  });
});
