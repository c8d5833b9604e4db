import { expect, test } from 'vitest';
import { spread } from './LineChart';

test('names of lines that end together stand below each other, none below the drawing', () => {
  expect(spread([50, 120], 200)).toEqual([50, 120]);
  expect(spread([100, 102, 101], 200)).toEqual([100, 130, 115]);
  const low = spread([198, 199, 200], 200);
  expect(Math.max(...low)).toBe(200);
  const sorted = low.toSorted((a, b) => a - b);
  for (const [i, y] of sorted.entries()) if (i) expect(y - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(15);
  expect(spread([], 200)).toEqual([]);
});
