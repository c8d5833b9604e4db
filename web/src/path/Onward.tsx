// Of one node: where its passages come from, go on to, and end; each opens who they are.

import { count, inline, roughly, show } from '../chart/format';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import { columnName, listed, type PathLink, type PathNode, type PathsAnswer } from './sankey';

export const nodeRef = (n: { position: number; node: string }): CellRef => ({
  outcome: `node:${n.position}:${n.node}`,
});
export const linkRef = (l: { position: number; from: string; to: string }): CellRef => ({
  outcome: `link:${l.position}:${l.from} > ${l.to}`,
});
const exitRef = (n: PathNode): CellRef => ({ outcome: `exit:${n.position}:${n.node}` });

const parts = (cell: CellRef): [string, number, string] => {
  const [what = '', position = '0', ...rest] = cell.outcome.split(':');
  return [what, Number(position), rest.join(':')];
};

/** The node of a cell; of a link, the one from which it comes. */
export function nodeOf(cell: CellRef, answer: PathsAnswer): PathNode | undefined {
  const [what, position, name] = parts(cell);
  return answer.nodes?.find(
    (n) => n.position === position && (what === 'link' ? name.startsWith(`${n.node} > `) : n.node === name),
  );
}

export function panelTitle(cell: CellRef): string {
  const [what, position, name] = parts(cell);
  const where = `${name} (${columnName(position)})`;
  if (what === 'link') return `They went from “${name.replace(' > ', '” to “')}”`;
  if (what === 'exit') return `Their passage ended at ${where}`;
  return what === 'entry' ? `Their passage began at ${where}` : `They were at ${where}`;
}

interface Props {
  answer: PathsAnswer;
  node: PathNode;
  cell: CellRef;
  open: (cell?: CellRef) => void;
}

export function Onward({ answer, node, cell, open }: Props) {
  const links = listed(answer);
  const out = links
    .filter((l) => l.position === node.position && l.from === node.node)
    .toSorted((a, b) => b.passages - a.passages);
  const into = links
    .filter((l) => l.position === node.position - 1 && l.to === node.node)
    .toSorted((a, b) => b.passages - a.passages);
  const shown = show(node.share, 'share');
  return (
    <>
      <p className="small">
        {count(node.passages)} passages, {inline(shown)}{' '}
        <span className="mark">
          {shown?.range} of {count(node.share.n)}
        </span>
      </p>
      <Links title="go on to" links={out} of={(l) => l.to} whole={node.passages} {...{ cell, open }} />
      {node.exits > 0 && (
        <ul className="onward-links">
          <li>
            <Press
              cell={exitRef(node)}
              now={cell}
              open={open}
              label={`${count(node.exits)} end at ${node.node}: who they are`}
            >
              their passage ends here
            </Press>
            <span>
              <b>{count(node.exits)}</b> <span className="mark">{roughly(node.exits / node.passages)}</span>
            </span>
          </li>
        </ul>
      )}
      <Links title="come from" links={into} of={(l) => l.from} whole={node.passages} {...{ cell, open }} />
    </>
  );
}

function Links({
  title,
  links,
  of,
  whole,
  cell,
  open,
}: {
  title: string;
  links: PathLink[];
  of: (l: PathLink) => string;
  whole: number;
  cell: CellRef;
  open: (cell?: CellRef) => void;
}) {
  if (links.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="onward-links">
        {links.map((l) => (
          <li key={of(l)}>
            <Press
              cell={linkRef(l)}
              now={cell}
              open={open}
              label={`${count(l.passages)} from ${l.from} to ${l.to}: who they are`}
            >
              {of(l)}
            </Press>
            <span>
              <b>{count(l.passages)}</b>{' '}
              <span className="mark">
                {roughly(l.passages / whole)}
                {l.median_seconds ? `, after ${inline(show(l.median_seconds, 'seconds'))}` : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
