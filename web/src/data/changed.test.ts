import { expect, test } from 'vitest';
import { changedLines } from './changed';

test('a changed line goes and comes', () =>
  expect(changedLines('a\nb\nc\n', 'a\nx\nc\nd\n').map((l) => l.sign + l.text)).toEqual([' a', '-b', '+x', ' c', '+d']));

test('the first version has no marks', () => expect(changedLines(undefined, 'a\nb')).toEqual([{ sign: ' ', text: 'a' }, { sign: ' ', text: 'b' }]));
