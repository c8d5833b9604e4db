// The intended order, drawn as it was taken: stages in their order; above them who skips, below who comes back, from above
// who begins late. Lines are for the pointer; the list below says the same, and opens who they are.

import type { Conformance, Journey } from '../api/types';
import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, fit, inline, plural, roughly, sentence, show, withRange } from '../chart/format';
import { useWidth } from '../chart/useWidth';
import type { CellRef } from '../question/asked';
import { isSame } from '../question/Press';
import { deviationWords, layOutOrder, outcomeOf, type Placed } from './order';

interface Props {
  journey: Journey;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const least = 92; // a stage's width
const drawn = 10;

export function OrderChart({ journey, period, cell, open }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>(960);
  const [kept] = journey.conformance ?? [];
  if (!kept || kept.passages === 0 || journey.rows.length < 2) return null;
  const deviations = kept.deviations.slice(0, drawn);
  const layout = layOutOrder(
    journey.rows.map((s) => s.stage),
    deviations,
    width,
    least,
  );
  const passages = new Map(journey.rows.map((s) => [s.stage, s.passages]));
  return (
    <Block
      kind="ux"
      title={title(kept)}
      line={`Stages in the order that is intended, ${period}. From above: who begins late, or skips; below, dashed: who goes back. Lines are as thick as their passages; a passage may deviate more than once.`}
    >
      <div ref={ref}>
        <div className="scroll-x" tabIndex={0} role="region" aria-label="The intended order, as it was taken">
          <svg
            className="order k-ux"
            viewBox={`0 0 ${layout.width} ${layout.height}`}
            width={layout.width}
            height={layout.height}
            role="img"
            aria-label={`${title(kept)}. The list below has each deviation`}
          >
            <defs>
              <marker
                id="order-arrow"
                viewBox="0 0 8 8"
                refX="6"
                refY="4"
                markerWidth="9"
                markerHeight="9"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 0L8 4L0 8Z" fill="var(--ink-3)" />
              </marker>
            </defs>
            {layout.boxes.slice(1).map((b, i) => (
              <path
                key={b.stage}
                className="order-way"
                d={`M${(layout.boxes[i]?.x ?? 0) + layout.box.width + 2} ${b.y + layout.box.height / 2}H${b.x - 3}`}
                markerEnd="url(#order-arrow)"
              />
            ))}
            {layout.arcs.map((a) => (
              <Arc key={outcomeOf(a.deviation)} arc={a} cell={cell} open={open} />
            ))}
            {layout.boxes.map((b) => (
              <g key={b.stage} className="order-stage">
                <rect x={b.x} y={b.y} width={layout.box.width} height={layout.box.height} rx={4} />
                <text x={b.x + 9} y={b.y + 18} className="b">
                  {fit(b.stage, layout.box.width - 14)}
                </text>
                <text x={b.x + 9} y={b.y + 34}>
                  {fit(plural(passages.get(b.stage) ?? 0, 'passage'), layout.box.width - 12)}
                </text>
              </g>
            ))}
            {layout.arcs.map((a) => (
              <ArcLabel key={outcomeOf(a.deviation)} arc={a} />
            ))}
          </svg>
        </div>
      </div>
      <Deviations kept={kept} shown={deviations} cell={cell} open={open} />
    </Block>
  );
}

function title(kept: Conformance): string {
  const [first] = kept.deviations;
  const share = `${inline(show(kept.kept_order, 'share'))} of ${plural(kept.passages, 'passage')} keep the intended order`;
  return first ? `${share}; most often, ${roughly(first.share.value)} ${deviationWords(first)}` : share;
}

function Arc({ arc: { deviation: d, path, thick }, cell, open }: { arc: Placed; cell?: CellRef; open: Props['open'] }) {
  const ref = { outcome: outcomeOf(d) };
  const isOpen = isSame(ref, cell);
  return (
    <g
      className={['order-arc', d.deviation === 'returned' && 'back', isOpen && 'on'].filter(Boolean).join(' ')}
      onClick={() => open(isOpen ? undefined : ref)}
    >
      <path className="touch" d={path} />
      <path className="line" d={path} strokeWidth={thick} markerEnd="url(#order-arrow)" />
      <title>{`${count(d.passages)} ${deviationWords(d)}, ${withRange(show(d.share, 'share'))}`}</title>
    </g>
  );
}

function ArcLabel({ arc: { deviation: d, label } }: { arc: Placed }) {
  const text = roughly(d.share.value);
  const width = text.length * 6.6 + 6;
  const x = d.from === null ? label.x : label.x - width / 2;
  return (
    <g pointerEvents="none">
      <rect className="graph-ground" x={x} y={label.y - 12} width={width} height={16} rx={3} />
      <text x={x + 3} y={label.y}>
        {text}
      </text>
    </g>
  );
}

interface DeviationsProps {
  kept: Conformance;
  shown: Conformance['deviations'];
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

function Deviations({ kept, shown, cell, open }: DeviationsProps) {
  const left = kept.deviations.length - shown.length;
  return (
    <div className="order-list">
      <Bars
        wide
        cell={cell}
        open={open}
        bars={[
          {
            key: 'kept_order',
            name: <b>Keep the order, as far as they go</b>,
            estimate: kept.kept_order,
            n: Math.round((kept.kept_order.value ?? 0) * kept.kept_order.n),
            cell: { outcome: 'kept_order' },
            said: 'passages keep the intended order',
            more: <span className="mark line">{inline(show(kept.whole_way, 'share'))} all the way to the end</span>,
          },
          ...shown.map((d) => ({
            key: outcomeOf(d),
            name: sentence(deviationWords(d)),
            estimate: d.share,
            n: d.passages,
            cell: { outcome: outcomeOf(d) },
            said: `passages ${deviationWords(d)}`,
            more: d.times > d.passages ? <span className="mark line">{count(d.times)} times</span> : undefined,
          })),
        ]}
      />
      {left > 0 && <p className="mark">{plural(left, 'rarer deviation')} in the table.</p>}
      <Behind
        caption="Deviations from the intended order"
        columns={[
          { title: 'Deviation', text: true },
          { title: 'From', text: true },
          { title: 'To', text: true },
          { title: 'Passages' },
          { title: 'Share, 95 %' },
          { title: 'n' },
          { title: 'Times' },
        ]}
        rows={kept.deviations.map((d) => [
          d.deviation.replace('_', ' '),
          d.from,
          d.to,
          count(d.passages),
          withRange(show(d.share, 'share')),
          count(d.share.n),
          count(d.times),
        ])}
      />
    </div>
  );
}
