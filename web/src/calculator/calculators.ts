// The calculators that people look for: what each asks, which method of the server answers, and what is shown of its answer.

export type Values = Record<string, string>;

export interface Computed {
  status: string;
  reason?: string;
  method: string;
  source: string;
  estimate?: {
    value: number | null;
    low: number | null;
    high: number | null;
    n: number;
    confidence: number;
    method: string;
    reason?: string;
  };
  warnings?: { code: string; message: string }[];
  [field: string]: unknown;
}

export type Unit = 'share' | 'points' | 'score' | 'plain' | 'people' | 'p';

export interface Input {
  name: string;
  label: string;
  first: string; // what stands there at first: an example
  kind?: 'list' | 'choice'; // a number unless said
  hint?: string;
  options?: { value: string; label: string }[];
}

export interface Calculator {
  key: string;
  title: string;
  ask: string; // the question that it answers
  figure: string; // what the figure is called
  unit: Unit;
  scale?: [number, number];
  inputs: (values: Values) => Input[];
  method: (values: Values) => string;
  /** The object that the method takes. Text that is no number goes as it is: the server says what is wrong with it. */
  given: (values: Values) => Record<string, unknown>;
  facts: { field: string; label: string; unit?: Unit }[]; // "a/b" is b of a
}

const asNumber = (text: string): unknown => {
  const trimmed = text.trim().replace(/(\d),(?=\d{3}(\D|$))/g, '$1');
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
};

/** "10, 9 8;7" and one to a line; "-" and "" between commas are missing. */
export function asList(text: string): unknown[] {
  const parts = text.includes(',') || text.includes(';') ? text.split(/[,;\n]/) : text.split(/\s+/);
  while (parts.length > 0 && parts.at(-1)?.trim() === '') parts.pop();
  return parts.map((part) => (part.trim() === '' || part.trim() === '-' ? null : asNumber(part)));
}

const asShare = (text: string): unknown => {
  const value = asNumber(text.replace('%', ''));
  return typeof value === 'number' ? value / 100 : value;
};

export const confidences = ['80', '90', '95', '99'];
const confidence = (values: Values) => ({ confidence: Number(values.confidence ?? '95') / 100 });
const numbers = (values: Values, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, asNumber(values[name] ?? '')]));

const nps: Calculator = {
  key: 'nps',
  title: 'NPS',
  ask: 'How sure is a Net Promoter Score?',
  figure: 'Net Promoter Score',
  unit: 'points',
  scale: [-100, 100],
  inputs: () => [
    { name: 'promoters', label: 'Promoters', first: '50', hint: 'answers 9 and 10' },
    { name: 'passives', label: 'Passives', first: '30', hint: 'answers 7 and 8' },
    { name: 'detractors', label: 'Detractors', first: '20', hint: 'answers 0 to 6' },
  ],
  method: () => 'nps',
  given: (values) => ({ ...numbers(values, ['promoters', 'passives', 'detractors']), ...confidence(values) }),
  facts: [
    { field: 'adj_nps', label: 'Centre of the interval', unit: 'points' },
    { field: 'wald', label: 'Plain Wald interval', unit: 'points' },
  ],
};

const csat: Calculator = {
  key: 'csat',
  title: 'CSAT',
  ask: 'What share is satisfied?',
  figure: 'Satisfied: answers 4 and 5',
  unit: 'share',
  scale: [0, 1],
  inputs: () =>
    ['1', '2', '3', '4', '5'].map((score, i) => ({
      name: `score${score}`,
      label: `Answered ${score}`,
      first: ['1', '1', '2', '6', '5'][i] ?? '0',
      hint: i === 0 ? 'least satisfied' : i === 4 ? 'most satisfied' : undefined,
    })),
  method: () => 'csat_counts',
  given: (values) => ({ counts5: ['1', '2', '3', '4', '5'].map((s) => asNumber(values[`score${s}`] ?? '')), ...confidence(values) }),
  facts: [
    { field: 'mean', label: 'Mean answer, 1 to 5', unit: 'plain' },
    { field: 'top_box_5', label: 'Answered 5', unit: 'share' },
    { field: 'wilson', label: 'Wilson interval', unit: 'share' },
  ],
};

const sus: Calculator = {
  key: 'sus',
  title: 'SUS',
  ask: 'How usable do people find it?',
  figure: 'Mean SUS score',
  unit: 'score',
  scale: [0, 100],
  inputs: () => [
    { name: 'scores', label: 'SUS score of each person', first: '85, 67.5, 82.5, 50, 92.5, 72.5, 77.5, 60', kind: 'list', hint: '0 to 100' },
    { name: 'benchmark', label: 'Compare with', first: '68', hint: '68 is the mean of studied products' },
  ],
  method: () => 'sus_scores',
  given: (values) => ({
    scores: asList(values.scores ?? ''),
    ...(values.benchmark?.trim() ? { benchmark: asNumber(values.benchmark) } : {}),
    ...confidence(values),
  }),
  facts: [
    { field: 'grade', label: 'Grade' },
    { field: 'adjective', label: 'In a word' },
    { field: 'percentile', label: 'Percent of products with a lower score', unit: 'plain' },
    { field: 'p_two_sided', label: 'p against the benchmark', unit: 'p' },
    { field: 'rejected', label: 'Left out, outside 0 to 100', unit: 'people' },
  ],
};

const success: Calculator = {
  key: 'success',
  title: 'Task success',
  ask: 'What share would succeed?',
  figure: 'Success',
  unit: 'share',
  scale: [0, 1],
  inputs: () => [
    { name: 'successes', label: 'Succeeded', first: '7' },
    { name: 'n', label: 'Tried', first: '10' },
    { name: 'benchmark', label: 'Does it pass', first: '', hint: 'percent; may stay empty' },
  ],
  method: (values) => (values.benchmark?.trim() ? 'proportion_benchmark' : 'proportion'),
  given: (values) => ({
    ...numbers(values, ['successes', 'n']),
    ...(values.benchmark?.trim() ? { benchmark: asShare(values.benchmark) } : {}),
    ...confidence(values),
  }),
  facts: [
    { field: 'sauro_lewis_point', label: 'Best single guess for few people', unit: 'share' },
    { field: 'wilson', label: 'Wilson interval', unit: 'share' },
    { field: 'clopper_pearson', label: 'Exact interval', unit: 'share' },
    { field: 'mid_p', label: 'p that it does not pass (mid-p)', unit: 'p' },
  ],
};

const time: Calculator = {
  key: 'time',
  title: 'Task time',
  ask: 'How long does it typically take?',
  figure: 'Typical time',
  unit: 'plain',
  inputs: () => [
    { name: 'times', label: 'Time of each completed attempt', first: '55, 65, 75, 62, 45, 135', kind: 'list', hint: 'one unit, above 0' },
  ],
  method: () => 'task_time',
  given: (values) => ({ times: asList(values.times ?? ''), ...confidence(values) }),
  facts: [
    { field: 'geometric_mean', label: 'Geometric mean', unit: 'plain' },
    { field: 'median', label: 'Median', unit: 'plain' },
    { field: 'mean', label: 'Mean', unit: 'plain' },
  ],
};

const optional = (values: Values, names: string[]) => numbers(values, names.filter((name) => values[name]?.trim()));
const optionalLists = (values: Values, names: string[]) =>
  Object.fromEntries(names.filter((name) => values[name]?.trim()).map((name) => [name, asList(values[name] ?? '')]));

const usability: Calculator = {
  key: 'sum',
  title: 'SUM',
  ask: 'How usable is a task, in one score?',
  figure: 'Single usability score',
  unit: 'share',
  scale: [0, 1],
  inputs: () => [
    { name: 'successes', label: 'Succeeded', first: '8' },
    { name: 'n', label: 'Tried', first: '10' },
    { name: 'times', label: 'Time of each completed attempt', first: '55, 65, 75, 62, 45, 135, 80, 70', kind: 'list', hint: 'one unit, above 0' },
    { name: 'time_limit', label: 'Longest time that is acceptable', first: '100' },
    { name: 'ratings', label: 'Satisfaction of each person', first: '5, 4, 4, 3, 5, 4, 2, 4, 5, 3', kind: 'list', hint: '1 to 5; satisfied from 4' },
    { name: 'errors', label: 'Errors', first: '6', hint: 'of all; may stay empty' },
    { name: 'opportunities', label: 'Opportunities for an error', first: '50', hint: 'of all' },
  ],
  method: () => 'single_usability_score',
  given: (values) => ({
    ...numbers(values, ['successes', 'n']),
    ...optionalLists(values, ['times', 'ratings']),
    ...optional(values, ['time_limit', 'errors', 'opportunities']),
    ...confidence(values),
  }),
  facts: [
    { field: 'components/completion/value', label: 'Completed', unit: 'share' },
    { field: 'components/time/value', label: 'Within the time, of a normal distribution of logarithms', unit: 'share' },
    { field: 'components/satisfaction/value', label: 'Satisfied, of a normal distribution', unit: 'share' },
    { field: 'components/errors/value', label: 'Opportunities without an error', unit: 'share' },
    { field: 'if_independent', label: 'Interval if the components were independent', unit: 'share' },
  ],
};

const store: Calculator = {
  key: 'store',
  title: 'Store rating',
  ask: 'What does a store rating rest on, and what would move it?',
  figure: 'Mean rating',
  unit: 'score',
  scale: [1, 5],
  inputs: () => [
    ...['5', '4', '3', '2', '1'].map((star, i) => ({
      name: `star${star}`,
      label: star === '1' ? '1 star' : `${star} stars`,
      first: ['70', '15', '5', '0', '10'][i] ?? '0',
    })),
    { name: 'target', label: 'Rating to reach', first: '4.5', hint: 'may stay empty' },
  ],
  method: () => 'store_rating',
  given: (values) => ({
    stars: Object.fromEntries(['1', '2', '3', '4', '5'].map((star) => [star, asNumber(values[`star${star}`] ?? '')])),
    ...optional(values, ['target']),
    ...confidence(values),
  }),
  facts: [
    { field: 'as_shown', label: 'As stores show it', unit: 'score' },
    { field: 'share_4_5', label: 'Four and five stars', unit: 'share' },
    { field: 'share_4_5_wilson', label: 'Wilson interval of it', unit: 'share' },
    { field: 'five_stars_needed', label: 'Five-star ratings to reach it', unit: 'people' },
    { field: 'five_stars_needed_as_shown', label: 'Until the store shows it', unit: 'people' },
  ],
};

const sampleKinds = [
  { value: 'share', label: 'to know a share' },
  { value: 'nps', label: 'to know an NPS' },
  { value: 'two', label: 'to tell two shares apart' },
];

const sampleInputs: Record<string, Input[]> = {
  share: [
    { name: 'moe', label: 'Margin of error', first: '5', hint: 'percentage points either way' },
    { name: 'p', label: 'Share expected', first: '50', hint: 'percent; 50 is the careful guess' },
    { name: 'population', label: 'People there are', first: '', hint: 'empty: very many' },
  ],
  nps: [
    { name: 'margin', label: 'Margin of error', first: '10', hint: 'points of the score either way' },
    { name: 'up', label: 'Promoters expected', first: '50', hint: 'percent' },
    { name: 'down', label: 'Detractors expected', first: '20', hint: 'percent' },
    { name: 'population', label: 'People there are', first: '', hint: 'empty: very many' },
  ],
  two: [
    { name: 'p1', label: 'The one share', first: '50', hint: 'percent' },
    { name: 'p2', label: 'The other', first: '75', hint: 'percent' },
    { name: 'power', label: 'Chance to find it', first: '80', hint: 'percent (power)' },
  ],
};

function sampleGiven(values: Values): Record<string, unknown> {
  const share = (name: string) => asShare(values[name] ?? '');
  const population = values.population?.trim() ? { population: asNumber(values.population) } : {};
  if (values.kind === 'two')
    return { p1: share('p1'), p2: share('p2'), power: share('power'), alpha: Number((1 - confidence(values).confidence).toFixed(4)) };
  if (values.kind === 'nps')
    return { promoters: share('up'), detractors: share('down'), moe: asNumber(values.margin ?? ''), ...population, ...confidence(values) };
  return { p: share('p'), moe: share('moe'), ...population, ...confidence(values) };
}

const sample: Calculator = {
  key: 'sample',
  title: 'Sample size',
  ask: 'How many people does a study need?',
  figure: 'People needed',
  unit: 'people',
  inputs: (values) => [
    { name: 'kind', label: 'What for', first: 'share', kind: 'choice', options: sampleKinds },
    ...(sampleInputs[values.kind ?? 'share'] ?? []),
  ],
  method: (values) =>
    ({ nps: 'sample_size_nps', two: 'sample_size_two_proportions' })[values.kind ?? ''] ?? 'sample_size_proportion',
  given: sampleGiven,
  facts: [{ field: 'n_unpooled', label: 'By the formula with separate variances', unit: 'plain' }],
};

export const calculators: Calculator[] = [nps, csat, sus, success, time, usability, store, sample];

/** What was typed, and the examples where nothing was. */
export function filled(calculator: Calculator, typed: Values): Values {
  const values: Values = { confidence: '95', ...typed };
  for (const input of calculator.inputs({ kind: 'share', ...typed })) values[input.name] ??= input.first;
  return values;
}
