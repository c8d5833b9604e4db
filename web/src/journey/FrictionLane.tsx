// The skyline of trouble: the most met friction of each step, share of its passages with interval; the others in words.

import { scaleLinear } from 'd3-scale';
import { fit, inline, percent, show, words } from '../chart/format';
import { Sign } from '../chart/Sign';
import { useWidth } from '../chart/useWidth';
import type { Cell } from '../shell/cell';
import { type Place, topFriction } from './findings';
import { Press } from './JourneyMap';

const height = 136;
const base = 100;

export function FrictionLane({ places, cell, open }: { places: Place[]; cell: Cell | null; open: (cell: Cell) => void }) {
  const { ref, width } = useWidth<HTMLTableCellElement>(1180);
  const tops = places.map((p) => topFriction(p.step));
  if (!places.some((p) => p.step.frictions?.length)) return null;
  const step = width / places.length;
  const largest = Math.max(0.05, ...tops.map((f) => f?.share.high ?? f?.share.value ?? 0));
  const y = scaleLinear().domain([0, largest]).range([base, 18]);
  const most = Math.max(0, ...tops.map((f) => f?.share.value ?? 0));
  return (
    <tr role="row">
      <th role="rowheader" scope="row"><span className="ln"><Sign kind="harm" /> Friction</span><span className="mark">most met; % of the step’s passages</span></th>
      <td role="cell" className="full" aria-colspan={places.length} ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
          {places.filter((p) => p.first && p.column > 0).map((p) => <path key={p.column} d={`M${step * p.column} 0V${height}`} className="gl" />)}
          <path d={`M0 ${base}H${width}`} className="zero" />
          {places.map((p, i) => {
            const f = tops[i];
            const x = step * (p.column + 0.5);
            if (!f || f.share.value === null) return <text key={i} x={x} y={base - 8} textAnchor="middle" className="m">{p.step.frictions?.some((each) => each.reason) ? 'not known' : p.step.frictions?.length ? 'none met' : 'none named'}</text>;
            const v = f.share.value;
            const shown = show(f.share, 'share');
            return (
              <g key={i}>
                <rect x={x - 14} y={y(v)} width={28} height={Math.max(1, base - y(v))} className={v > most / 2 ? 'bar-harm' : 'bar-harm soft'} />
                {f.share.low !== null && f.share.high !== null && <path d={`M${x} ${y(f.share.low)}V${y(f.share.high)}`} className="bar-iv" />}
                <text x={x + 19} y={Math.min(base - 4, y(v) + 10)} className={v > most / 2 ? 'b harm' : 'b'}>{shown && Math.round(v * 100)}</text>
                <text x={x} y={base + 15} textAnchor="middle">{fit(words(f.friction), step)}</text>
                {(p.step.frictions?.length ?? 0) > 1 && <text x={x} y={base + 29} textAnchor="middle" className="m">and {(p.step.frictions?.length ?? 1) - 1} more</text>}
              </g>
            );
          })}
        </svg>
        {places.map((p) => (
          <Press key={p.column} cell={cell} open={open} lane="friction" stage={p.stage.stage} step={p.step.step} className="over" style={{ left: step * p.column, width: step }}
            label={`Friction at ${p.step.step}: ${p.step.frictions?.map((f) => `${words(f.friction)} ${f.share.value === null ? 'not known' : inline(show(f.share, 'share')) || percent(f.share.value)}`).join(', ') || 'none named'}`} />
        ))}
      </td>
    </tr>
  );
}
