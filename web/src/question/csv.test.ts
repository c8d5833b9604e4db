import { expect, test } from 'vitest';
import { csvOf } from './csv';

const e = (value: number | null) => ({ value, low: value, high: null, n: 7 });

test('an estimate is four columns, nested is JSON, text is quoted where it must be', () => {
  expect(
    csvOf([
      { step: 'cart, or "bag"', share: e(0.5), median: null, path: ['a', 'b'], steps: [{ n: 1 }] },
      { step: 'pay', share: null, median: e(null), extra: 3 },
    ]),
  ).toBe(
    'step,share,share_low,share_high,share_n,median,median_low,median_high,median_n,path,steps,extra\n' +
      '"cart, or ""bag""",0.5,0.5,,7,,,,,a; b,"[{""n"":1}]",\n' +
      'pay,,,,,,,,7,,,3\n',
  );
});

test('no rows are no columns', () => expect(csvOf([])).toBe('\n'));
