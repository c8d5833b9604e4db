import { expect, test } from 'vitest';
import { cellTitle, finding, pairsOf, sizes } from './answer';
import { activationOf, activationQuestion, isWhole, readActivation } from './question';

const e = (value: number, n: number) => ({ value, low: value - 0.05, high: value + 0.05, n });
const action = (name: string, at_least: number, phi: number, clear: boolean) => ({
  action: name,
  at_least,
  did: 40,
  did_not: 60,
  retained_with: e(0.6, 40),
  retained_without: e(0.3, 60),
  difference: e(0.3, 100),
  recall: e(0.5, 45),
  phi,
  p: 0.01,
  p_adjusted: 0.02,
  clear,
});
const answer = (rows: ReturnType<typeof action>[]) => ({
  status: 'ok',
  definition: { kind: 'activation', name: '', title: '', version: 1 },
  as_of: '',
  counts: { people: 100, stayed: 42, open: 7 },
  rows,
});

test('only what is beyond chance, and goes with staying, is a finding', () => {
  const a = answer([action('newsletter', 1, 0.4, false), action('invite', 3, 0.3, true), action('error', 1, -0.3, true)]);
  expect(finding(a).lead).toMatch(/^Of those who did “invite, 3 times or more” early 60.% stay, of the others 30.%\.$/);
  expect(finding(a).sub).toMatch(/^42 of 100 people stayed, 42\.0.%; 7 more started too late to tell\. 2 actions/);
  expect(finding(answer([action('error', 1, -0.3, true)])).lead).toBe('No early action tells who stays from who leaves.');
});

test('an address gives the question back; it opens with a definition', () => {
  const search = readActivation({ start: 'a', returns: ['b'], within: '3d', stay: ['10d', '12d'], top: 5, junk: 1 });
  expect(activationQuestion(activationOf(search, [], []), {})).toEqual({
    ask: 'activation',
    start: ['a'],
    returns: ['b'],
    within: '3d',
    stay: ['10d', '12d'],
    top: 5,
  });
  const names = [{ kind: 'event' as const, name: 'view', events: 9 }];
  expect(activationQuestion(activationOf({}, [], names), {})).toEqual({ ask: 'activation', start: ['view'] });
  expect(isWhole(activationOf({}, [], []))).toBe(false);
  expect(readActivation({ stay: ['10d'] }).stay).toBeUndefined();
});

test('cells in words', () => {
  expect(cellTitle('did:3:invite')).toBe('They did “invite, 3 times or more”');
  expect(cellTitle('stayed:1:a:b')).toBe('They stayed, and did “a:b”');
  expect(cellTitle('open')).toBe('They started too late to tell');
});

test('split, each group has its own finding; beside another, who stays of all and of those who did the same', () => {
  const groups = [{ plan: 'gold', people: 40, stayed: 30, share: e(0.75, 40), open: 2, actions: 9 }];
  const a = { ...answer([action('invite', 1, 0.4, true)]), groups };
  expect(sizes(a)).toEqual([{ ...groups[0], size: 40 }]);
  expect(finding(a, 'gold').lead).toMatch(/^gold: Of those who did “invite”/);
  expect(finding(a, 'gold').sub).toMatch(/^30 of 40 people stayed/);
  const beside = { ...answer([action('invite', 1, 0.1, false), action('error', 1, 0.1, false)]), groups };
  expect(pairsOf(a, beside).map((p) => p.name)).toEqual(['stayed, of all', 'stayed, who did “invite”']);
});
