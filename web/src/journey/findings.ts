// What the journey says: where most leave, where friction is highest, in sentences that the counts carry.

import type { Estimate, Friction, Journey, MetricReading, Stage, Step, Verbatim } from '../api/types';
import { count, inline, percent, plural, show, words } from '../chart/format';
import { worst } from '../chart/geometry';
import { keyOf } from '../metric/named';

export interface Place { stage: Stage; stageIndex: number; step: Step; column: number; first: boolean }

export const placesOf = (stages: Stage[]): Place[] => {
  let column = 0;
  return stages.flatMap((stage, stageIndex) => (stage.steps ?? []).map((step, i) => ({ stage, stageIndex, step, column: column++, first: i === 0 })));
};

export const topFriction = (step: Step): Friction | undefined =>
  step.frictions?.filter((f) => f.share.value !== null).toSorted((a, b) => (b.share.value as number) - (a.share.value as number))[0];

export const verbatimsOf = (stage: Stage): Verbatim[] => {
  const seen = new Set<string>();
  return [...(stage.verbatims ?? []), ...(stage.steps ?? []).flatMap((s) => s.verbatims ?? [])]
    .filter((v) => v.text && !seen.has(v.text + v.time) && seen.add(v.text + v.time));
};

export function journeyLead(j: Journey): string {
  const stages = j.rows.filter((s) => s.passages > 0);
  if (stages.length === 0) return 'Nobody walked this journey in this period.';
  const leaving = stages.filter((s) => s.left && s.left.value !== null && s !== stages[stages.length - 1]);
  const places = placesOf(j.rows).filter((p) => topFriction(p.step));
  const friction = worst(places, (p) => (topFriction(p.step) as Friction).share, 'lower');
  const lost = worst(leaving, (s) => s.left as Estimate, 'lower');
  const parts: string[] = [];
  const [f, second] = friction;
  if (f && friction.length === 1) parts.push(`${percent(topFriction(f.step)?.share.value)} of those at ${f.step.step} meet “${words(topFriction(f.step)?.friction ?? '')}”`);
  if (f && second && friction.length === 2) parts.push(`Friction is highest at ${f.step.step} and ${second.step.step}`);
  if (lost[0] && lost.length === 1) parts.push(`${parts.length ? 'most leave' : 'Most leave'} after ${lost[0].stage}, ${percent(lost[0].left?.value)}`);
  if (parts.length === 0) return 'No step of this journey stands out from the others.';
  return `${parts.join('; ')}.`;
}

export function journeySub(j: Journey): string {
  const passages = j.counts.passages ?? j.rows[0]?.entered.n;
  const people = j.counts.people;
  const who = passages === undefined ? '' : j.of === 'person' || !j.of
    ? `${plural(passages, 'passage')}${people !== undefined && people !== passages ? ` of ${count(people)} people` : ''}.`
    : `${plural(passages, 'passage')}, one per ${words(j.of)}${people !== undefined ? `, of ${count(people)} people` : ''}.`;
  return who;
}

export function flowTitle(j: Journey): string {
  const [first, last] = [j.rows[0], j.rows[j.rows.length - 1]];
  if (!first || !last || first.passages === 0) return 'Nobody entered the first stage in this period';
  const end = last.finished ?? last.passages;
  const ended = `${count(end)} ${last.finished === undefined ? 'reached' : 'finished'} ${last.stage}`;
  // More at the end than at the beginning: people join on the way, and one is no share of the other.
  if (end > first.passages) return `People join on the way: ${count(first.passages)} entered ${first.stage}, and ${ended}`;
  return `${count(first.passages)} entered ${first.stage}; ${ended}`;
}

/** CX readings by kind, each where it stands: in a stage (over all its columns) or in a step. */
export interface Scored { reading: MetricReading; stage: Stage; step?: Step; from: number; to: number }
export interface ScoreLane { key: string; title: string; unit: string; better: 'higher' | 'lower'; at: Scored[] }

const titles: Record<string, string> = { csat: 'Satisfaction', ces: 'Effort score', nps: 'NPS', sus: 'SUS', churn: 'Left', task_success: 'Task success', conversion: 'Conversion', retention: 'Came back' };

export function scoreLanes(stages: Stage[], discipline: 'UX' | 'CX'): ScoreLane[] {
  const lanes = new Map<string, ScoreLane>();
  const places = placesOf(stages);
  const take = (reading: MetricReading, at: Omit<Scored, 'reading'>) => {
    if (reading.discipline !== discipline) return;
    const key = `${reading.kind ?? keyOf(reading)}:${reading.unit}`;
    const lane = lanes.get(key) ?? { key, title: (reading.kind && titles[reading.kind]) || reading.title, unit: reading.unit, better: reading.better ?? 'higher', at: [] };
    lanes.set(key, lane);
    lane.at.push({ reading, ...at });
  };
  stages.forEach((stage, i) => {
    const own = places.filter((p) => p.stageIndex === i);
    const [first, last] = [own[0], own[own.length - 1]];
    if (!first || !last) return;
    for (const r of stage.metrics ?? []) take(r, { stage, from: first.column, to: last.column });
    if (discipline === 'CX') for (const p of own) for (const r of p.step.metrics ?? []) take(r, { stage, step: p.step, from: p.column, to: p.column });
  });
  return [...lanes.values()].sort((a, b) => b.at.length - a.at.length);
}

export const uxOf = (step: Step): MetricReading[] => [...(step.metrics ?? []).filter((m) => m.discipline === 'UX'), ...(step.tasks ?? [])];

export const shortValue = (r: MetricReading): string => (r.status === 'ok' ? inline(show(r.value, r.unit)) : '');
