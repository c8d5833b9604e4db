// The layered drawing of a directly-follows graph (Sugiyama, Tagawa & Toda 1981): an order in which little goes back, layers
// no wider than the page, places in which lines cross little. Pure numbers in, pure numbers out.

import type { Answer, Estimate } from '../api/types';
import type { Pair } from '../compare/Compared';
import { differenceOf, isClear, noneOf } from '../compare/difference';

export interface Edge {
  from: string;
  to: string;
  transitions: number;
  share: Estimate;
  median_seconds: Estimate;
}
export interface GraphNode {
  node: string;
  visits: number;
  events: number;
  starts: number;
  ends: number;
}
export interface FlowAnswer extends Answer {
  nodes?: GraphNode[];
  shown?: { nodes: number; all_nodes: number; passages_in_full: Estimate; transitions: Estimate }[];
}

/** From a node to another: what follows itself is told in the node. */
export const edgesOf = (answer: FlowAnswer): Edge[] =>
  (answer.rows as unknown as Edge[]).filter((e) => e.from !== e.to);

/** How often the same follows the same in two answers; what the data tell apart first, the largest difference first. */
export function pairsOf(answer: FlowAnswer, beside: FlowAnswer): Pair[] {
  const shareIn = (a: FlowAnswer, from: string, to: string): Estimate | undefined => {
    const edge = edgesOf(a).find((e) => e.from === from && e.to === to);
    if (edge) return edge.share;
    const visits = new Map(a.nodes?.map((n) => [n.node, n.visits]));
    // Both are shown, and the one never follows the other.
    return visits.has(to) ? noneOf(visits.get(from) ?? 0) : undefined;
  };
  const edges = new Map([...edgesOf(answer), ...edgesOf(beside)].map((e) => [JSON.stringify([e.from, e.to]), e]));
  const weight = (p: Pair) => {
    const d = p.a && p.b ? differenceOf(p.a, p.b) : undefined;
    return d && d.value !== null ? Math.abs(d.value) + (isClear(d) ? 1 : 0) : -1;
  };
  return [...edges.values()]
    .map(
      ({ from, to }): Pair => ({
        name: `${from} → ${to}`,
        unit: 'share',
        a: shareIn(answer, from, to),
        b: shareIn(beside, from, to),
      }),
    )
    .filter((p) => p.a && p.b && weight(p) >= 0)
    .toSorted((p, q) => weight(q) - weight(p));
}

export interface Chosen {
  drawn: Edge[];
  loops: Map<string, Edge>;
  share: number;
  all: number;
}

/**
 * The edges that are drawn. Unless so many are asked for: those that a fiftieth of one end's visits pass, at most `usual`; rarer
 * ones would join what hardly has to do with each other.
 */
export function strongest(edges: Edge[], nodes: GraphNode[], asked: number | undefined, usual: number): Chosen {
  const visits = new Map(nodes.map((n) => [n.node, Math.max(1, n.visits)]));
  const between = edges.filter((e) => e.from !== e.to).toSorted((a, b) => b.transitions - a.transitions);
  const matters = (e: Edge) =>
    e.transitions / (visits.get(e.from) ?? 1) >= 0.02 || e.transitions / (visits.get(e.to) ?? 1) >= 0.02;
  const drawn = asked === undefined ? between.filter(matters).slice(0, usual) : between.slice(0, asked);
  const sum = (list: Edge[]) => list.reduce((total, e) => total + e.transitions, 0);
  return {
    drawn,
    loops: new Map(edges.filter((e) => e.from === e.to).map((e) => [e.from, e])),
    share: sum(between) ? sum(drawn) / sum(between) : 1,
    all: between.length,
  };
}

/** Those of both, each once: of two answers, nodes of one name, or edges between the same. */
export function besideEachOther<T extends GraphNode | Edge>(own: T[], others: T[]): T[] {
  const key = (t: T) => JSON.stringify('node' in t ? t.node : [t.from, t.to]);
  const known = new Set(own.map(key));
  return [...own, ...others.filter((t) => !known.has(key(t)))];
}

/** Greedy order with little weight going back (Eades, Lin & Smyth 1993); passages that begin or end somewhere pull it there. */
export function orderOf(nodes: GraphNode[], edges: Edge[]): string[] {
  const left = new Map(nodes.map((n) => [n.node, n]));
  const [front, back]: [string[], string[]] = [[], []];
  while (left.size) {
    const balance = [...left.values()].map((n) => {
      const out = edges.filter((e) => e.from === n.node && left.has(e.to));
      const into = edges.filter((e) => e.to === n.node && left.has(e.from));
      const sum = (list: Edge[]) => list.reduce((total, e) => total + e.transitions, 0);
      return {
        name: n.node,
        isSink: out.length === 0,
        isSource: into.length === 0,
        weight: sum(out) - sum(into) + n.starts - n.ends,
      };
    });
    const sink = balance.find((b) => b.isSink && !b.isSource);
    const next = sink ?? balance.toSorted((a, b) => Number(b.isSource) - Number(a.isSource) || b.weight - a.weight)[0];
    if (!next) break;
    (sink ? back : front).push(next.name);
    left.delete(next.name);
  }
  return [...front, ...back.reverse()];
}

/** Each node below all that lead to it in that order, and no layer with more than `most`. */
export function layersOf(order: string[], edges: Edge[], most: number): Map<string, number> {
  const place = new Map(order.map((name, i) => [name, i]));
  const layer = new Map<string, number>();
  const filled: number[] = [];
  for (const name of order) {
    const above = edges
      .filter((e) => e.to === name && (place.get(e.from) ?? 0) < (place.get(name) ?? 0))
      .map((e) => layer.get(e.from) ?? 0);
    let at = above.length ? Math.max(...above) + 1 : 0;
    while ((filled[at] ?? 0) >= most) at += 1;
    filled[at] = (filled[at] ?? 0) + 1;
    layer.set(name, at);
  }
  // Layers that the limit left empty close up.
  const used = [...new Set(layer.values())].sort((a, b) => a - b);
  return new Map([...layer].map(([name, at]) => [name, used.indexOf(at)]));
}
