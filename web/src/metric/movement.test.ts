import { expect, test } from 'vitest';
import { domainOf, type Movement, movementFinding, type Part } from './movement';
import { earlier, movementQuestion } from './question';

const part = (name: string, value: number, low: number | null = null, high: number | null = null): Part => ({
  part: name,
  difference: { value, low, high, n: 100 },
  reached: null,
  status: 'ok',
});
const share = (value: number) => ({ value, low: null, high: null, n: 100 });
const movement = (rows: Part[]): Movement =>
  ({ rows, unit: 'share', better: 'higher', counted: 'people', difference: -0.2, before: { value: share(0.6), version: 1 }, after: { value: share(0.4), version: 1 } }) as unknown as Movement;

test('a page asks for the period of the same length before', () => {
  const scope = { from: '2025-05-01', to: '2025-05-31', zone: 'UTC' };
  expect(earlier(scope, {})).toEqual({ from: '2025-03-31', to: '2025-04-30' });
  expect(earlier(scope, { before_from: '2024-05-01' })).toEqual({ from: '2024-05-01', to: undefined });
  expect(earlier({}, {})).toBeNull();
});

test('the question names only what the earlier reading differs in', () => {
  const asked = movementQuestion('nps', { from: '2025-05-01' }, 'channel', { before_version: 1 }, { to: '2025-04-30' });
  expect(asked).toEqual({ ask: 'movement', name: 'nps', from: '2025-05-01', by: 'channel', before: { to: '2025-04-30', version: 1 } });
});

test('parts that cannot be told take no place on the scale', () => {
  const untold: Part = { part: 'mix', difference: null, reached: null, status: 'cannot-tell' };
  expect(domainOf([untold])).toEqual([-1, 1]);
  expect(domainOf([untold, part('real_change', -0.2, -0.3, 0.1)])).toEqual([-0.3, 0.1]);
});

test('the finding says whether the real change can be told from none', () => {
  expect(movementFinding(movement([part('real_change', -0.2, -0.3, -0.1)]))).toContain('has worsened');
  expect(movementFinding(movement([part('real_change', -0.2, -0.3, 0.1)]))).toContain('not to be told apart from none');
  expect(movementFinding(movement([part('real_change', -0.2)]))).not.toContain('real change');
});
