// Each hand-over with its share, how long it takes, and how often the same is asked again.

import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { type Handover, type HandoversAnswer, handoversOf } from './answer';
import { handoverRef } from './question';

interface Props {
  answer: HandoversAnswer;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const drawn = 10;

export function HandoversList({ answer, cell, open }: Props) {
  const handovers = handoversOf(answer);
  const slow = handovers
    .filter((h) => h.median_seconds.n >= 20)
    .toSorted((a, b) => (b.median_seconds.value ?? 0) - (a.median_seconds.value ?? 0))[0];
  if (handovers.length === 0) return null;
  const isAsked = handovers.some((h) => h.asked_again_share);
  return (
    <Block
      kind="ux"
      title={
        slow
          ? `The slowest is from “${slow.from}” to “${slow.to}”: ${inline(show(slow.median_seconds, 'seconds'))}`
          : 'How long hand-overs take'
      }
      line={`The ${Math.min(drawn, handovers.length)} most frequent: share of those that left, its 95 % interval, and the median delay.`}
    >
      <Bars
        wide
        cell={cell}
        open={open}
        bars={handovers.slice(0, drawn).map((h) => ({
          key: `${h.from} ${h.to}`,
          name: (
            <>
              {h.from} → {h.to}
              <span className="mark">{delayOf(h)}</span>
            </>
          ),
          estimate: h.share,
          n: h.handovers,
          cell: handoverRef(h.from, h.to),
          said: `from ${h.from} to ${h.to}`,
        }))}
      />
      <Behind
        caption="Hand-overs"
        columns={[
          { title: 'From', text: true },
          { title: 'To', text: true },
          { title: 'Times' },
          { title: 'Of those that left, 95 %' },
          { title: 'n' },
          { title: 'Median delay, 95 %' },
          { title: 'Mean delay' },
          ...(isAsked ? [{ title: 'Asked again, 95 %' }] : []),
        ]}
        rows={handovers.map((h) => [
          h.from,
          h.to,
          count(h.handovers),
          withRange(show(h.share, 'share')),
          count(h.share.n),
          withRange(show(h.median_seconds, 'seconds')),
          inline(show(h.mean_seconds, 'seconds')),
          ...(isAsked ? [withRange(show(h.asked_again_share, 'share'))] : []),
        ])}
      />
    </Block>
  );
}

function delayOf(h: Handover): string {
  const time = show(h.median_seconds, 'seconds');
  const again = h.asked_again_share ? `; asked again ${inline(show(h.asked_again_share, 'share'))}` : '';
  return `${time ? `after ${inline(time)}${time.range ? `, ${time.range}` : ''}` : 'after an unknown time'}${again}`;
}
