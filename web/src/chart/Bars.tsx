// Shares one below the other: a bar on the scale of the largest, its 95 % interval, and the number that opens who they
// are. What has no number behind it, or no share, is a line of words.

import type { ReactNode } from 'react';
import type { Estimate } from '../api/types';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import { count, inline, show } from './format';

export interface Bar {
  key: string;
  name: ReactNode;
  estimate: Estimate;
  unit?: string; // a share unless said
  n?: number; // counted
  cell?: CellRef;
  said?: string; // what the number counts, for who hears it
  more?: ReactNode;
}

interface Props {
  bars: Bar[];
  cell?: CellRef;
  open?: (cell?: CellRef) => void;
  wide?: boolean; // names are long
}

export function Bars({ bars, cell, open, wide = false }: Props) {
  const most = Math.max(1e-9, ...bars.map((b) => b.estimate.high ?? b.estimate.value ?? 0));
  return (
    <ul className={wide ? 'bars wide' : 'bars'}>
      {bars.map((b) => (
        <li key={b.key}>
          <span className="bars-name">{b.name}</span>
          <Track estimate={b.estimate} most={most} />
          <span>
            <Figure bar={b} cell={cell} open={open} />
            {b.more}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Track({ estimate: e, most }: { estimate: Estimate; most: number }) {
  const of = (value: number) => `${(100 * value) / most}%`;
  return (
    <span className="bars-track" aria-hidden="true">
      <i style={{ width: of(e.value ?? 0) }} />
      {e.low !== null && e.high !== null && <u style={{ left: of(e.low), width: `max(1px, ${of(e.high - e.low)})` }} />}
    </span>
  );
}

function Figure({ bar: b, cell, open }: { bar: Bar; cell?: CellRef; open?: (cell?: CellRef) => void }) {
  const shown = show(b.estimate, b.unit ?? 'share');
  const number = b.n === undefined ? null : <b>{count(b.n)}</b>;
  return (
    <>
      {number && b.cell && open && b.n ? (
        <Press cell={b.cell} now={cell} open={open} label={`${count(b.n)} ${b.said ?? ''}: who they are`}>
          {number}
        </Press>
      ) : (
        number
      )}{' '}
      {inline(shown)} <span className="mark">{shown?.range}</span>
    </>
  );
}
