import { expect, test } from 'vitest';
import { besideEachOther, type Edge, type GraphNode, layersOf, orderOf, strongest } from './graph';
import { labelsOf, layOut, partOf } from './layout';
import { readFlow, readVariants, variantsQuestion } from './question';
import { shortened } from '../question/passages';
import { finding, pairsOf, sizes, type VariantsAnswer } from './variants';

const e = (value: number | null, n = 100) => ({ value, low: value, high: value, n });
const edge = (from: string, to: string, transitions: number): Edge => ({
  from,
  to,
  transitions,
  share: e(0.5),
  median_seconds: e(10),
});
const node = (name: string, visits = 100, starts = 0, ends = 0): GraphNode => ({
  node: name,
  visits,
  events: visits,
  starts,
  ends,
});

const nodes = [
  node('open', 100, 100),
  node('cart'),
  node('pay', 80),
  node('done', 60, 0, 60),
  node('alone', 50, 50, 50),
];
const edges = [
  edge('open', 'cart', 90),
  edge('cart', 'pay', 80),
  edge('pay', 'cart', 20),
  edge('pay', 'done', 60),
  edge('done', 'open', 1),
  edge('cart', 'cart', 40),
];

test('a rare edge is not drawn unless it is asked for, and what follows itself is no edge', () => {
  const usual = strongest(edges, nodes, undefined, 30);
  expect(usual.drawn.map((x) => `${x.from} ${x.to}`)).not.toContain('done open');
  expect(usual.loops.get('cart')?.transitions).toBe(40);
  expect(usual.all).toBe(5);
  expect(strongest(edges, nodes, 5, 30).share).toBe(1);
  expect(strongest(edges, nodes, 1, 30).drawn).toHaveLength(1);
});

test('layers go the way that most go', () => {
  const { drawn } = strongest(edges, nodes, 5, 30);
  const order = orderOf(nodes.slice(0, 4), drawn);
  expect(order).toEqual(['open', 'cart', 'pay', 'done']);
  expect([...layersOf(order, drawn, 3).values()]).toEqual([0, 1, 2, 3]);
});

test('no layer is wider than the page', () => {
  const wide = Array.from({ length: 9 }, (_, i) => edge('open', `n${i}`, 10));
  const layer = layersOf(['open', ...wide.map((x) => x.to)], wide, 3);
  for (const l of new Set(layer.values()))
    expect([...layer.values()].filter((x) => x === l).length).toBeLessThanOrEqual(3);
});

test('boxes never overlap and stay on the drawing, at any width', () => {
  const many = Array.from({ length: 15 }, (_, i) => node(`n${i}`, 100 - i, i === 0 ? 50 : 0));
  const linked = many.flatMap((a, i) => [3, 5, 11].map((k) => edge(a.node, many[(i + k) % 15]!.node, 50 - i)));
  for (const width of [328, 846, 1200]) {
    const { boxes, box, width: all, height, routes } = layOut(many, linked.slice(0, 30), width);
    for (const [i, a] of boxes.entries()) {
      expect(a.x - box.width / 2).toBeGreaterThanOrEqual(-1);
      expect(a.x + box.width / 2).toBeLessThanOrEqual(all + 1);
      expect(a.y + box.height / 2).toBeLessThanOrEqual(height);
      for (const b of boxes.slice(i + 1))
        expect(Math.abs(a.x - b.x) >= box.width || Math.abs(a.y - b.y) >= box.height).toBe(true);
    }
    expect(routes.every((r) => r.points.every((p) => Number.isFinite(p.x) && Number.isFinite(p.y)))).toBe(true);
  }
});

test('labels meet neither boxes nor each other', () => {
  const layout = layOut(nodes, strongest(edges, nodes, 5, 30).drawn, 600);
  const labels = labelsOf(layout, () => 60);
  for (const [i, a] of labels.entries()) {
    for (const b of layout.boxes)
      expect(Math.abs(a.x - b.x) > layout.box.width / 2 + 29 || Math.abs(a.y - b.y) > layout.box.height / 2 + 7).toBe(
        true,
      );
    for (const b of labels.slice(i + 1)) expect(Math.abs(a.x - b.x) > 59 || Math.abs(a.y - b.y) > 15).toBe(true);
  }
});

test('an empty graph and one node have a place', () => {
  expect(layOut([], [], 600).boxes).toEqual([]);
  expect(layOut([node('one')], [], 600).boxes[0]!.x).toBe(300);
});

test('ways', () => {
  expect(shortened(['a', 'b'], 2).map((s) => s.name)).toEqual(['a', 'b']);
  const long = Array.from({ length: 20 }, (_, i) => `n${i}`);
  expect(shortened(long, 20, 5).map((s) => s.name)).toEqual(['n0', 'n1', 'n2', '16 more', 'n19']);
  expect(shortened(long, 300, 5).map((s) => s.name)).toEqual(['n0', 'n1', 'n2', '297 more']);
  const answer: VariantsAnswer = {
    status: 'ok',
    definition: { kind: 'variants', name: '', title: '', version: 1 },
    as_of: '',
    counts: { passages: 100, variants: 7 },
    rows: [
      {
        variant: 'v_1',
        path: ['a'],
        length: 1,
        passages: 50,
        people: 50,
        share: e(0.5),
        cumulative: e(0.5),
        median_seconds: e(0),
      },
    ],
  };
  expect(finding(answer).lead).toMatch(/^100 passages fall into 7 variants; 50\.0.% into the most frequent\.$/);
});

test('addresses', () => {
  expect(readFlow({ nodes: 999, edges: 12, collapse: 'maybe', group: [{ pattern: 'p *', as: 'p' }, 3] })).toMatchObject(
    { nodes: undefined, edges: 12, collapse: undefined, group: [{ pattern: 'p *', as: 'p' }] },
  );
  expect(variantsQuestion(readVariants({ goal: ['a', 'b'], gap: '1h', collapse: 'no' }), {})).toEqual({
    ask: 'variants',
    limit: 15,
    goal: ['a', 'b'],
    gap: '1h',
    collapse: false,
  });
});

test('two graphs beside each other have the same places, and each its own numbers', () => {
  const others = [node('open', 10, 10), node('pay', 4), node('chat', 6)];
  const otherEdges = [edge('open', 'pay', 4), edge('open', 'chat', 6)];
  const own = strongest(edges, nodes, undefined, 30).drawn;
  const all = besideEachOther(nodes, others);
  expect(all.map((n) => n.node)).toEqual([...nodes.map((n) => n.node), 'chat']);
  const whole = layOut(all, besideEachOther(own, otherEdges), 420);
  const [left, right] = [partOf(whole, nodes, own), partOf(whole, others, otherEdges)];
  const at = (layout: typeof whole, name: string) => layout.boxes.find((b) => b.node === name);
  expect([at(left, 'pay')?.x, at(left, 'pay')?.y]).toEqual([at(right, 'pay')?.x, at(right, 'pay')?.y]);
  expect([at(left, 'pay')?.visits, at(right, 'pay')?.visits]).toEqual([80, 4]);
  expect(at(left, 'chat')).toBeUndefined();
  expect(left.routes).toHaveLength(own.length);
  expect(right.routes.map((r) => r.edge.transitions).sort()).toEqual([4, 6]);
  expect([left.width, left.height]).toEqual([right.width, right.height]);
});

const way = (variant: string, share: number, n: number, cumulative: number, plan?: string) => ({
  ...(plan && { plan }),
  variant,
  path: [variant],
  length: 1,
  passages: share * n,
  share: { value: share, low: share, high: share, n },
  cumulative: e(cumulative, n),
  median_seconds: e(null),
});
const variants = (rows: object[]) => ({ status: 'ok', counts: {}, rows }) as unknown as VariantsAnswer;

test('a group of variants is as large as all its passages, not only those listed', () => {
  const answer = variants([way('a', 0.5, 100, 0.5, 'gold'), way('b', 0.1, 100, 0.6, 'gold'), way('a', 0.5, 10, 0.5, 'free')]);
  expect(sizes(answer, 1).map((row) => [row.plan, row.passages])).toEqual([
    ['gold', 100],
    ['free', 10],
  ]);
  expect(finding(variants([way('a', 0.5, 100, 0.5)]), 'gold').lead).toMatch(/^gold: 50.* of 100 passages go the most frequent way/);
});

test('a way that is not listed is none only where all ways are', () => {
  const own = variants([way('a', 0.5, 100, 0.5), way('b', 0.1, 100, 0.6)]);
  const whole = variants([way('a', 0.9, 50, 0.9), way('c', 0.1, 50, 1)]);
  expect(pairsOf(own, whole).map((p) => [p.name, p.b?.value])).toEqual([
    ['a', 0.9],
    ['b', 0],
  ]);
  expect(pairsOf(whole, own).map((p) => p.name)).toEqual(['a', 'b']);
});
