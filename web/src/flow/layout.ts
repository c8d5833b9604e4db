// From layers to places: bends where an edge passes a layer, orders with few crossings, x by neighbours, and smooth lines.

import { type Edge, type GraphNode, layersOf, orderOf } from './graph';

export interface Box extends GraphNode {
  x: number;
  y: number;
} // its centre
export interface Route {
  edge: Edge;
  points: { x: number; y: number }[];
  isBack: boolean;
  thick: number;
}
export interface Layout {
  boxes: Box[];
  routes: Route[];
  width: number;
  height: number;
  box: { width: number; height: number };
  alone?: number; // where the rows of nodes begin that no drawn edge touches
}

interface Item {
  name: string;
  x: number;
  width: number;
  near: Item[];
  layer: number;
  isBend: boolean;
}

const gap = 14;
const bend = 10;
const apart = (a: Item, b: Item) => (a.width + b.width) / 2 + (a.isBend || b.isBend ? 7 : gap);
const between = 72; // from layer to layer, with room for a label
const aside = -24; // from the last layer to what stands alone

export function layOut(nodes: GraphNode[], edges: Edge[], width: number): Layout {
  const isNarrow = width < 560;
  const box = { width: isNarrow ? Math.max(124, (width - 90) / 2) : 158, height: isNarrow ? 68 : 54 };
  const perLayer = Math.max(2, Math.floor((width + gap) / (box.width + gap)));
  // Nodes that nothing leads to or from stand in rows of their own below.
  const linked = new Set(edges.flatMap((e) => [e.from, e.to]));
  const graph = nodes.filter((n) => linked.has(n.node));
  const layer = layersOf(orderOf(graph, edges), edges, perLayer > 3 ? perLayer - 1 : 2);
  const depth = Math.max(-1, ...layer.values()) + 1;
  nodes.filter((n) => !linked.has(n.node)).forEach((n, i) => layer.set(n.node, depth + Math.floor(i / perLayer)));
  const items = new Map(
    nodes.map((n) => [
      n.node,
      { name: n.node, x: 0, width: box.width, near: [], layer: layer.get(n.node) ?? 0, isBend: false } as Item,
    ]),
  );
  const layers: Item[][] = [];
  for (const item of items.values()) (layers[item.layer] ??= []).push(item);
  const chains = edges.map((edge) => ({ edge, chain: chainOf(edge, items, layers) }));
  const filled = layers.filter((l) => l !== undefined);
  order(filled);
  const wide = arrange(filled, Math.max(width, ...filled.map(lengthOf)), width);
  const y = (i: number) =>
    box.height / 2 +
    2 +
    Math.min(i, depth) * (box.height + between) +
    Math.max(0, i - depth) * (box.height + gap) +
    (depth && i >= depth ? aside : 0);
  const most = Math.max(1, ...edges.map((e) => e.transitions));
  const routes = chains.map(({ edge, chain }) => ({
    edge,
    isBack: (chain[0]?.layer ?? 0) > (chain.at(-1)?.layer ?? 0),
    thick: thickness(edge.transitions, most),
    points: chain.map((i) => ({ x: i.x, y: y(i.layer) })),
  }));
  spreadPorts(routes, box);
  return {
    boxes: nodes.map((n) => ({ ...n, x: items.get(n.node)?.x ?? 0, y: y(layer.get(n.node) ?? 0) })),
    routes,
    width: wide,
    height: y(Math.max(0, filled.length - 1)) + box.height / 2 + 4,
    box,
    alone: depth > 0 && graph.length < nodes.length ? y(depth) - box.height / 2 : undefined,
  };
}

/** The edge's two ends with a bend in each layer between; every link knows its neighbours. */
function chainOf(edge: Edge, items: Map<string, Item>, layers: Item[][]): Item[] {
  const [a, b] = [items.get(edge.from), items.get(edge.to)] as [Item, Item];
  const step = Math.sign(b.layer - a.layer);
  const chain = [a];
  for (let l = a.layer + step; step !== 0 && l !== b.layer; l += step) {
    const item: Item = { name: `${edge.from} ${edge.to}`, x: 0, width: bend, near: [], layer: l, isBend: true };
    (layers[l] ??= []).push(item);
    chain.push(item);
  }
  chain.push(b);
  for (let i = 1; i < chain.length; i++) {
    const [p, q] = [chain[i - 1], chain[i]] as [Item, Item];
    p.near.push(q);
    q.near.push(p);
  }
  return chain;
}

const mean = (numbers: number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** Barycentres, down and up again, until the orders settle. */
function order(layers: Item[][]) {
  const index = new Map<Item, number>();
  const number = (layer: Item[]) => layer.forEach((item, i) => index.set(item, (i + 0.5) / layer.length));
  layers.forEach(number);
  for (let sweep = 0; sweep < 12; sweep++) {
    const isDown = sweep % 2 === 0;
    const run = isDown ? layers.slice(1) : layers.slice(0, -1).reverse();
    for (const layer of run) {
      const wanted = new Map(
        layer.map((item) => {
          const beside = item.near.filter((n) => (isDown ? n.layer < item.layer : n.layer > item.layer));
          return [item, beside.length ? mean(beside.map((n) => index.get(n) ?? 0)) : (index.get(item) ?? 0)];
        }),
      );
      layer.sort((p, q) => (wanted.get(p) ?? 0) - (wanted.get(q) ?? 0));
      number(layer);
    }
  }
}

const lengthOf = (layer: Item[]): number =>
  layer.reduce((x, item, i) => x + (i ? apart(layer[i - 1] as Item, item) : item.width / 2), 0) +
  (layer.at(-1)?.width ?? 0) / 2;

/** Toward the middle of the neighbours, in order and without overlap; then all of it in the middle of the page. Returns the width. */
function arrange(layers: Item[][], room: number, page: number): number {
  for (const layer of layers) {
    let x = (room - lengthOf(layer)) / 2;
    layer.forEach((item, i) => {
      x += i ? apart(layer[i - 1] as Item, item) : item.width / 2;
      item.x = x;
    });
  }
  for (let sweep = 0; sweep < 16; sweep++) {
    for (const layer of sweep % 2 ? layers.toReversed() : layers) {
      const wanted = layer.map((item) => (item.near.length ? mean(item.near.map((n) => n.x)) : item.x));
      settle(layer, wanted, room);
    }
  }
  const all = layers.flat();
  const [low, high] = [Math.min(...all.map((i) => i.x - i.width / 2)), Math.max(...all.map((i) => i.x + i.width / 2))];
  const width = Math.max(page, high - low);
  const shift = (width - (high - low)) / 2 - low;
  for (const item of all) item.x += shift;
  return width;
}

/** Runs that would overlap stand around the middle of what they want, so that none is pushed to a side. */
function settle(layer: Item[], wanted: number[], room: number) {
  interface Run {
    items: Item[];
    wants: number[];
    first: number;
    length: number;
  }
  const runs: Run[] = [];
  const centre = (run: Run) => {
    let offset = 0;
    const firsts = run.items.map((item, i) => {
      offset += i ? apart(run.items[i - 1] as Item, item) : 0;
      return (run.wants[i] ?? 0) - offset;
    });
    run.length = offset;
    run.first = Math.min(
      Math.max(mean(firsts), (run.items[0]?.width ?? 0) / 2),
      room - offset - (run.items.at(-1)?.width ?? 0) / 2,
    );
  };
  layer.forEach((item, i) => {
    let run: Run = { items: [item], wants: [wanted[i] ?? item.x], first: 0, length: 0 };
    centre(run);
    for (
      let before = runs.at(-1);
      before && before.first + before.length + apart(before.items.at(-1) as Item, run.items[0] as Item) > run.first;
      before = runs.at(-1)
    ) {
      runs.pop();
      run = { items: [...before.items, ...run.items], wants: [...before.wants, ...run.wants], first: 0, length: 0 };
      centre(run);
    }
    runs.push(run);
  });
  for (const run of runs) {
    let x = run.first;
    run.items.forEach((item, i) => {
      x += i ? apart(run.items[i - 1] as Item, item) : 0;
      item.x = x;
    });
  }
}

/** Lines leave and reach a box side by side, in the order of where they go, and never at one point. */
function spreadPorts(routes: Route[], box: { width: number; height: number }) {
  interface Port {
    route: Route;
    end: number;
    toward: number;
  }
  const sides = new Map<string, Port[]>();
  for (const route of routes) {
    const last = route.points.length - 1;
    for (const [end, next] of [
      [0, 1],
      [last, last - 1],
    ] as const) {
      const [here, there] = [route.points[end], route.points[next]];
      if (!here || !there) continue;
      const name = end === 0 ? route.edge.from : route.edge.to;
      const side = `${name} ${there.y === here.y ? 'level' : there.y > here.y ? 'below' : 'above'}`;
      sides.set(side, [...(sides.get(side) ?? []), { route, end, toward: there.x }]);
    }
  }
  for (const [side, ports] of sides) {
    ports.sort((p, q) => p.toward - q.toward || p.end - q.end);
    const room = Math.min(box.width * 0.76, ports.length * 26);
    ports.forEach(({ route, end }, i) => {
      const point = route.points[end] as { x: number; y: number };
      point.x += ports.length > 1 ? (i / (ports.length - 1) - 0.5) * room : 0;
      point.y += side.endsWith(' below') ? box.height / 2 : -box.height / 2;
    });
  }
}

const thickness = (transitions: number, most: number): number => 1 + 6 * Math.sqrt(transitions / most);

/** Of a drawing of two graphs the part that is one of them, at the same places. */
export function partOf(layout: Layout, nodes: GraphNode[], edges: Edge[]): Layout {
  const most = Math.max(1, ...edges.map((e) => e.transitions));
  const own = new Map(nodes.map((n) => [n.node, n]));
  return {
    ...layout,
    alone: undefined,
    boxes: layout.boxes.flatMap((b) => {
      const node = own.get(b.node);
      return node ? [{ ...b, ...node }] : [];
    }),
    routes: layout.routes.flatMap((r) => {
      const edge = edges.find((e) => e.from === r.edge.from && e.to === r.edge.to);
      return edge ? [{ ...r, edge, thick: thickness(edge.transitions, most) }] : [];
    }),
  };
}

const n1 = (v: number) => Math.round(v * 10) / 10;

/** Curves that pass each point upright; two boxes of one layer are joined by an arc over them. */
export function pathOf(points: { x: number; y: number }[]): string {
  const [first, second] = points;
  if (first && second && points.length === 2 && Math.abs(first.y - second.y) < 1) {
    return `M${n1(first.x)} ${n1(first.y)}C${n1(first.x)} ${n1(first.y - 40)} ${n1(second.x)} ${n1(second.y - 40)} ${n1(second.x)} ${n1(second.y)}`;
  }
  return points
    .map((p, i) => {
      const before = points[i - 1];
      if (!before) return `M${n1(p.x)} ${n1(p.y)}`;
      const middle = n1((before.y + p.y) / 2);
      return `C${n1(before.x)} ${middle} ${n1(p.x)} ${middle} ${n1(p.x)} ${n1(p.y)}`;
    })
    .join('');
}

export interface Label {
  x: number;
  y: number;
  route: Route;
}

/** A label at the first place on its line where it meets neither a box nor another label; else it has none, and the table tells. */
export function labelsOf(layout: Layout, widthOf: (route: Route) => number): Label[] {
  const taken = layout.boxes.map((b) => ({ x: b.x, y: b.y, w: layout.box.width / 2, h: layout.box.height / 2 }));
  const labels: Label[] = [];
  for (const route of layout.routes.toSorted((a, b) => b.edge.transitions - a.edge.transitions)) {
    const w = widthOf(route) / 2;
    const spot = spots(route.points).find(
      (s) =>
        s.x - w >= 0 &&
        s.x + w <= layout.width &&
        taken.every((t) => Math.abs(t.x - s.x) > t.w + w || Math.abs(t.y - s.y) > t.h + 8),
    );
    if (!spot) continue;
    taken.push({ ...spot, w: w + 2, h: 8 });
    labels.push({ ...spot, route });
  }
  return labels;
}

function spots(points: { x: number; y: number }[]): { x: number; y: number }[] {
  const found: { x: number; y: number }[] = [];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]] as [{ x: number; y: number }, { x: number; y: number }];
    for (const t of [0.5, 0.36, 0.64, 0.24, 0.76]) {
      const curve = (p: number, q: number, c1: number, c2: number) =>
        (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * c1 + 3 * (1 - t) * t ** 2 * c2 + t ** 3 * q;
      const middle = (a.y + b.y) / 2;
      found.push({ x: curve(a.x, b.x, a.x, b.x), y: curve(a.y, b.y, middle, middle) });
    }
  }
  return found;
}
