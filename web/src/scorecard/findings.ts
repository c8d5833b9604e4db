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
    const measured = (p: Panel) => p.points.filter((x) => x.reading.value.value !== null).length;
    out.push(...[...found.values()].filter((p) => measured(p) > 0).sort((a, b) => measured(b) - measured(a)).slice(0, each));
  }
  return out;
}

const titles: Record<string, string> = {
  task_success: 'Task success', task_time: 'Time on task', task_errors: 'Errors per attempt', task_give_up: 'Given up',
  csat: 'Satisfaction', ces: 'Effort score', nps: 'NPS', sus: 'SUS', conversion: 'Conversion', retention: 'Came back', churn: 'Left',
};
const kindTitle = (r: MetricReading) => (r.kind && titles[r.kind]) || r.title;

/** Where a panel is worst, as far as intervals tell; [] when nothing stands out. */
export function worstStages(panel: Panel): string[] {
  const found = worst(panel.points, (p) => p.reading.value, panel.better).map((p) => p.stage);
  const known = panel.points.filter((p) => p.reading.value.value !== null).length;
  return known > 1 && found.length <= known / 2 ? found : [];
}

export function stagesTitle(panels: Panel[]): string {
  const first = (d: 'UX' | 'CX') => panels.find((p) => p.discipline === d);
  const said = [first('UX'), first('CX')].filter((p): p is Panel => !!p).map((p) => ({ p, at: worstStages(p) }));
  const standing = said.filter((s) => s.at.length > 0);
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

export function rankingTitle(rows: Ranked[]): string {
  const top = rows.find((r) => r.side === 'hurts');
  if (!top) return rows.length ? 'What works' : 'Nothing to rank yet';
  const place = top.step ?? top.stage ?? '';
  const share = show(top.share, 'share');
  return `${capital(top.what)}${place ? ` in ${place}` : ''} reaches ${share ? inline(share) : 'most people'}${top.rank_high > top.rank_low ? '; the order of the first is not certain' : ''}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replaceAll('_', ' ');
