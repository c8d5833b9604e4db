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
    counts: 'people', scale: { low: 1, high: 5 }, better: 'higher', unit: 'share', exclude: 'agent bot', interval_method: 'wilson', minimum_n: 20,
    benchmark: { value: 0.78, source: 'Panel of insurers', year: 2024 },
  };
  const distribution = spread.map((part, i) => ({
    score: i + 1, people: Math.round(part * n), share: share(part, n), counts_as: { top_two_box: i > 2 ? 1 : 0, mean: i + 1, rescaled_mean: i / 4 },
  }));
  const own = { variant: 'top_two_box', value: share(0.72, n), unit: 'share', formula: contract.formula, interval_method: 'wilson', differs: null };
  return answer(rows, {
    definition: { kind: 'metric', name: q.name, title: 'Satisfied with the claim', version: 2 }, counts: { people: n }, units: { value: 'share', mean: 'score', response_rate: 'share' },
    contract, distribution, left_out: [{ reason: 'no score', answers: 31 }, { reason: 'excluded', answers: 12 }],
    variants: [
      own,
      { variant: 'mean', value: around(3.96, 0.07, n), unit: 'score', formula: 'mean on 1 to 5', interval_method: 't', differs: 'another unit: mean on 1 to 5, where top_two_box is the share in the two best boxes (4, 5)' },
      { variant: 'rescaled_mean', value: around(0.74, 0.018, n), unit: 'score', formula: '(mean - 1) / (5 - 1)', interval_method: 't', differs: '2.0 points above top_two_box: a 2 counts as 0.25 instead of 0, a 3 counts as 0.5 instead of 0, a 4 counts as 0.75 instead of 1' },
    ],
    methods: ['share in the two best boxes (4, 5); Wilson score interval, 95 %'], notes: ['of several answers in the period the last one counts'],
  });
}
