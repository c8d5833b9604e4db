// A trend with its band; at its right, on the same scale, the period before (grey) and now (its sign).

import { scaleLinear } from 'd3-scale';
import type { Estimate } from '../api/types';
import { bandPath, domainOf, linePath, type Point, runs } from './geometry';
import { type Kind, SignAt } from './Sign';

interface Props {
  trend: { start: string; value: Estimate }[];
  before?: Estimate;
  now: Estimate;
  unit: string;
  kind: Kind;
  isCumulative?: boolean; // grows with the length of the period: a week of it has another scale than the whole
  label: string;
}

const width = 150;
const height = 40;
const right = 118; // where the trend ends

export function Sparkline({ trend, before, now, unit, kind, isCumulative = false, label }: Props) {
  const parts = trend.map((t) => t.value);
  const domain = domainOf(isCumulative ? [before, now] : [...parts, before, now], unit);
  if (!domain) return null;
  const y = scaleLinear().domain(domain).range([height - 4, 4]);
  const yTrend = isCumulative ? y.copy().domain(domainOf(parts, unit, [0]) ?? domain) : y;
  const x = scaleLinear().domain([0, Math.max(1, trend.length - 1)]).range([2, right]);
  const points = trend.map(({ value: e }, i): Point | null =>
    e.value === null ? null : { x: x(i), y: yTrend(e.value), low: yTrend(e.low ?? e.value), high: yTrend(e.high ?? e.value) });
  const mark = (e: Estimate | undefined, at: number, sign: boolean) => {
    if (!e || e.value === null) return null;
    const [v, low, high] = [y(e.value), y(e.low ?? e.value), y(e.high ?? e.value)];
    return (
      <g>
        <path d={`M${at} ${low}V${high}`} className={sign ? 'iv' : 'bf'} strokeWidth={sign ? 2 : 1.5} />
        {sign ? <SignAt kind={kind} x={at} y={v} r={4} /> : <path d={`M${at - 3} ${v}H${at + 3}`} className="bf" strokeWidth={1.5} />}
      </g>
    );
  };
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} className={`k-${kind} hang`} role="img" aria-label={label}>
      {runs(points).map((run) => (
        <g key={run[0]?.x}>
          <path d={bandPath(run)} className="bd" />
          {run.length > 1 ? <path d={linePath(run)} className="ln" /> : <circle cx={run[0]?.x} cy={run[0]?.y} r={1.5} fill="var(--c)" />}
        </g>
      ))}
      {isCumulative && <path d={`M${right + 5} 2V${height - 2}`} className="zero" />}
      {mark(before, right + 14, false)}
      {mark(now, right + 25, true)}
    </svg>
  );
}
