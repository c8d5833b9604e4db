import { expect, test } from 'vitest';
import { drawnOf } from './drawn';
import { chosenGroup, groupsBySize, narrowed } from './groups';

const answer = {
  status: 'ok',
  definition: { kind: 'flow', name: '', title: '', version: 1 },
  as_of: '',
  counts: { passages: 9 },
  rows: [
    { channel: 'web', plan: 'gold', from: 'a', to: 'b', n: 2 },
    { channel: 'app', plan: null, from: 'a', to: 'b', n: 5 },
    { channel: 'app', plan: null, from: 'b', to: 'c', n: 1 },
  ],
  nodes: [
    { channel: 'web', plan: 'gold', node: 'a' },
    { channel: 'app', plan: null, node: 'a' },
  ],
  methods: ['m'],
};
const size = (row: Record<string, unknown>) => Number(row.n);

test('the largest group comes first, and what is empty does not come', () => {
  const groups = groupsBySize([...answer.rows, { channel: 'fax', plan: 'gold', n: 0 }], 2, size);
  expect(groups.map((g) => [g.label, g.size])).toEqual([
    ['app · not known', 6],
    ['web · gold', 2],
  ]);
  expect(chosenGroup(groups, ['web', 'gold'])?.label).toBe('web · gold');
  expect(chosenGroup(groups, ['fax', ''])?.label).toBe('app · not known');
});

test('a group has its rows and its part of what stands beside, and all else as it was', () => {
  const one = narrowed(answer, 2, ['app', '']);
  expect(one.rows).toHaveLength(2);
  expect(one.nodes).toEqual([{ channel: 'app', plan: null, node: 'a' }]);
  expect(one.methods).toEqual(['m']);
});

test('who is behind a drawn number is named with its group, and the open one without', () => {
  const opened: unknown[] = [];
  const drawn = drawnOf(
    answer,
    {
      search: { by: ['channel', 'property:plan'], drawn: ['web', 'gold'], cell: { outcome: 'x', group: ['web', 'gold'] } },
      open: (cell) => opened.push(cell),
    },
    (a) => a.rows,
    'n',
  );
  drawn?.open({ outcome: 'y' });
  drawn?.open(undefined);
  expect(opened).toEqual([{ outcome: 'y', group: ['web', 'gold'] }, undefined]);
  expect(drawn?.cell).toEqual({ outcome: 'x' });
});

test('what is not split is drawn as it is', () => {
  const open = () => {};
  const drawn = drawnOf(answer, { search: { cell: { outcome: 'x' } }, open }, (a) => a.rows, 'n');
  expect(drawn?.answer).toBe(answer);
  expect(drawn?.groups).toEqual([]);
  expect(drawnOf(undefined, { search: {}, open }, () => [], 'n')).toBeUndefined();
});
