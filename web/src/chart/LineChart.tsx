// Lines over equal steps with their 95 % intervals, each with its name at its end. Gaps in the data are gaps in the line.

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
  const pointsOf = (l: Line): (Point | null)[] =>
    l.values.map((v, i) =>
      v && v.value !== null ? { x: x(i), y: y(v.value), low: y(v.low ?? v.value), high: y(v.high ?? v.value) } : null,
    );
  const labels = spread(
    lines.map((l) => {
      const end = l.values.findLast((v) => v?.value != null);
      return y(end?.value ?? domain[0]);
    }),
    height - foot,
  );
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
        {lines.map((l, i) =>
          lines.length === 1 ? (
            <Bands key={l.name} points={pointsOf(l)} />
          ) : (
            <Whiskers key={l.name} points={pointsOf(l)} aside={(i - (lines.length - 1) / 2) * 4} />
          ),
        )}
        {lines.map((l, i) => (
          <LineMarks
            key={l.name}
            line={l}
            points={pointsOf(l)}
            dash={dashes[i % dashes.length]}
            label={{ x: width - right + 10, y: labels[i] ?? 0 }}
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

const lineHeight = 15;

/** Names at the ends of lines that would lie on each other stand below each other instead. */
export function spread(wanted: number[], lowest: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).toSorted((a, b) => a.y - b.y);
  order.forEach((o, k) => {
    const above = order[k - 1];
    if (above) o.y = Math.max(o.y, above.y + lineHeight);
  });
  const last = order.at(-1);
  const over = Math.max(0, (last?.y ?? 0) - lowest);
  let limit = Infinity;
  for (const o of order.toReversed()) {
    o.y = Math.min(o.y, last === o ? o.y - over : limit);
    limit = o.y - lineHeight;
  }
  return wanted.map((_, i) => order.find((o) => o.i === i)?.y ?? 0);
}

// Lines are told apart by their names and their dashes, never by colour.
const dashes = [undefined, '7 3', '2 3', '10 3 2 3', '4 4'];

const Bands = ({ points }: { points: (Point | null)[] }) =>
  runs(points).map((run) => <path key={run[0]?.x} d={bandPath(run)} className="bd" />);

/** Of several lines, side by side: bands would lie on each other and be one. */
const Whiskers = ({ points, aside }: { points: (Point | null)[]; aside: number }) =>
  points.map((p) => p && <path key={p.x} d={`M${p.x + aside} ${p.low}V${p.high}`} className="ln soft" />);

interface MarksProps {
  line: Line;
  points: (Point | null)[];
  dash: string | undefined;
  label: { x: number; y: number };
  unit: string;
  kind: Kind;
  isOnly: boolean;
  room: number;
}

function LineMarks({ line, points, dash, label, unit, kind, isOnly, room }: MarksProps) {
  const end = points.findLast((p) => p !== null);
  const texts = line.values.map((v) => inline(show(v ?? undefined, unit)));
  const widest = Math.max(...texts.map((t) => t.length)) * 6.6 + 8;
  const every = Math.max(1, Math.ceil(widest / Math.max(1, room)));
  return (
    <g>
      {runs(points).map((run) =>
        run.length > 1 ? (
          <path key={run[0]?.x} d={linePath(run)} className="ln" strokeDasharray={isOnly ? undefined : dash} />
        ) : (
          !isOnly && <circle key={run[0]?.x} cx={run[0]?.x} cy={run[0]?.y} r={2} fill="var(--c)" />
        ),
      )}
      {points.map(
        (p, i) =>
          p &&
          isOnly && (
            <g key={i}>
              <SignAt kind={kind} x={p.x} y={p.y} r={3.4} />
              {i % every === 0 && (
                <text x={p.x} y={Math.max(10, p.high - 6)} textAnchor="middle" className="b">
                  {texts[i]}
                </text>
              )}
            </g>
          ),
      )}
      {!isOnly && end && (
        <>
          <path d={`M${end.x + 2} ${end.y}L${label.x - 3} ${label.y}`} className="zero" />
          <text x={label.x} y={label.y + 4} className="b">
            {line.name}
          </text>
        </>
      )}
    </g>
  );
}
