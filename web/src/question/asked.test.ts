import { expect, test } from 'vitest';
import { readBy, readCellRef, written } from './asked';
import { groupIn, groupRef } from './groups';

test('a cell stands in the address with its group, or is none', () => {
  expect(readCellRef({ outcome: 'reached:2', group: 'web' })).toEqual({ outcome: 'reached:2', group: 'web' });
  expect(readCellRef({ outcome: 'reached:2', group: ['web', ''] })).toEqual({
    outcome: 'reached:2',
    group: ['web', ''],
  });
  expect(readCellRef({ group: 'web' })).toBeUndefined();
  expect(readCellRef('reached')).toBeUndefined();
});

test('what has no value leaves the address', () => {
  expect(written({ a: '', b: undefined, c: false, d: [], e: 0, f: 'x' })).toEqual({ e: 0, f: 'x' });
});

test('one thing to split by, or two', () => {
  expect(readBy('channel')).toEqual(['channel']);
  expect(readBy(['a', 'b', 'c'])).toEqual(['a', 'b']);
  expect(readBy([])).toBeUndefined();
  expect(groupIn({ channel: 'web', plan: null, step: 'x', n: 1 }, 'step')).toEqual(['web', '']);
  expect([groupRef([]), groupRef(['a']), groupRef(['a', 'b'])]).toEqual([{}, { group: 'a' }, { group: ['a', 'b'] }]);
});
