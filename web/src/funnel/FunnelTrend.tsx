// A funnel split by the calendar: a line per step over the intervals in which people began.

import { inline, show } from '../chart/format';
import { isApart } from '../chart/geometry';
import { LineChart } from '../chart/LineChart';
import type { FunnelAnswer, Group } from './answer';

const intervals = ['hour', 'day', 'week', 'month', 'quarter', 'year'];

/** The interval by which an answer is split, where it is split by nothing else. */
export function calendarOf(answer: FunnelAnswer): string | undefined {
  const [first, second] = Object.keys(answer.rows[0] ?? {});
  return second === 'step' ? intervals.find((i) => i === first) : undefined;
}

const endOf = (g: Group) => g.steps.at(-1)?.share;

export function trendTitle(groups: Group[], calendar: string): string {
  const known = groups
    .map((g) => ({ name: g.group ?? '', end: endOf(g) }))
    .filter((g) => g.end && g.end.value !== null && g.end.n >= 20);
  const [first, last] = [known[0], known.at(-1)];
  if (!first?.end || !last?.end || first === last) return `How far people got, by ${calendar} of their first step`;
  const figures = `${inline(show(first.end, 'share'))} (${first.name}), ${inline(show(last.end, 'share'))} (${last.name})`;
  return isApart(first.end, last.end)
    ? `The share that gets to the end has changed: ${figures}`
    : `The share that gets to the end overlaps at both ends of the period: ${figures}`;
}

export function FunnelTrend({ groups, calendar }: { groups: Group[]; calendar: string }) {
  const steps = groups[0]?.steps.slice(1).map((s) => s.step) ?? [];
  const lines = steps.map((name, i) => ({ name, values: groups.map((g) => g.steps[i + 1]?.share ?? null) }));
  return (
    <LineChart
      label={`Share of those who began, by ${calendar}`}
      steps={groups.map((g) => g.group ?? '')}
      lines={lines}
      unit="share"
      kind="ux"
      height={240}
      include={[0]}
    />
  );
}
