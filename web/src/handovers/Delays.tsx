// Of one hand-over: after how long, in the panel beside.

import { Bars } from '../chart/Bars';
import type { CellRef } from '../question/asked';
import type { HandoversAnswer } from './answer';
import { handoverRef } from './question';

export function Delays({ answer, cell }: { answer: HandoversAnswer; cell: CellRef }) {
  const delays = (answer.delays ?? []).filter((d) => handoverRef(d.from, d.to).outcome === cell.outcome);
  if (delays.length === 0) return null;
  return (
    <>
      <h3>After how long</h3>
      <Bars bars={delays.map((d) => ({ key: d.delay, name: d.delay, estimate: d.share, n: d.handovers }))} />
    </>
  );
}
