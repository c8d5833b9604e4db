// One graph, drawn: what comes earlier stands higher, lines are as thick as their transitions, with count and median time.
// Nodes are tab stops; what lies beside one is listed, and can be opened, in its panel and in the table.

import { type KeyboardEvent, useId } from 'react';
import { count, fit, inline, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { isSame } from '../question/Press';
import { edgeRef, nodeRef } from './Beside';
import type { Edge } from './graph';
import { type Box, type Label, labelsOf, type Layout, pathOf, type Route } from './layout';

type Open = (cell?: CellRef) => void;

interface Props {
  name: string;
  layout: Layout;
  loops: Map<string, Edge>;
  cell?: CellRef;
  open?: Open; // none: its numbers open nobody
}

/** Boxes are narrow: "17.4k"; the whole number stands in the panel. */
const short = (n: number): string => (n < 10_000 ? count(n) : `${(n / 1000).toFixed(n < 99_950 ? 1 : 0)}k`);
const labelOf = (e: Edge): string =>
  `${count(e.transitions)} · ${inline(show({ ...e.median_seconds, low: null, high: null }, 'seconds')) || '–'}`;

const labelWidth = (text: string): number => text.length * 6.4 + 4;

export function GraphDrawing({ name, layout, loops, cell, open }: Props) {
  const arrow = useId();
  const labels = labelsOf(layout, ({ edge }) => labelWidth(labelOf(edge)));
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={name}>
      <svg
        className="graph k-ux"
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        width={layout.width}
        height={layout.height}
        role="group"
        aria-label={`Graph of ${layout.boxes.length} nodes and ${layout.routes.length} edges; the table has all`}
      >
        <defs>
          <marker
            id={arrow}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M0 0L8 4L0 8Z" fill="var(--ink-3)" />
          </marker>
        </defs>
        {layout.routes
          .toSorted((a, b) => a.thick - b.thick)
          .map((r) => (
            <Line key={`${r.edge.from} ${r.edge.to}`} route={r} arrow={arrow} cell={cell} open={open} />
          ))}
        {layout.boxes
          .toSorted((a, b) => a.y - b.y || a.x - b.x)
          .map((b) => (
            <Node key={b.node} box={b} size={layout.box} loop={loops.get(b.node)} cell={cell} open={open} />
          ))}
        {layout.alone !== undefined && (
          <text x={layout.width / 2} y={layout.alone - 10} textAnchor="middle" className="m">
            no drawn edge touches these
          </text>
        )}
        {labels.map((l) => (
          <EdgeLabel key={`${l.route.edge.from} ${l.route.edge.to}`} label={l} />
        ))}
      </svg>
    </div>
  );
}

function Line({ route, arrow, cell, open }: { route: Route; arrow: string; cell?: CellRef; open?: Open }) {
  const { edge } = route;
  const isOpen = !!open && isSame(edgeRef(edge), cell);
  // For the pointer; the keyboard reaches the same in the node's panel and in the table.
  return (
    <g
      className={isOpen ? 'graph-edge on' : route.isBack ? 'graph-edge back' : 'graph-edge'}
      onClick={() => open?.(isOpen ? undefined : edgeRef(edge))}
    >
      <path className="touch" d={pathOf(route.points)} />
      <path className="line" d={pathOf(route.points)} strokeWidth={route.thick} markerEnd={`url(#${arrow})`} />
      <title>{`${edge.from} → ${edge.to}: ${count(edge.transitions)}, ${withRange(show(edge.share, 'share'))} of the visits of ${edge.from}, median ${withRange(show(edge.median_seconds, 'seconds'))}`}</title>
    </g>
  );
}

/** On a ground of its own, so that no line runs through its letters. */
function EdgeLabel({ label }: { label: Label }) {
  const text = labelOf(label.route.edge);
  const width = labelWidth(text);
  return (
    <g aria-hidden="true" pointerEvents="none">
      <rect className="graph-ground" x={label.x - width / 2} y={label.y - 8} width={width} height={16} rx={3} />
      <text className="graph-label" x={label.x} y={label.y + 4} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

function Node({
  box,
  size,
  loop,
  cell,
  open,
}: {
  box: Box;
  size: { width: number; height: number };
  loop?: Edge;
  cell?: CellRef;
  open?: Open;
}) {
  const isOpen = !!open && isSame(nodeRef(box.node), cell);
  const press = () => open?.(isOpen ? undefined : nodeRef(box.node));
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press();
  };
  const [x, y] = [box.x - size.width / 2, box.y - size.height / 2];
  const ends = [box.starts > 0 && `${count(box.starts)} begin`, box.ends > 0 && `${count(box.ends)} end`]
    .filter(Boolean)
    .join(', ');
  const ending = [box.starts > 0 && `${short(box.starts)} begin`, box.ends > 0 && `${short(box.ends)} end`].filter(
    (t): t is string => !!t,
  );
  const said = ending.length === 0 ? ['none begin or end'] : size.height > 60 ? ending : [ending.join(', ')];
  const again = loop ? `; ${count(loop.transitions)} follow themselves` : '';
  const says = `${box.node}: ${count(box.visits)} visits${ends && `, ${ends}`}${again}`;
  const pressed = open && { tabIndex: 0, 'aria-expanded': isOpen, onClick: press, onKeyDown: key };
  return (
    <g className={isOpen ? 'graph-node on' : 'graph-node'} role={open ? 'button' : 'img'} aria-label={says} {...pressed}>
      <rect x={x} y={y} width={size.width} height={size.height} rx={4} />
      <text x={x + 9} y={y + 17} className="b">
        {fit(box.node, size.width - 14)}
      </text>
      <text x={x + 9} y={y + 33}>
        {fit(`${short(box.visits)} visits${loop ? `, ↻ ${short(loop.transitions)}` : ''}`, size.width - 8)}
      </text>
      {said.map((line, i) => (
        <text key={line} x={x + 9} y={y + 47 + i * 14} className="m">
          {line}
        </text>
      ))}
      <title>{says}</title>
    </g>
  );
}
