// What the stages and the ranking say, in a sentence each.

import type { MetricReading, Ranked, ScorecardStage } from '../api/types';
import { inline, list, show } from '../chart/format';
import { worst } from '../chart/geometry';
import { lower } from '../metric/findings';

export interface PanelPoint { stage: string; index: number; reading: MetricReading }
export interface Panel { key: string; title: string; discipline: 'UX' | 'CX'; unit: string; better: 'higher' | 'lower'; points: PanelPoint[] }

/** One panel per kind of metric: different scales never share one. Only what stands in two stages or more makes a curve. */
export function panelsOf(stages: ScorecardStage[], each = 2): Panel[] {
  const out: Panel[] = [];
  for (const discipline of ['UX', 'CX'] as const) {
    const found = new Map<string, Panel>();
    stages.forEach((s, index) => {
      for (const reading of discipline === 'UX' ? s.ux : s.cx) {
        const key = `${discipline}:${reading.kind ?? reading.metric}:${reading.unit}`;
        let panel = found.get(key);
        if (!panel) {
          panel = { key, title: kindTitle(reading), discipline, unit: reading.unit, better: reading.better ?? 'higher', points: [] };
          found.set(key, panel);
        }
        if (!panel.points.some((p) => p.index === index)) panel.points.push({ stage: s.stage, index, reading });
      }
    });
    const measured = (p: Panel) => measuredAt(p).length;
    out.push(...[...found.values()].filter((p) => measured(p) > 0).sort((a, b) => measured(b) - measured(a)).slice(0, each));
  }
  return out;
}

const titles: Record<string, string> = {
  task_success: 'Task success', task_time: 'Time on task', task_errors: 'Errors per attempt', task_give_up: 'Given up',
  csat: 'Satisfaction', ces: 'Effort score', nps: 'NPS', sus: 'SUS', conversion: 'Conversion', retention: 'Came back', churn: 'Left',
};
const kindTitle = (r: MetricReading) => (r.kind && titles[r.kind]) || r.title;

/** The stages of a panel that have a value. */
export const measuredAt = (panel: Panel): PanelPoint[] => panel.points.filter((p) => p.reading.value.value !== null);

/** "not measured in Report and Payment; too few people in Decision", or the shorter "measured in Documents only". */
export function gapsLine(panel: Panel, stages: string[]): string {
  const few = panel.points.filter((p) => p.reading.value.value === null).map((p) => p.stage);
  const none = stages.filter((s) => !panel.points.some((p) => p.stage === s));
  const at = measuredAt(panel).map((p) => p.stage);
  if (few.length === 0 && none.length > at.length) return `measured in ${list(at)} only`;
  return [none.length && `not measured in ${list(none)}`, few.length && `too few people in ${list(few)}`].filter(Boolean).join('; ');
}

/** Where a panel is worst, as far as intervals tell; [] when nothing stands out. */
export function worstStages(panel: Panel): string[] {
  const found = worst(panel.points, (p) => p.reading.value, panel.better).map((p) => p.stage);
  const known = measuredAt(panel).length;
  return known > 1 && found.length <= known / 2 ? found : [];
}

export function stagesTitle(panels: Panel[]): string {
  const first = (d: 'UX' | 'CX') => panels.find((p) => p.discipline === d);
  const said = [first('UX'), first('CX')].filter((p): p is Panel => !!p).map((p) => ({ p, at: worstStages(p) }));
  const standing = said.filter((s) => s.at.length > 0);
  if (panels.length > 0 && panels.every((p) => measuredAt(p).length < 2)) return 'Each measure is taken in one stage only, so stages cannot be compared by it';
  if (standing.length === 0) return 'No stage stands out in these measures';
  const [a, b] = standing;
  if (a && b && a.at.join() === b.at.join()) return `${a.p.title} and ${lower(b.p.title)} are both worst in ${list(a.at)}`;
  return standing.map((s, i) => `${i ? lower(s.p.title) : s.p.title} is worst in ${s.at.length > 1 ? s.at.join(' or ') : s.at[0]}`).join(', ');
}

/** "Claim is where task success is lowest": for the lead; "" when no single stage stands out. */
export function whereWorst(panels: Panel[]): string {
  const p = panels.find((x) => worstStages(x).length === 1);
  return p ? `${worstStages(p)[0]} is where ${lower(p.title)} is ${p.better === 'higher' ? 'lowest' : 'highest'}` : '';
}

export function stagesSentence(panels: Panel[]): string {
  const p = panels.find((x) => worstStages(x).length === 1);
  const stage = p && worstStages(p)[0];
  const point = p?.points.find((x) => x.stage === stage);
  const shown = point && show(point.reading.value, point.reading.unit);
  return p && shown ? `By stage, ${lower(p.title)} is worst in ${stage}: ${inline(shown)}.` : '';
}

export interface Folded { row: Ranked; twins: Ranked[]; rank_low: number; rank_high: number }

const near = (a: number, b: number) => Math.abs(a - b) <= 0.02 * Math.max(a, b);

/**
 * The same friction, seen by two journeys that share a step, is one finding: same name, and reach and passages within 2 %
 * of each other (passages that began before the period, or that one journey cuts off, make them differ a little).
 */
export function foldTwins(rows: Ranked[]): Folded[] {
  const out: Folded[] = [];
  for (const row of rows) {
    const same = out.find((f) => f.row.what === row.what && f.row.journey !== row.journey && f.twins.every((t) => t.journey !== row.journey)
      && near(f.row.reached, row.reached) && near(f.row.of, row.of));
    if (same) {
      same.twins.push(row);
      same.rank_low = Math.min(same.rank_low, row.rank_low);
      same.rank_high = Math.max(same.rank_high, row.rank_high);
    } else {
      out.push({ row, twins: [], rank_low: row.rank_low, rank_high: row.rank_high });
    }
  }
  return out;
}

export function rankingTitle(hurts: Folded[], works: number): string {
  const [top, ...others] = hurts;
  if (!top) return works ? 'What works' : 'Nothing to rank yet';
  const at = top.row.step ?? top.row.stage ?? '';
  const share = show(top.row.share, 'share');
  const isOpen = others.some((o) => o.rank_low <= top.rank_high);
  return `${capital(top.row.what)}${at ? ` in ${at}` : ''} reaches ${share ? inline(share) : 'most people'}${isOpen ? '; the order of the first is not certain' : ''}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replaceAll('_', ' ');
