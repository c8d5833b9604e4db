import { expect, test } from 'vitest';
import type { SignName, TimelineRow } from '../api/types';
import { fold, headline, latestTrouble, signed, visited } from './sessions';

const row = (time: string, event: string, channel = 'web', sign: SignName = 'interaction'): TimelineRow => ({ time: `2026-11-${time}Z`, event, channel, sign });

test('a pause of more than 30 minutes, another channel or another day begins a session', () => {
  const days = fold([
    row('12T10:05:00', 'd'), row('12T09:36:00', 'c'), row('12T09:06:00', 'b'), row('12T08:35:00', 'a'),
    row('12T08:34:00', 'call', 'phone'), row('11T23:50:00', 'late'),
  ]);
  expect(days.map((d) => d.day)).toEqual(['2026-11-12', '2026-11-11']);
  expect(days[0]!.sessions.map((s) => s.rows.map((r) => r.event))).toEqual([['b', 'c', 'd'], ['a'], ['call']]);
});

test('days are those of the zone', () =>
  expect(fold([row('11T23:30:00', 'x')], 'Europe/Berlin')[0]!.day).toBe('2026-11-12'));

test('an answer is never folded away', () => {
  const days = fold([row('12T10:02:00', 'c'), row('12T10:01:00', 'survey answered', 'web', 'answer'), row('12T10:00:00', 'a')]);
  expect(days[0]!.sessions.length).toBe(3);
});

test('a session takes its gravest sign and says its troubles', () => {
  const [day] = fold([row('12T10:03:00', 'upload left'), row('12T10:02:00', 'refused', 'web', 'trouble'), row('12T10:01:00', 'refused', 'web', 'trouble'), row('12T10:00:00', 'opened')]);
  expect(day!.sessions[0]!.sign).toBe('trouble');
  expect(headline(day!.sessions[0]!)).toBe('refused ×2; ended with upload left');
});

test('nothing happened is no day', () => expect(fold([])).toEqual([]));

test('a stretch of trouble ends at fourteen quiet days', () => {
  const t = (time: string) => row(time, 'x', 'web', 'trouble');
  expect(latestTrouble([t('28T00:00:00'), t('20T00:00:00'), t('01T00:00:00')]).length).toBe(2);
  expect(latestTrouble([row('20T00:00:00', 'fine')])).toEqual([]);
});

test('a session says what was done, each once with its number, and where', () => {
  const at = (time: string, event: string, touchpoint: string): TimelineRow => ({ ...row(time, event), touchpoint });
  const [day] = fold([at('12T10:03:00', 'page viewed', 'Help'), at('12T10:02:00', 'page viewed', 'My data'), at('12T10:01:00', 'page viewed', 'My data'), at('12T10:00:00', 'app opened', 'Start')]);
  expect(headline(day!.sessions[0]!)).toBe('app opened, page viewed ×3');
  expect(visited(day!.sessions[0]!)).toBe('Start · My data ×2 · Help');
});

test('a survey that nobody answered is a contact', () => {
  const asked = { ...row('12T10:00:00', 'survey sent', 'email', 'answer'), properties: { survey: 'nps', score: null } };
  expect(signed(asked).sign).toBe('contact');
  expect(signed({ ...asked, properties: { survey: 'nps', score: 0 } }).sign).toBe('answer');
  expect(signed(row('12T10:00:00', 'rated', 'email', 'answer')).sign).toBe('answer');
});
