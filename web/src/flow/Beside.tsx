// Of one node: what follows it, what comes before, where passages begin and end; each opens who they are.

import { count, inline, roughly, show } from '../chart/format';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import type { Edge, FlowAnswer, GraphNode } from './graph';

export const nodeRef = (node: string): CellRef => ({ outcome: `node:${node}` });
export const edgeRef = (e: Edge): CellRef => ({ outcome: `edge:${e.from} > ${e.to}` });

const parts = (cell: CellRef): [string, string] => {
  const at = cell.outcome.indexOf(':');
  return [cell.outcome.slice(0, at), cell.outcome.slice(at + 1)];
};

/** The node of a cell; of an edge, the one from which it comes. */
export function nodeOf(cell: CellRef, answer: FlowAnswer): GraphNode | undefined {
  const [what, name] = parts(cell);
  return answer.nodes?.find((n) => (what === 'edge' ? name.startsWith(`${n.node} > `) : n.node === name));
}

export function panelTitle(cell: CellRef): string {
  const [what, name] = parts(cell);
  if (what === 'edge') return `They went from “${name.replace(' > ', '” to “')}”`;
  if (what === 'start') return `Their passage began at “${name}”`;
  return what === 'end' ? `Their passage ended at “${name}”` : `They were at “${name}”`;
}

interface Props {
  answer: FlowAnswer;
  node: GraphNode;
  cell: CellRef;
  open: (cell?: CellRef) => void;
}

export function Beside({ answer, node, cell, open }: Props) {
  const edges = (answer.rows as unknown as Edge[]).toSorted((a, b) => b.transitions - a.transitions);
  const ends = [
    { what: 'start', n: node.starts, says: 'passages begin here' },
    { what: 'end', n: node.ends, says: 'passages end here' },
  ].filter((e) => e.n > 0);
  return (
    <>
      <p className="small">
        {count(node.visits)} visits{node.events !== node.visits && `, ${count(node.events)} events`}
      </p>
      <List title="goes on to" edges={edges.filter((e) => e.from === node.node)} of={(e) => e.to} {...{ cell, open }} />
      <List title="comes from" edges={edges.filter((e) => e.to === node.node)} of={(e) => e.from} {...{ cell, open }} />
      {ends.length > 0 && (
        <ul className="onward-links">
          {ends.map((e) => (
            <li key={e.what}>
              <Press
                cell={{ outcome: `${e.what}:${node.node}` }}
                now={cell}
                open={open}
                label={`${count(e.n)} ${e.says}: who they are`}
              >
                {e.says}
              </Press>
              <b>{count(e.n)}</b>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function List({
  title,
  edges,
  of,
  cell,
  open,
}: {
  title: string;
  edges: Edge[];
  of: (e: Edge) => string;
  cell: CellRef;
  open: (cell?: CellRef) => void;
}) {
  if (edges.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="onward-links">
        {edges.map((e) => (
          <li key={of(e)}>
            <Press
              cell={edgeRef(e)}
              now={cell}
              open={open}
              label={`${count(e.transitions)} from ${e.from} to ${e.to}: who they are`}
            >
              {of(e)}
            </Press>
            <span>
              <b>{count(e.transitions)}</b>{' '}
              <span className="mark">
                {title === 'goes on to' ? `${roughly(e.share.value)}, ` : ''}after{' '}
                {inline(show(e.median_seconds, 'seconds')) || 'an unknown time'}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
