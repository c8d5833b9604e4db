// Who is not heard of again in time, by where they were last.

import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { worst } from '../chart/geometry';
import type { CellRef } from '../question/asked';
import { type HandoversAnswer, lossesOf } from './answer';
import { lostRef } from './question';

interface Props {
  answer: HandoversAnswer;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const drawn = 10;

export function Losses({ answer, cell, open }: Props) {
  const losses = lossesOf(answer).filter((l) => l.loss.value !== null);
  const [first, ...tied] = worst(
    losses.filter((l) => l.loss.n >= 20),
    (l) => l.loss,
    'lower',
  );
  if (losses.length === 0) return null;
  return (
    <Block
      kind="ux"
      title={
        !first
          ? 'Where people are lost'
          : tied.length
            ? `“${first.from}” loses most, ${inline(show(first.loss, 'share'))}; ${tied.length} more cannot be told from it`
            : `“${first.from}” loses most: ${inline(show(first.loss, 'share'))}`
      }
      line="Of those that left, the share not heard of again in time. Done: silence that is no loss. Open: the data end before it is known; in no share."
    >
      <Bars
        wide
        cell={cell}
        open={open}
        bars={losses.slice(0, drawn).map((l) => ({
          key: l.from,
          name: (
            <>
              {l.from}
              <span className="mark">
                {count(l.handed_over)} handed over{l.done > 0 && `, ${count(l.done)} done`}
                {l.open > 0 && `, ${count(l.open)} open`}
              </span>
            </>
          ),
          estimate: l.loss,
          n: l.lost,
          cell: lostRef(l.from),
          said: `lost after ${l.from}`,
        }))}
      />
      <Behind
        caption="Losses"
        columns={[
          { title: 'Last at', text: true },
          { title: 'Handed over' },
          { title: 'Lost' },
          { title: 'Loss, 95 %' },
          { title: 'n' },
          { title: 'Done' },
          { title: 'Open' },
        ]}
        rows={losses.map((l) => [
          l.from,
          count(l.handed_over),
          count(l.lost),
          withRange(show(l.loss, 'share')),
          count(l.loss.n),
          count(l.done),
          count(l.open),
        ])}
      />
    </Block>
  );
}
