// A measure along the journey, on its own scale: points with intervals where it stands, joined where neighbours have one.

import { scaleLinear } from 'd3-scale';
import { count, show, tickTexts, withRange } from '../chart/format';
import { domainOf, grid, linePath, type Point, runs } from '../chart/geometry';
import { Sign, SignAt } from '../chart/Sign';
import { useWidth } from '../chart/useWidth';
import type { Cell } from '../shell/cell';
import type { Place, ScoreLane } from './findings';
import { Press } from './JourneyMap';

export function ScoresLane({ lane, kind, places, cell, open }: { lane: ScoreLane; kind: 'ux' | 'cx'; places: Place[]; cell: Cell | null; open: (cell: Cell) => void }) {
  const { ref, width } = useWidth<HTMLTableCellElement>(1180);
  const step = width / places.length;
  const raw = domainOf(lane.at.map((a) => a.reading.value), lane.unit);
  const isCurve = lane.at.length > 1; // one point has no neighbour to compare with: its words carry it, without a scale
  const { domain, ticks } = raw ? (isCurve ? grid(raw, 2, lane.unit) : { domain: raw, ticks: [] }) : { domain: [0, 1] as [number, number], ticks: [] };
  const height = isCurve ? 132 : 84;
  const y = scaleLinear().domain(domain).range([height - (isCurve ? 46 : 34), 24]);
  const sorted = lane.at.toSorted((a, b) => a.from + a.to - b.from - b.to);
  const points = sorted.map(({ reading: { value: e }, from, to }): Point | null =>
    e.value === null ? null : { x: (step * (from + to + 1)) / 2, y: y(e.value), low: y(e.low ?? e.value), high: y(e.high ?? e.value) });
  const labels = tickTexts(ticks, lane.unit);
  const titles = [...new Set(sorted.map((s) => s.reading.title))];
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <span className="ln"><Sign kind={kind} /> {lane.title}</span>
        <span className="mark">{titles.length === 1 && titles[0] !== lane.title ? `${titles[0]}; ` : ''}{lane.better} is better{sorted.some((s) => !s.step) ? '; by stage' : ''}</span>
      </th>
      <td role="cell" className="full" aria-colspan={places.length} ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className={`k-${kind}`} aria-hidden="true">
          {ticks.map((t, i) => <g key={t}><path d={`M0 ${y(t)}H${width}`} className="gl" /><text x={4} y={y(t) - 3} className="m">{labels[i]}</text></g>)}
          {places.filter((p) => p.first && p.column > 0).map((p) => <path key={p.column} d={`M${step * p.column} 0V${height}`} className="gl" />)}
          {runs(points).map((run) => <path key={run[0]?.x} d={linePath(run)} className="ln soft" />)}
          {sorted.map((s, i) => {
            const p = points[i];
            const middle = (step * (s.from + s.to + 1)) / 2;
            const n = <text x={middle} y={height - 6} textAnchor="middle" className="m">n {count(s.reading.value.n)}</text>;
            if (!p) return <g key={i}><text x={middle} y={height / 2} textAnchor="middle">{s.reading.status === 'too-few-people' ? 'too few people' : 'no answer'}</text>{n}</g>;
            const shown = show(s.reading.value, lane.unit);
            const beside = [points[i - 1], points[i + 1]].filter((b): b is Point => !!b);
            const below = beside.reduce((sum, b) => sum + p.y - b.y, 0) > 0; // away from the lines to both sides
            return (
              <g key={i}>
                <path d={`M${p.x} ${p.low}V${p.high}`} className="iv" />
                <SignAt kind={kind} x={p.x} y={p.y} />
                <text x={p.x} y={below ? p.low + 16 : Math.max(12, p.high - 8)} textAnchor="middle"><tspan fontWeight={600} fill="var(--ink)">{shown?.text}</tspan>{(s.to > s.from || step > 128) && <tspan fill="var(--ink-3)"> {shown?.range}</tspan>}</text>
                {n}
              </g>
            );
          })}
        </svg>
        {sorted.map((s) => (
          <Press key={`${s.reading.metric}${s.from}`} cell={cell} open={open} lane={`metric:${s.reading.metric}`} stage={s.stage.stage} step={s.step?.step} className="over" style={{ left: step * s.from, width: step * (s.to - s.from + 1) }}
            label={`${s.reading.title}, ${s.step?.step ?? s.stage.stage}: ${s.reading.status === 'ok' ? withRange(show(s.reading.value, lane.unit)) : s.reading.reason ?? s.reading.status}, n ${s.reading.value.n}`} />
        ))}
      </td>
    </tr>
  );
}
