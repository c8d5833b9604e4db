import { expect, test } from 'vitest';
import { cellTitle, readSessions, sessionsQuestion, splitBy } from './question';

test('an address gives the question back', () => {
  const search = readSessions({ idle: '10m', cap: '4h', perChannel: true, views: ['a', 'b'], node: 'touchpoint', gap: '1h' });
  expect(sessionsQuestion(search, {})).toEqual({
    ask: 'sessions',
    idle: '10m',
    cap: '4h',
    per_channel: true,
    views: ['a', 'b'],
    node: 'touchpoint',
  });
  expect(splitBy(search)).toEqual(['channel']);
  expect(splitBy(readSessions({ by: 'segment' }))).toEqual(['segment']);
  expect(sessionsQuestion({}, {})).toEqual({ ask: 'sessions' });
});

test('cells in words', () => {
  expect(cellTitle({ outcome: 'entry:a:b' })).toBe('Their session began with “a:b”');
  expect(cellTitle({ outcome: 'bounced', group: 'web' })).toBe('Their session was a bounce: web');
});
