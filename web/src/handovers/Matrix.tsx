// From where, down, to where, across: the share of those that left, and how many. One cell is a tab stop; arrow keys walk.

import { Block } from '../chart/Block';
import { count, inline, roughly, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { useGridWalk } from '../question/gridWalk';
import { Press } from '../question/Press';
import { type Handover, type HandoversAnswer, handoversOf, type Loss, lossesOf } from './answer';
import { handoverRef, lostRef } from './question';

interface Props {
  answer: HandoversAnswer;
  between: string;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const most = 9;

export function Matrix({ answer, between, period, cell, open }: Props) {
  const { table, at, setAt, walk } = useGridWalk();
  const handovers = handoversOf(answer);
  const losses = lossesOf(answer);
  const places = placesOf(handovers, losses).slice(0, most);
  const all = placesOf(handovers, losses).length;
  if (places.length < 2) return null;
  const grid = places.map((from) => [
    ...places.map((to) => handovers.find((h) => h.from === from && h.to === to)),
    losses.find((l) => l.from === from && l.lost > 0),
  ]);
  const highest = Math.max(0.01, ...handovers.map((h) => h.share.value ?? 0));
  const tab = grid[at[0]]?.[at[1]] ? at : firstOf(grid);
  return (
    <Block
      kind="ux"
      title={title(handovers, between)}
      line={`From a ${between} (down) to another (across), ${period}: the share of those that left it, and how many. Lost: not heard of again in time.${all > most ? ` The ${most} largest of ${all}.` : ''} Press a cell for who they are.`}
    >
      <div className="scroll-x" tabIndex={0} role="region" aria-label={`From one ${between} to another`}>
        <table className="matrix" ref={table} onKeyDown={walk}>
          <caption className="vh">Hand-overs between each two. Arrow keys walk from cell to cell.</caption>
          <thead>
            <tr>
              <th scope="col">from</th>
              {places.map((p) => (
                <th key={p} scope="col">
                  {p}
                </th>
              ))}
              <th scope="col">lost</th>
            </tr>
          </thead>
          <tbody>
            {places.map((from, row) => (
              <tr key={from}>
                <th scope="row">{from}</th>
                {(grid[row] ?? []).map((found, column) => (
                  // eslint-disable-next-line react/no-array-index-key -- columns are places in one order
                  <td key={column} onFocus={() => setAt([row, column])}>
                    {found ? (
                      <MatrixCell
                        of={found}
                        highest={highest}
                        at={`${row}.${column}`}
                        isTab={tab[0] === row && tab[1] === column}
                        cell={cell}
                        open={open}
                      />
                    ) : (
                      <span className="matrix-none">{places[column] === from ? '' : '–'}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}

/** By how many come or go. */
function placesOf(handovers: Handover[], losses: Loss[]): string[] {
  const size = new Map<string, number>();
  const add = (name: string, n: number) => size.set(name, (size.get(name) ?? 0) + n);
  for (const h of handovers) {
    add(h.from, h.handovers);
    add(h.to, h.handovers);
  }
  for (const l of losses) add(l.from, l.lost);
  return [...size].toSorted((a, b) => b[1] - a[1]).map(([name]) => name);
}

function firstOf(grid: (Handover | Loss | undefined)[][]): [number, number] {
  const row = grid.findIndex((cells) => cells.some(Boolean));
  return [row, Math.max(0, grid[row]?.findIndex(Boolean) ?? 0)];
}

function title(handovers: Handover[], between: string): string {
  const [highest] = handovers
    .filter((h) => h.share.n >= 20)
    .toSorted((a, b) => (b.share.value ?? 0) - (a.share.value ?? 0));
  return highest
    ? `${inline(show(highest.share, 'share'))} of those that leave “${highest.from}” go on to “${highest.to}”`
    : `Who goes from one ${between} to another`;
}

interface CellProps {
  of: Handover | Loss;
  highest: number;
  at: string;
  isTab: boolean;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

function MatrixCell({ of, highest, at, isTab, cell, open }: CellProps) {
  const isLoss = 'lost' in of;
  const share = isLoss ? of.loss : of.share;
  const [n, said] = isLoss ? [of.lost, `lost after ${of.from}`] : [of.handovers, `from ${of.from} to ${of.to}`];
  return (
    <Press
      cell={isLoss ? lostRef(of.from) : handoverRef(of.from, of.to)}
      now={cell}
      open={open}
      label={`${count(n)} ${said}, ${withRange(show(share, 'share'))} of ${count(share.n)}: who they are`}
      className={isLoss ? 'mcell lost' : 'mcell'}
      style={{ '--depth': `${Math.round((100 * (share.value ?? 0)) / (isLoss ? 1 : highest))}%` } as never}
      at={at}
      tab={isTab}
    >
      <b>{roughly(share.value)}</b>
      <span className="mark">{count(n)}</span>
    </Press>
  );
}
