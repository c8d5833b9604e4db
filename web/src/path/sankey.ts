// Where nodes and links of a Sankey stand. Pure numbers in, pure numbers out; a passage is as high everywhere.

import type { Answer, Estimate } from '../api/types';

export interface PathLink {
  position: number;
  from: string;
  to: string;
  passages: number;
  share: Estimate | null;
  median_seconds: Estimate | null;
}
export interface PathNode {
  position: number;
  node: string;
  passages: number;
  share: Estimate;
  entries: number;
  exits: number;
}
export interface PathsAnswer extends Answer {
  nodes?: PathNode[];
  shown?: { links: number; all_links: number; passings: Estimate }[];
}

export interface PlacedNode extends PathNode {
  x: number;
  y: number;
  height: number;
  column: number;
}
export interface PlacedLink extends PathLink {
  thick: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}
export interface Sankey {
  nodes: PlacedNode[];
  links: PlacedLink[];
  columns: number[];
  width: number;
  height: number;
  barWidth: number;
}

export const other = 'other';
const pitch = 19; // a label's height: nodes stand at least so far apart
const bar = 8;
const key = (position: number, node: string) => `${position} ${node}`;

/** Links that the answer lists by name; the rest of a position says nothing of where it goes. */
export const listed = (answer: PathsAnswer): PathLink[] =>
  (answer.rows as unknown as PathLink[]).filter((l) => !(l.from === other && l.to === other && l.share === null));

export const restAt = (answer: PathsAnswer, position: number): number =>
  (answer.rows as unknown as PathLink[]).find(
    (l) => l.position === position && l.from === other && l.to === other && l.share === null,
  )?.passages ?? 0;

export function layOut(answer: PathsAnswer, width: number, labelRoom: number): Sankey {
  const links = listed(answer);
  const linked = new Set(links.flatMap((l) => [key(l.position, l.from), key(l.position + 1, l.to)]));
  const nodes = (answer.nodes ?? []).filter((n) => linked.has(key(n.position, n.node)));
  const columns = [...new Set(nodes.map((n) => n.position))].sort((a, b) => a - b);
  const byColumn = columns.map((c) =>
    orderOf(
      nodes.filter((n) => n.position === c),
      c === columns[0] ? [] : links.filter((l) => l.position === c - 1),
      nodes,
    ),
  );
  const tallest = Math.max(1, ...byColumn.map((c) => c.length));
  const most = Math.max(1, ...byColumn.map((c) => c.reduce((sum, n) => sum + n.passages, 0)));
  const height = Math.max(260, tallest * (pitch + 12));
  const scale = (height - tallest * 9) / most;
  const step = columns.length > 1 ? (width - labelRoom - bar) / (columns.length - 1) : 0;
  const placed = byColumn.flatMap((column, c) => {
    const placedColumn: PlacedNode[] = [];
    let y = 0;
    for (const n of column) {
      const h = Math.max(2, n.passages * scale);
      const before = placedColumn.at(-1);
      if (before) y = Math.max(y, before.y + before.height / 2 + pitch - h / 2);
      placedColumn.push({ ...n, x: c * step, y, height: h, column: c });
      y += h + 9;
    }
    return placedColumn;
  });
  const at = new Map(placed.map((n) => [key(n.position, n.node), n]));
  return {
    nodes: placed,
    links: place(links, at, scale),
    columns,
    width,
    height: Math.max(height, ...placed.map((n) => n.y + n.height)) + 4,
    barWidth: bar,
  };
}

/** By where their passages come from, so that links cross less; the first column by size. */
function orderOf(column: PathNode[], into: PathLink[], all: PathNode[]): PathNode[] {
  if (into.length === 0) return column.toSorted((a, b) => b.passages - a.passages);
  const rank = new Map(
    all
      .filter((n) => n.position === into[0]?.position)
      .toSorted((a, b) => b.passages - a.passages)
      .map((n, i) => [n.node, i]),
  );
  const middle = (n: PathNode) => {
    const own = into.filter((l) => l.to === n.node);
    const weight = own.reduce((sum, l) => sum + l.passages, 0);
    return weight ? own.reduce((sum, l) => sum + l.passages * (rank.get(l.from) ?? 0), 0) / weight : Infinity;
  };
  // Size still leads: a large node far down would draw every link across.
  const bySize = new Map(column.toSorted((a, b) => b.passages - a.passages).map((n, i) => [n.node, i]));
  const score = (n: PathNode) => middle(n) * 0.6 + (bySize.get(n.node) ?? 0) * 0.4;
  return column.toSorted((a, b) => score(a) - score(b));
}

function place(links: PathLink[], at: Map<string, PlacedNode>, scale: number): PlacedLink[] {
  const used = new Map<string, number>();
  const take = (node: string, side: string, thick: number) => {
    const from = used.get(node + side) ?? 0;
    used.set(node + side, from + thick);
    return from + thick / 2;
  };
  const ends = links
    .map((l) => ({ l, a: at.get(key(l.position, l.from)), b: at.get(key(l.position + 1, l.to)) }))
    .filter((e): e is { l: PathLink; a: PlacedNode; b: PlacedNode } => !!e.a && !!e.b);
  const starts = new Map<PathLink, number>();
  for (const { l, a } of ends.toSorted((p, q) => p.b.y - q.b.y))
    starts.set(l, a.y + take(key(a.position, a.node), 'out', l.passages * scale));
  return ends
    .toSorted((p, q) => p.a.y - q.a.y)
    .map(({ l, a, b }) => {
      const thick = l.passages * scale;
      return {
        ...l,
        thick: Math.max(1, thick),
        x0: a.x + bar,
        y0: starts.get(l) ?? a.y,
        x1: b.x,
        y1: b.y + take(key(b.position, b.node), 'in', thick),
      };
    });
}

export const columnName = (position: number): string =>
  position === 0 ? 'the event asked for' : position > 0 ? `${position} later` : `${-position} before`;
