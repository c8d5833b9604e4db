// A metric's answer as its page reads it: the contract, the whole, the groups, the distribution, the variants.

import type { Answer, Discipline, Estimate } from '../api/types';
import { count, elapsed, inline, show, withRange, words } from '../chart/format';
import { groupLabel } from '../question/groups';

export interface Contract {
  discipline: Discipline;
  kind: string;
  variant?: string;
  source: string;
  formula: string;
  counts: string;
  scale?: { low: number; high: number };
  better: 'higher' | 'lower';
  unit: string;
  time_basis?: string;
  exclude?: string;
  weighting?: string;
  quality?: string;
  interval: string; // the method, by name
  minimum_n: number;
  benchmark?: { value: number; source: string; year?: number };
}

export interface Variant {
  variant: string;
  value: Estimate;
  unit: string;
  formula: string;
  interval: string; // the method, by name
  differs: string | null;
}

export type Row = Record<string, unknown> & { value: Estimate; status?: string; reason?: string };

export interface MetricAnswer extends Answer<Row> {
  contract: Contract;
  distribution?: Record<string, unknown>[];
  variants?: Variant[];
  left_out?: { reason: string; answers: number }[];
  heterogeneity?: { groups: number; q?: number; df?: number; p?: number; i2?: number; consistent?: boolean };
  differences?: Difference[];
  spread?: Spread;
  reliability?: { alpha: Estimate; reason?: string };
  weighting?: Weighting;
  quality?: Quality;
  by_wait?: WaitRow[];
  trend?: Trend[];
}

/** One bracket of a wait, or those never answered, or not settled yet: these have no share. */
export interface WaitRow {
  wait: string;
  outcome: string;
  from_seconds?: number;
  to_seconds?: number;
  events: number;
  converted?: number;
  share?: Estimate;
}

export interface Trend {
  method: string;
  n: number;
  direction: 'falls' | 'rises' | 'cannot_tell';
  z?: number;
  p?: number;
  reason?: string;
}

export interface Difference {
  group: string;
  less: string;
  difference: Estimate;
  p: number;
  p_adjusted: number;
  verdict: 'better' | 'worse' | 'cannot_tell';
}

export interface Spread {
  n: number;
  standard_deviation?: number | null;
  lowest?: number;
  lower_quartile?: number;
  median?: number;
  upper_quartile?: number;
  highest?: number;
}

export interface Weighting {
  targets: { property: string; value: string; people: number; share: number | null; target: number }[];
  weighed: number;
  left_out: number;
  converged: boolean;
  reason?: string;
  rounds?: number;
  lowest_weight?: number;
  highest_weight?: number;
  trimmed?: number;
  effective_n?: number;
  design_effect?: number;
  warning?: string;
}

export interface Quality {
  answers: number;
  flagged: number;
  flags: { flag: string; answers: number; excluded: boolean }[];
  reason?: string;
  without_flagged: Estimate;
}

export const isEstimate = (value: unknown): value is Estimate =>
  typeof value === 'object' && value !== null && 'n' in value && 'low' in value;

/** The other estimates of a row: the mean beside a share, the response rate. */
export const besides = (row: Row): [string, Estimate][] =>
  Object.entries(row).filter((cell): cell is [string, Estimate] => cell[0] !== 'value' && isEstimate(cell[1]));

/** What was counted, by name: promoters, attempts. */
export const counts = (row: Row): [string, number][] =>
  Object.entries(row).filter(
    (cell): cell is [string, number] => typeof cell[1] === 'number' && Number.isInteger(cell[1]),
  );

const outcomes: Record<string, [outcome: string, column: string][]> = {
  nps: [
    ['promoter', 'promoters'],
    ['passive', 'passives'],
    ['detractor', 'detractors'],
  ],
  csat: [
    ['satisfied', 'satisfied'],
    ['not_satisfied', ''],
  ],
  ces: [
    ['positive', ''],
    ['not_positive', ''],
  ],
  share: [
    ['yes', 'yes'],
    ['no', 'no'],
    ['open', 'open'],
  ],
  time_between: [
    ['followed', 'times'],
    ['never', 'never'],
    ['open', 'open'],
  ],
  conversion_by_wait: [
    ['converted', 'converted'],
    ['not_converted', 'not_converted'],
    ['never', 'never'],
    ['open', 'open'],
  ],
  rate: [['did', 'events']],
  count_per_person: [['did', 'events']],
  adoption: [
    ['new', 'new'],
    ['known', 'known'],
  ],
  stickiness: [['active', 'active_in_months']],
  learnability: [['measured', 'people']],
  churn: [
    ['left', 'left'],
    ['stayed', 'stayed'],
  ],
  retention: [
    ['returned', 'returned'],
    ['lost', ''],
    ['open', 'open'],
  ],
  conversion: [
    ['converted', 'converted'],
    ['dropped', ''],
    ['open', 'open'],
  ],
};
const ofTasks: [string, string][] = [
  ['success', 'success'],
  ['gave_up', 'gave_up'],
  ['open', 'open'],
  ['error', 'errors'],
];

/** Whom the page can list: an outcome, and the column that counts it. */
export const outcomesOf = (contract: Contract, row: Row): [outcome: string, column: string][] => [
  ...(contract.kind.startsWith('task_') || ['lostness', 'usability_score'].includes(contract.kind) ? ofTasks : (outcomes[contract.kind] ?? [])).filter(
    ([, column]) => column === '' || (typeof row[column] === 'number' && (row[column] as number) > 0),
  ),
  ...(typeof row.asked === 'number'
    ? ([
        ['answered', 'answered'],
        ['not_answered', ''],
      ] as [string, string][])
    : []),
];

export function metricFinding(title: string, row: Row, contract: Contract): string {
  const value = show(row.value, contract.unit);
  if (!value) return `${title}: no value in this period.`;
  const held = contract.benchmark && againstWords[String(row.against_benchmark)];
  return `${title}: ${withRange(value)}${held ? `, ${held} ${benchmarkOf(contract)}` : ''}.`;
}

/** Its value as the metric's own is written; nothing where there is none. */
export const benchmarkOf = ({ benchmark, unit }: Pick<Contract, 'benchmark' | 'unit'>): string =>
  inline(show({ value: benchmark?.value ?? null, low: null, high: null, n: 0 }, unit));

const againstWords: Record<string, string> = {
  better: 'better than the benchmark of',
  worse: 'worse than the benchmark of',
  cannot_tell: 'not to be told apart from the benchmark of',
};

export interface Group {
  label: string;
  refs: string[];
  row: Row;
}

export const groupsOf = (answer: MetricAnswer | undefined): Group[] =>
  (answer?.rows ?? []).map((row) => {
    const first = Object.values(row)[0];
    const refs = [first === null || first === undefined ? '' : String(first)];
    return { label: groupLabel(refs), refs, row };
  });

/** Why none of the groups has a value. */
export function whyNone(answer: MetricAnswer): string | undefined {
  const { minimum_n: least, counts } = answer.contract;
  const most = Math.max(0, ...answer.rows.map((row) => row.value.n));
  if (most === 0) return answer.rows.find((row) => row.reason)?.reason ?? answer.reason;
  if (most < least) return `none has the ${least} ${words(counts)} that this metric asks for; the most are ${count(most)}`;
  return answer.rows.find((row) => row.value.n === most)?.reason ?? answer.reason;
}

/** What a row of the distribution is of. */
export function pointName(row: Record<string, unknown>): string {
  if (typeof row.score === 'number') return String(row.score);
  if (typeof row.from === 'number') return `${row.from} to ${String(row.to)}`;
  if (typeof row.times === 'number' && 'or_more' in row) return `${row.times}${row.or_more ? ' or more' : ''} times`;
  if (typeof row.from_seconds === 'number')
    return typeof row.to_seconds === 'number'
      ? `${elapsed(row.from_seconds)} to ${elapsed(row.to_seconds)}`
      : `${elapsed(row.from_seconds)} or more`;
  return '';
}

/** The whole number of a row of the distribution: how many people, answers, times. */
export const countIn = (row: Record<string, unknown>, named: string): number => {
  const own = row[named] ?? row.people ?? row.answers ?? row.objects ?? row.accounts;
  return typeof own === 'number' ? own : isEstimate(row.share) ? Math.round((row.share.value ?? 0) * row.share.n) : 0;
};

export const variantLine = (v: Variant): string =>
  `${inline(show(v.value, v.unit))}${v.value.n ? `, n ${count(v.value.n)}` : ''}`;
