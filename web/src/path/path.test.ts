import { expect, test } from 'vitest';
import { nodeOf } from './Onward';
import { isWhole, pathsOf, questionOf, readPaths } from './question';
import { broadest } from './SankeyChart';
import { layOut, listed, type PathsAnswer, restAt } from './sankey';

const e = (value: number, n = 100) => ({ value, low: value, high: value, n });
const link = (position: number, from: string, to: string, passages: number) => ({
  position,
  from,
  to,
  passages,
  share: e(passages / 100),
  median_seconds: e(5),
  mean_seconds: null,
});
const rest = (position: number, passages: number) => ({
  position,
  from: 'other',
  to: 'other',
  passages,
  share: null,
  median_seconds: null,
  mean_seconds: null,
});
const node = (position: number, name: string, passages: number, exits = 0) => ({
  position,
  node: name,
  passages,
  share: e(passages / 100),
  entries: 0,
  exits,
});
const answer: PathsAnswer = {
  status: 'ok',
  definition: { kind: 'paths', name: '', title: '', version: 1 },
  as_of: '',
  counts: { passages: 100 },
  rows: [link(0, 'a', 'b', 60), link(0, 'a', 'c > d', 30), rest(0, 4), link(1, 'b', 'c > d', 40)],
  nodes: [
    node(0, 'a', 100, 6),
    node(1, 'b', 60, 20),
    node(1, 'c > d', 30),
    node(2, 'c > d', 40),
    node(2, 'unlinked', 1),
  ],
};

test('the rest of a position is said, not drawn', () => {
  expect(listed(answer)).toHaveLength(3);
  expect(restAt(answer, 0)).toBe(4);
  expect(restAt(answer, 1)).toBe(0);
});

test('nodes stand apart for their labels, links inside their nodes', () => {
  const { nodes, links } = layOut(answer, 800, 140);
  expect(nodes.map((n) => n.node)).not.toContain('unlinked');
  for (const a of nodes)
    for (const b of nodes)
      if (a !== b && a.column === b.column)
        expect(Math.abs(a.y + a.height / 2 - b.y - b.height / 2)).toBeGreaterThanOrEqual(18.9);
  for (const l of links) {
    const from = nodes.find((n) => n.position === l.position && n.node === l.from)!;
    expect(l.y0 - l.thick / 2).toBeGreaterThanOrEqual(from.y - 0.01);
    expect(l.y0 + l.thick / 2).toBeLessThanOrEqual(from.y + from.height + 0.01);
  }
});

test('the broadest way follows the strongest links', () => {
  expect(broadest(listed(answer), 'from')).toEqual(['a', 'b', 'c > d']);
  expect(broadest([{ ...listed(answer)[0]!, position: -1 }], 'to')).toEqual(['a', 'b']);
});

test('a cell finds its node, whatever signs its name has', () => {
  expect(nodeOf({ outcome: 'node:1:c > d' }, answer)?.passages).toBe(30);
  expect(nodeOf({ outcome: 'link:1:b > c > d' }, answer)?.node).toBe('b');
});

test('what is asked', () => {
  const asked = (raw: Record<string, unknown>) => questionOf(pathsOf(readPaths(raw)), {});
  expect(asked({})).toEqual({ ask: 'paths', steps: 4, edges: 40 });
  expect(asked({ show: 'to', start: 'x', steps: 3 })).toEqual({ ask: 'paths', end: ['x'], steps: 3, edges: 40 });
  expect(asked({ show: 'between', start: 'x', end: ['y', 'z'] })).toMatchObject({ start: ['x'], end: ['y', 'z'] });
  expect(isWhole(pathsOf(readPaths({ show: 'around' })))).toBe(false);
  expect(questionOf(pathsOf({}, { title: 'Pay', start: 'payment started' }), {})).toMatchObject({
    start: ['payment started'],
  });
});
