// Answers about one metric, in the contract's shape: five points of a scale, three ways to read them.

import { split } from './events.mjs';
import { answer, around, share } from './numbers.mjs';

const spread = [0.05, 0.08, 0.15, 0.3, 0.42];

export function metric(q) {
  const n = q.by ? 240 : 1040;
  const rows = split(q.by).map((g, i) => ({
    ...g, value: share(0.72 - i * 0.05, n), people: n, satisfied: Math.round(n * (0.72 - i * 0.05)), mean: around(3.96, 0.07, n),
    asked: 4100, answered: 1180, unasked: 12, response_rate: share(0.288, 4100), against_benchmark: i ? 'cannot_tell' : 'worse',
  }));
  const contract = {
    discipline: 'CX', kind: 'csat', variant: 'top_two_box', source: 'answers to the survey claim', formula: 'share in the two best boxes (4, 5)',
    counts: 'people', scale: { low: 1, high: 5 }, better: 'higher', unit: 'share', exclude: 'agent bot', interval_method: 'wilson', interval: 'Wilson score', minimum_n: 20,
    benchmark: { value: 0.78, source: 'Panel of insurers', year: 2024 },
  };
  const distribution = spread.map((part, i) => ({
    score: i + 1, people: Math.round(part * n), share: share(part, n), counts_as: { top_two_box: i > 2 ? 1 : 0, mean: i + 1, rescaled_mean: i / 4 },
  }));
  const own = { variant: 'top_two_box', value: share(0.72, n), unit: 'share', formula: contract.formula, interval_method: 'wilson', interval: 'Wilson score', differs: null };
  return answer(rows, {
    definition: { kind: 'metric', name: q.name, title: 'Satisfied with the claim', version: 2 }, counts: { people: n }, units: { value: 'share', mean: 'score', response_rate: 'share' },
    contract, distribution, left_out: [{ reason: 'no score', answers: 31 }, { reason: 'excluded', answers: 12 }],
    variants: [
      own,
      { variant: 'mean', value: around(3.96, 0.07, n), unit: 'score', formula: 'mean on 1 to 5', interval_method: 't', interval: "Student's t", differs: 'another unit: mean on 1 to 5, where top_two_box is the share in the two best boxes (4, 5)' },
      { variant: 'rescaled_mean', value: around(0.74, 0.018, n), unit: 'score', formula: '(mean - 1) / (5 - 1)', interval_method: 't', interval: "Student's t", differs: '2.0 points above top_two_box: a 2 counts as 0.25 instead of 0, a 3 counts as 0.5 instead of 0, a 4 counts as 0.75 instead of 1' },
    ],
    methods: ['share in the two best boxes (4, 5); Wilson score interval, 95 %'], notes: ['of several answers in the period the last one counts'],
  });
}

/** Readings side by side: the first, and what each other one makes of the difference. */
export function comparison(q) {
  const whole = metric({ ...q, by: undefined });
  const rows = q.readings.map((reading, i) => ({
    reading: reading.title ?? `reading ${i + 1}`, value: share(0.72 - i * 0.06, 1040 - i * 150), people: 1040 - i * 150, satisfied: 700 - i * 140,
    ...(i > 0 && {
      shared: reading.from ? 212 : 0, difference: { value: -0.06 * i, low: -0.06 * i - 0.04, high: -0.06 * i + 0.04, n: 1900 },
      p: 0.004, p_adjusted: 0.004 * (q.readings.length - 1), verdict: 'worse',
    }),
  }));
  return answer(rows, {
    definition: { kind: 'comparison', name: q.name, title: 'Compared: Satisfied with the claim', version: 2 }, counts: { readings: rows.length }, units: { value: 'share', difference: 'share' },
    contract: whole.contract, heterogeneity: { groups: rows.length, method: 'Cochran’s Q', q: 9.1, df: 1, p: 0.003, i2: 0.89, consistent: false },
    methods: ['difference: of two groups, from their own intervals (Zou & Donner 2008), 95 %; p_adjusted: Holm 1979'],
    notes: ['readings that share people with the first are compared as if they were different people: such an interval is mostly too wide, and p too large'],
  });
}

/** Why it moved: fewer of those who are easily pleased, a definition that changed, and what people do themselves. */
export function movement(q) {
  const told = (part, difference, reached, because) => ({ part, difference: { value: difference, low: null, high: null, n: 1040 }, reached, status: 'ok', because });
  const groups = split(q.by).map((g, i) => ({
    ...g, before: share(0.7 - i * 0.05, 220), after: share(0.72 - i * 0.05, 240), share_before: 0.25, share_after: 0.25, mix: -0.005, real_change: 0.0075,
  }));
  const rows = [
    { part: 'erasures', difference: null, reached: null, status: 'cannot-tell', reason: '2 times a person was forgotten since, with 31 events: it is in neither reading; only the value that was noted then can tell (before.value)' },
    told('merges', 0.002, 0.702, '14 new links between identities were imported since; who is who follows from all links'),
    told('late_events', -0.004, 0.698, '210 events and 3 changes of properties were imported since of times up to the last event known then'),
    told('new_data', 0, 0.698, 'nothing was imported since of times after the last event known then'),
    told('definition', 0.012, 0.71, "the metric's definition changed; the segments, tasks and the like that it names are those of now"),
    told('mix', -0.02, 0.69, 'the groups have other shares than before, each at the middle of its two values'),
    { ...told('real_change', 0.03, 0.72, 'the groups have other values than before, each at the middle of its two shares'), difference: { value: 0.03, low: 0.004, high: 0.056, n: 2080 } },
  ];
  return answer(rows, {
    definition: { kind: 'movement', name: q.name, title: 'Why did it move? Satisfied with the claim', version: 2 }, counts: { n_before: 1020, n_after: 1040 }, units: { difference: 'share' },
    unit: 'share', better: 'higher', counted: 'people', difference: 0.02, before: { value: share(0.7, 1020), version: 1 }, after: { value: share(0.72, 1040), version: 2 }, groups,
    methods: ['interval of the real change from those of the groups (MOVER), shares as observed, 95 %'], notes: ['each part is what the same question gives when only that is changed, in this order'],
  });
}
