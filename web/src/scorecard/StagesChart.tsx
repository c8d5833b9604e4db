// The same people, stage by stage, on their own scales: a panel each, never averaged, never one axis for two.

import { scaleLinear } from 'd3-scale';
import type { ScorecardStage } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, tickTexts, withRange } from '../chart/format';
import { domainOf, grid, linePath, type Point, runs } from '../chart/geometry';
import { kindOf, Sign, SignAt } from '../chart/Sign';
import { useWidth } from '../chart/useWidth';
import { gapsLine, measuredAt, type Panel, stagesTitle } from './findings';

const tall = 120;
const flat = 58; // one stage only: no curve, no scale
const wideAxis = 44; // room for the scale, left of the first stage
const narrowAxis = 24; // less, where stage names need the room: labels then reach a little into the plot

export function StagesChart({ stages, panels }: { stages: ScorecardStage[]; panels: Panel[] }) {
  return (
    <Block title={stagesTitle(panels)} line="Same people, same stages, scales that are never averaged. Lines through the points are 95 % intervals.">
      <div className="stages">
        <div className="stage-names" aria-hidden="true">
          {stages.map((s) => <div key={s.stage}><b>{s.stage}</b><span className="mark">{count(s.passages)}<span className="word"> passages</span></span></div>)}
        </div>
        {panels.map((p) => <PanelRow key={p.key} panel={p} stages={stages} />)}
      </div>
      <Behind
        caption="Stages with their measures"
        columns={[{ title: 'Stage' }, { title: 'Passages' }, ...panels.flatMap((p) => [{ title: p.title }, { title: '95 %' }, { title: 'n' }])]}
        rows={stages.map((s, i) => [
          s.stage, count(s.passages),
          ...panels.flatMap((p) => {
            const point = p.points.find((x) => x.index === i);
            const shown = point ? show(point.reading.value, p.unit) : null;
            return point ? [shown ? inline(shown) : point.reading.status, shown?.range ?? '', count(point.reading.value.n)] : ['', '', ''];
          }),
        ])}
      />
    </Block>
  );
}

function PanelRow({ panel, stages }: { panel: Panel; stages: ScorecardStage[] }) {
  const { ref, width } = useWidth<HTMLDivElement>(800);
  const estimates = panel.points.map((p) => p.reading.value);
  const raw = domainOf(estimates, panel.unit);
  if (!raw) return null;
  const kind = kindOf(panel.discipline);
  const isFlat = measuredAt(panel).length < 2;
  const height = isFlat ? flat : tall;
  const { domain, ticks } = grid(raw, 2, panel.unit);
  const y = scaleLinear().domain(domain).range([height - 20, isFlat ? 24 : 20]);
  const axis = width < 560 ? narrowAxis : wideAxis;
  const step = (width - axis) / stages.length;
  const narrow = step < 118;
  const labels = tickTexts(ticks, panel.unit).map((t) => (narrow ? t.split('\u00a0')[0] : t)); // its unit stands in the panel’s line
  const points = stages.map((_, i): Point | null => {
    const e = panel.points.find((p) => p.index === i)?.reading.value;
    return e && e.value !== null ? { x: axis + step * (i + 0.5), y: y(e.value), low: y(e.low ?? e.value), high: y(e.high ?? e.value) } : null;
  });
  const said = panel.points.map((p) => `${p.stage} ${withRange(show(p.reading.value, panel.unit)) || p.reading.status}`).join(', ');
  const gaps = gapsLine(panel, stages.map((s) => s.stage));
  return (
    <div className="panel">
      <div className="panel-name"><span><Sign kind={kind} /> {panel.title}</span><span className="mark">{panelLine(panel)}</span>{gaps && <span className="mark">{gaps}</span>}</div>
      <div className="fluid" ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} height={height} className={`k-${kind}`} role="img" aria-label={`${panel.title} by stage: ${said}`}>
          {!isFlat && ticks.map((t, i) => (
            <g key={t}>
              <path d={`M${axis} ${y(t)}H${width}`} className="gl" />
              <text x={0} y={y(t) + 4} className="m">{labels[i]}</text>
            </g>
          ))}
          {runs(points).map((run) => <path key={run[0]?.x} d={linePath(run)} className="ln soft" />)}
          {points.map((p, i) => {
            const point = panel.points.find((x) => x.index === i);
            const middle = axis + step * (i + 0.5);
            if (!p || !point) return <path key={i} d={`M${middle - 5} ${height / 2 + 7}h10`} className="gap" />;
            const shown = show(point.reading.value, panel.unit);
            const beside = [points[i - 1], points[i + 1]].filter((b): b is Point => !!b);
            const below = beside.reduce((sum, b) => sum + p.y - b.y, 0) > 0; // away from the lines to both sides
            const ty = below ? Math.min(height - 3, p.low + 16) : Math.max(11, p.high - 7);
            return (
              <g key={i}>
                <path d={`M${p.x} ${p.low}V${p.high}`} className="iv" />
                <SignAt kind={kind} x={p.x} y={p.y} />
                <text x={p.x} y={ty} textAnchor="middle">
                  <tspan fontWeight={600} fill="var(--ink)">{shown?.text}</tspan>{!narrow && shown?.range && <tspan fill="var(--ink-3)"> {shown.range}</tspan>}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
    </div>
  );
}

function panelLine(p: Panel): string {
  const titles = [...new Set(p.points.map((x) => x.reading.title))];
  const what = titles.length === 1 && titles[0] !== p.title ? titles[0] : `${p.points.length} measures`;
  const unit = { share: '%', seconds: 'time', points: 'points', score: 'mean score', per_attempt: 'per attempt', per_100: 'per 100', count: 'count' }[p.unit] ?? p.unit;
  return `${what}; ${unit}; ${p.better} is better`;
}
