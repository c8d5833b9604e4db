// Lines over equal steps, each with its 95 % band and its name at its end. Gaps in the data are gaps in the line.

import { scaleLinear } from 'd3-scale';
import type { Estimate } from '../api/types';
import { inline, show, tickTexts, withRange } from './format';
import { bandPath, domainOf, grid, linePath, type Point, runs } from './geometry';
import { type Kind, SignAt } from './Sign';
import { useWidth } from './useWidth';

export interface Line {
  name: string;
  values: (Estimate | null)[];
}
interface Props {
  label: string;
  steps: string[];
  lines: Line[];
  unit: string;
  kind: Kind;
  height?: number;
  include?: number[];
}

const foot = 24;
const top = 12;

export function LineChart({ label, steps, lines, unit, kind, height = 190, include = [] }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>(640);
  const raw = domainOf(
    lines.flatMap((l) => l.values.map((v) => v ?? undefined)),
    unit,
    include,
  );
  if (!raw) return null;
  const { domain, ticks } = grid(raw, 4, unit);
  const texts = tickTexts(ticks, unit);
  const left = Math.max(46, Math.max(...texts.map((t) => t.length)) * 6.6 + 20); // the scale, and room for the first label
  const right = lines.length > 1 ? Math.min(150, width / 4) : 26;
  const y = scaleLinear()
    .domain(domain)
    .range([height - foot, top]);
  const x = scaleLinear()
    .domain([0, Math.max(1, steps.length - 1)])
    .range([left, width - right]);
  const every = Math.max(1, Math.ceil(64 / Math.max(1, x(1) - x(0))));
  const said = lines
    .map(
      (l) =>
        `${l.name}: ${l.values
          .map((v, i) => (v && v.value !== null ? `${steps[i]} ${withRange(show(v, unit))}` : ''))
          .filter(Boolean)
          .join(', ')}`,
    )
    .join('; ');
  return (
    <div className="fluid" ref={ref}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        className={`k-${kind}`}
        role="img"
        aria-label={`${label}. ${said}`}
      >
        {ticks.map((t, i) => (
          <g key={t}>
            <path d={`M${left} ${y(t)}H${width - right}`} className="gl" />
            <text x={0} y={y(t) + 4} className="m">
              {texts[i]}
            </text>
          </g>
        ))}
        {steps.map(
          (s, i) =>
            i % every === 0 && (
              <text key={s} x={x(i)} y={height - 6} textAnchor="middle" className="m">
                {s}
              </text>
            ),
        )}
        {lines.map((l) => (
          <LineMarks
            key={l.name}
            line={l}
            x={x}
            y={y}
            unit={unit}
            kind={kind}
            isOnly={lines.length === 1}
            room={x(1) - x(0)}
          />
        ))}
      </svg>
    </div>
  );
}

interface MarksProps {
  line: Line;
  x: (i: number) => number;
  y: (v: number) => number;
  unit: string;
  kind: Kind;
  isOnly: boolean;
  room: number;
}

function LineMarks({ line, x, y, unit, kind, isOnly, room }: MarksProps) {
  const points = line.values.map((v, i): Point | null =>
    v && v.value !== null ? { x: x(i), y: y(v.value), low: y(v.low ?? v.value), high: y(v.high ?? v.value) } : null,
  );
  const last = points.findLastIndex((p) => p !== null);
  const end = points[last];
  const every = Math.max(1, Math.ceil(44 / Math.max(1, room)));
  return (
    <g>
      {runs(points).map((run) => (
        <g key={run[0]?.x}>
          <path d={bandPath(run)} className="bd" />
          {run.length > 1 && <path d={linePath(run)} className="ln" />}
        </g>
      ))}
      {points.map(
        (p, i) =>
          p && (
            <g key={i}>
              {isOnly && <SignAt kind={kind} x={p.x} y={p.y} r={3.4} />}
              {isOnly && i % every === 0 && (
                <text x={p.x} y={Math.max(10, p.high - 6)} textAnchor="middle" className="b">
                  {inline(show(line.values[i] ?? undefined, unit))}
                </text>
              )}
            </g>
          ),
      )}
      {!isOnly && end && (
        <text x={end.x + 6} y={end.y + 4} className="b">
          {line.name}
        </text>
      )}
    </g>
  );
}
