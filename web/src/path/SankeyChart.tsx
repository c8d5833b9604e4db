// The Sankey: a column per position, a bar per node, a band per link as thick as its passages. Nodes are tab stops; what
// leads to and from one is listed, and can be opened, in its panel and in the table.

import type { KeyboardEvent } from 'react';
import { Block } from '../chart/Block';
import { count, fit, show, withRange } from '../chart/format';
import { useWidth } from '../chart/useWidth';
import type { CellRef } from '../question/asked';
import { FewerMore } from '../question/FewerMore';
import { LinksTable } from '../question/LinksTable';
import { isSame } from '../question/Press';
import { linkRef, nodeRef } from './Onward';
import { type Paths, type PathSearch, usualEdges } from './question';
import {
  columnName,
  layOut,
  listed,
  other,
  type PathLink,
  type PathsAnswer,
  type PlacedLink,
  type PlacedNode,
  restAt,
} from './sankey';

interface Props {
  answer: PathsAnswer;
  paths: Paths;
  period: string;
  set: (change: Partial<PathSearch>) => void;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const leastColumn = 156;
const head = 26;

export function SankeyChart({ answer, paths, period, set, cell, open }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>(860);
  const positions = new Set(answer.nodes?.map((n) => n.position));
  const wide = Math.max(width, positions.size * leastColumn);
  const drawn = layOut(answer, wide, Math.max(130, wide / Math.max(2, positions.size) - 20));
  const room =
    drawn.columns.length > 1 ? (drawn.nodes.find((n) => n.column === 1)?.x ?? wide) - drawn.barWidth - 10 : wide;
  const nodes = drawn.nodes.length;
  if (nodes === 0) return null;
  const rest = drawn.columns.reduce((sum, c) => sum + restAt(answer, c), 0);
  return (
    <Block
      kind="ux"
      title={title(answer, paths)}
      line={`Passages, ${period}; bands are as thick as their passages, and what fades ends there. Press a node for where they come from, go on to, and who they are.${rest > 0 ? ` ${count(rest)} transitions on rarer links are not drawn.` : ''}`}
    >
      <div className="draw-controls">
        <FewerMore
          what="links"
          drawn={drawn.links.length}
          all={answer.shown?.[0]?.all_links ?? drawn.links.length}
          most={500}
          set={(edges) => set({ edges: edges === usualEdges ? undefined : edges })}
        />
      </div>
      <div ref={ref}>
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Paths, position by position">
          <svg
            className="sankey k-ux"
            viewBox={`0 0 ${wide} ${drawn.height + head}`}
            width={wide}
            height={drawn.height + head}
            role="group"
            aria-label={`Sankey of ${nodes} nodes and ${drawn.links.length} links; the table has all`}
          >
            <defs>
              <linearGradient id="ends">
                <stop offset="0" stopColor="var(--soft)" />
                <stop offset="1" stopColor="var(--soft)" stopOpacity="0" />
              </linearGradient>
            </defs>
            {drawn.columns.map((c) => (
              <text key={c} x={drawn.nodes.find((n) => n.position === c)?.x ?? 0} y={12} className="m">
                {c === 0 && paths.show === 'beginning' ? 'the beginning' : columnName(c)}
              </text>
            ))}
            <g transform={`translate(0 ${head})`}>
              {drawn.links.map((l) => (
                <Link key={`${l.position}${l.from} ${l.to}`} link={l} cell={cell} open={open} />
              ))}
              {drawn.nodes.map((n) => (
                <Ends key={`${n.position}${n.node}`} node={n} />
              ))}
              {drawn.nodes.map((n) => (
                <Node key={`${n.position}${n.node}`} node={n} room={room} cell={cell} open={open} />
              ))}
            </g>
          </svg>
        </div>
      </div>
      <LinksTable
        caption="Links of these paths"
        of="Of those at “from”, 95 %"
        counted="Passages"
        rows={listed(answer).map((l) => ({ ...l, at: columnName(l.position), n: l.passages, cell: linkRef(l) }))}
        cell={cell}
        open={open}
      />
    </Block>
  );
}

/** The broadest path: from the event asked for always along the strongest link. */
export function broadest(links: PathLink[], show: Paths['show']): string[] {
  const isBack = show === 'to';
  const way: string[] = [];
  const [start] = links.filter((l) => l.position === (isBack ? -1 : 0)).toSorted((a, b) => b.passages - a.passages);
  for (let l: PathLink | undefined = start; l !== undefined;) {
    if (way.length === 0) way.push(isBack ? l.to : l.from);
    const name = isBack ? l.from : l.to;
    way.push(name);
    const position: number = l.position + (isBack ? -1 : 1);
    l = links
      .filter((one) => one.position === position && (isBack ? one.to : one.from) === name && name !== other)
      .toSorted((a, b) => b.passages - a.passages)[0];
  }
  return isBack ? way.reverse() : way;
}

function title(a: PathsAnswer, p: Paths): string {
  const way = broadest(listed(a), p.show);
  return way.length > 1 ? `The broadest path: ${way.join(' → ')}` : 'Nothing to draw';
}

function Link({ link: l, cell, open }: { link: PlacedLink; cell?: CellRef; open: (cell?: CellRef) => void }) {
  const middle = (l.x0 + l.x1) / 2;
  const isOpen = isSame(linkRef(l), cell);
  // For the pointer; the keyboard reaches the same in the node's panel and in the table.
  return (
    <path
      d={`M${l.x0} ${l.y0}C${middle} ${l.y0} ${middle} ${l.y1} ${l.x1} ${l.y1}`}
      className={isOpen ? 'band on' : 'band'}
      strokeWidth={l.thick}
      onClick={() => open(isOpen ? undefined : linkRef(l))}
    >
      <title>{`${l.from} → ${l.to}: ${count(l.passages)} passages, ${withRange(show(l.share ?? undefined, 'share'))} of those at ${l.from}`}</title>
    </path>
  );
}

/** Passages that end at a node leave it at its foot, and fade. */
function Ends({ node: n }: { node: PlacedNode }) {
  const height = n.passages ? (n.height * Math.min(n.exits, n.passages)) / n.passages : 0;
  if (height < 0.5) return null;
  return <rect className="ends" x={n.x + 8} y={n.y + n.height - height} width={46} height={height} fill="url(#ends)" />;
}

function Node({
  node: n,
  room,
  cell,
  open,
}: {
  node: PlacedNode;
  room: number;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}) {
  const ref = nodeRef(n);
  const isOpen = isSame(ref, cell);
  const canOpen = n.node !== other;
  const press = () => open(isOpen ? undefined : ref);
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press();
  };
  const number = count(n.passages);
  const said = `${n.node}, ${columnName(n.position)}: ${number} passages${n.exits ? `, ${count(n.exits)} end here` : ''}`;
  return (
    <g
      className={isOpen ? 'sankey-node on' : 'sankey-node'}
      {...(canOpen
        ? { role: 'button', tabIndex: 0, 'aria-label': said, 'aria-expanded': isOpen, onClick: press, onKeyDown: key }
        : { role: 'img', 'aria-label': said })}
    >
      <rect
        className="sankey-hit"
        x={n.x - 3}
        y={n.y + n.height / 2 - Math.max(12, n.height / 2)}
        width={room + 10}
        height={Math.max(24, n.height)}
      />
      <rect className="sankey-bar" x={n.x} y={n.y} width={8} height={n.height} />
      <text x={n.x + 14} y={n.y + n.height / 2 + 4}>
        <tspan className="b">{number}</tspan> {fit(n.node, room - number.length * 8)}
      </text>
      <title>{said}</title>
    </g>
  );
}
