// Where stages and deviations of a journey's order stand. Pure numbers in, pure numbers out.

import type { Deviation } from '../api/types';

export interface Placed {
  deviation: Deviation;
  path: string;
  label: { x: number; y: number };
  thick: number;
}
export interface OrderLayout {
  boxes: { stage: string; x: number; y: number }[];
  arcs: Placed[];
  box: { width: number; height: number };
  width: number;
  height: number;
}

const edge = 1; // half a line on either side
const gap = 34;
const high = 44;
const perSpan = 26; // an arc's rise for each stage that it spans
const entry = 40; // room above for who begins late

export function layOutOrder(stages: string[], deviations: Deviation[], width: number, least: number): OrderLayout {
  const all = Math.max(width, stages.length * (least + gap) - gap);
  const room = all - 2 * edge;
  const box = { width: Math.min(180, (room - gap * (stages.length - 1)) / Math.max(1, stages.length)), height: high };
  const step = stages.length > 1 ? (room - box.width) / (stages.length - 1) : 0;
  const place = new Map(stages.map((s, i) => [s, i]));
  const known = deviations.filter((d) => place.has(d.to) && (d.from === null || place.has(d.from)));
  const spanOf = (d: Deviation) => Math.abs((place.get(d.to) ?? 0) - (place.get(d.from ?? '') ?? 0));
  const rise = (kind: string) => Math.max(0, ...known.filter((d) => d.deviation === kind).map(spanOf)) * perSpan;
  const begins = known.some((d) => d.deviation === 'began_late') ? entry : 0;
  const top = Math.max(begins, rise('skipped') ? rise('skipped') + 18 : 0) + 4;
  const bottom = rise('returned') ? rise('returned') + 18 : 0;
  const most = Math.max(1, ...known.map((d) => d.passages));
  const middle = (i: number) => edge + step * i + box.width / 2;
  const arcs = known.map((d): Placed => {
    const thick = 1.5 + 6 * Math.sqrt(d.passages / most);
    const to = middle(place.get(d.to) ?? 0);
    if (d.from === null)
      return {
        deviation: d,
        thick,
        path: `M${to - box.width / 2 + 14} ${top - begins + 16}V${top - 3}`,
        label: { x: to - box.width / 2 + 22, y: top - begins + 22 },
      };
    const from = middle(place.get(d.from) ?? 0);
    const isBack = d.deviation === 'returned';
    const [start, peak] = isBack
      ? [top + high, top + high + spanOf(d) * perSpan * 1.33]
      : [top, top - spanOf(d) * perSpan * 1.33];
    const side = Math.sign(to - from) * 12;
    const end = start + (isBack ? 3 : -3);
    return {
      deviation: d,
      thick,
      path: `M${from + side} ${start}C${from + side} ${peak} ${to - side} ${peak} ${to - side} ${end}`,
      label: { x: (from + to) / 2, y: start + (peak - start) * 0.75 + 4 },
    };
  });
  return {
    boxes: stages.map((stage, i) => ({ stage, x: edge + step * i, y: top })),
    arcs,
    box,
    width: all,
    height: top + high + bottom + 6,
  };
}

export const outcomeOf = (d: Deviation): string =>
  d.from === null ? `${d.deviation}:${d.to}` : `${d.deviation}:${d.from} > ${d.to}`;

export const deviationWords = (d: Deviation): string =>
  d.from === null
    ? `begin in “${d.to}”`
    : d.deviation === 'returned'
      ? `go back from “${d.from}” to “${d.to}”`
      : `skip from “${d.from}” to “${d.to}”`;

/** What the panel says of those behind an outcome of the order. */
export function orderTitle(outcome: string): string {
  const at = outcome.indexOf(':');
  const [what, move] = at < 0 ? [outcome, ''] : [outcome.slice(0, at), outcome.slice(at + 1)];
  if (what === 'kept_order') return 'They kept the intended order';
  if (what === 'deviated') return 'They left the intended order';
  const [from, to] = move.split(' > ');
  if (what === 'began_late') return `They began in “${move}”`;
  return `They ${what === 'returned' ? 'went back' : 'skipped'} from “${from}” to “${to}”`;
}
