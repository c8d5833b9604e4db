// Shares by buckets of time, each as wide as the next because times differ by powers; the line is the median.

import { scaleLinear } from 'd3-scale';
import type { Estimate } from '../api/types';
import { elapsed, percent, show, withRange } from './format';
import { useWidth } from './useWidth';

export interface HistogramBar {
  from: number;
  to?: number;
  share: Estimate;
  name: string;
}

const height = 132;
const top = 16;
const foot = 22;

/** Where a time stands among buckets: within its own by its part of it. */
export function placeOf(bars: HistogramBar[], value: number): number | null {
  const at = bars.findIndex((b) => value >= b.from && (b.to === undefined || value < b.to));
  const bar = bars[at];
  if (!bar) return null;
  return at + (bar.to === undefined || bar.to <= bar.from ? 0.5 : (value - bar.from) / (bar.to - bar.from));
}

export function Histogram({ bars, mark, label }: { bars: HistogramBar[]; mark: number | null; label: string }) {
  const { ref, width } = useWidth<HTMLDivElement>(640);
  if (bars.length === 0) return null;
  const most = Math.max(...bars.map((b) => b.share.high ?? b.share.value ?? 0), 0.01);
  const y = scaleLinear()
    .domain([0, most])
    .range([height - foot, top]);
  const step = width / bars.length;
  const every = Math.max(1, Math.ceil(62 / step));
  const at = mark === null ? null : placeOf(bars, mark);
  const said = bars.map((b) => `${b.name}: ${withRange(show(b.share, 'share')) || 'nobody'}`).join('; ');
  return (
    <div className="fluid" ref={ref}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        className="k-ux"
        role="img"
        aria-label={`${label}. ${said}`}
      >
        <path d={`M0 ${height - foot}H${width}`} className="zero" />
        {bars.map((b, i) => {
          const value = b.share.value ?? 0;
          const middle = step * (i + 0.5);
          return (
            <g key={b.from}>
              <rect
                x={step * i + 1}
                y={y(value)}
                width={Math.max(1, step - 2)}
                height={height - foot - y(value)}
                fill="var(--c-soft)"
              />
              {b.share.low !== null && b.share.high !== null && value > 0 && (
                <path d={`M${middle} ${y(b.share.low)}V${y(b.share.high)}`} className="iv" />
              )}
              {step > 34 && value > 0 && (
                <text x={middle} y={Math.max(11, y(b.share.high ?? value) - 4)} textAnchor="middle" className="b">
                  {percent(value, value < 0.1 ? 1 : 0)}
                </text>
              )}
              {i % every === 0 && (
                <text x={step * i} y={height - 6} className="m" textAnchor={i ? 'middle' : 'start'}>
                  {elapsed(b.from)}
                </text>
              )}
            </g>
          );
        })}
        {at !== null && (
          <path
            d={`M${step * at} ${top - 4}V${height - foot + 4}`}
            stroke="var(--ink)"
            strokeWidth={1.5}
            strokeDasharray="3 3"
          />
        )}
      </svg>
    </div>
  );
}
