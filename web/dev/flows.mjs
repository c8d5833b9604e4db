// Answers to questions about the order of events and about tasks, in the contract's shapes: made up from the question.

import { factor, inGroups, known, nameOf, namesIn, seconds, split } from './events.mjs';
import { comparison, metric, movement } from './metrics.mjs';
import { answer, around, none, share } from './numbers.mjs';
import { friction, handovers, sessions } from './visits.mjs';
import { flow, paths, variants } from './passages.mjs';

export { names } from './events.mjs';

function funnel(q) {
  const steps = q.steps.map((s) => namesIn(s).join(' or '));
  const groups = split(q.by);
  const rows = groups.flatMap((g, k) => {
    const first = Math.round(3129 * factor(k));
    let before = first;
    return steps.map((step, i) => {
      const people = Math.round(first * 0.72 ** i * (i ? 1 - k * 0.1 : 1));
      const from = before;
      before = people;
      return {
        ...g,
        step,
        people,
        share: i ? share(people / first, first) : { value: 1, low: null, high: null, n: first },
        from_previous: i ? share(people / from, from) : null,
        median_seconds: i ? seconds(196 * i * i, people) : null,
      };
    });
  });
  const { from = 1, to = steps.length } = q.time_to_convert ?? {};
  const edges = [60, 300, 600, 1800, 3600, 86400];
  const times = groups.map((g) => ({
    ...g,
    from: steps[from - 1],
    to: steps[to - 1],
    people: 1156,
    median_seconds: seconds(557, 1156),
    buckets: edges.map((e, i) => ({
      from_seconds: e,
      ...(edges[i + 1] && { to_seconds: edges[i + 1] }),
      people: 200,
      share: share([0.05, 0.42, 0.3, 0.12, 0.08, 0.03][i], 1156),
    })),
  }));
  return answer(rows, {
    definition: { kind: 'funnel', name: 'throughline', title: steps.join(', then '), version: 1 },
    counts: { people: 3129, at_last_step: 1156 },
    ...(q.time_to_convert && { time_to_convert: times }),
    methods: ['Wilson score interval, 95 %'],
    notes: ['280 of 3,129 may still go on: their window ends after the data'],
  });
}

function retention(q) {
  const cohorts = ['2026-09-07', '2026-09-14', '2026-09-21', '2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19'];
  const periods = Math.min(q.periods ?? 12, 8);
  const rows = cohorts.flatMap((cohort, c) =>
    Array.from({ length: periods + 1 }, (_, period) => {
      const n = 210 + c * 13;
      if (period === 0)
        return { cohort, people: n, period, returned: n, share: { value: 1, low: null, high: null, n }, status: 'ok' };
      if (period > cohorts.length - c)
        return { cohort, people: n, period, returned: null, share: none(n), status: 'censored' };
      const value = 0.44 / period ** 0.6 + c * 0.012;
      return { cohort, people: n, period, returned: Math.round(value * n), share: share(value, n), status: 'ok' };
    }),
  );
  const pooled = Array.from({ length: periods }, (_, i) => ({
    period: i + 1,
    people: 1600 - i * 200,
    returned: 400,
    share: share(0.44 / (i + 1) ** 0.6, Math.max(60, 1600 - i * 200)),
  }));
  return answer(rows, {
    definition: { kind: 'retention', name: 'throughline', title: 'Coming back', version: 1 },
    counts: { people: 1700 },
    pooled,
    methods: ['Wilson score interval, 95 %'],
  });
}

const lifecycle = (q) =>
  answer(
    ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'].map((start, i) => ({
      [q.interval ?? 'month']: start,
      active: 1340 - i * 9,
      new: 55,
      returning: 290 + i,
      resurrecting: 995 - i * 10,
      dormant: i === 4 ? null : 1010 + i * 4,
      status: i === 4 ? 'open' : 'ok',
    })),
    { counts: { intervals: 5 } },
  );

const stickiness = () =>
  answer(
    [0.42, 0.28, 0.16, 0.08, 0.04, 0.02].map((v, i) => ({
      intervals: i + 1,
      people: Math.round(8690 * v),
      share: share(v, 8690),
      people_or_more: Math.round(8690 * (1 - i * 0.19)),
      share_or_more: share(1 - i * 0.19, 8690),
    })),
    { counts: { people: 8690, intervals: 13 } },
  );

const attempts = (n, success) => {
  const finished = n - 12;
  const won = Math.round(finished * success);
  return {
    attempts: n,
    people: Math.round(n * 0.8),
    success: won,
    gave_up: finished - won,
    open: 12,
    success_share: share(success, finished),
    gave_up_share: share(1 - success, finished),
    elapsed_median: seconds(194, won),
    elapsed_mean: seconds(188, won),
    active_median: seconds(121, won),
    active_mean: seconds(117, won),
    errors: Math.round(n * 0.31),
    errors_per_attempt: around(0.31, 0.02, n),
  };
};
const tasks = { send_documents: 0.618, get_a_quote: 0.86 };

function task(q) {
  const success = tasks[q.name];
  const rows = split(q.by).map((g, i) => ({
    ...g,
    ...attempts(Math.round(3342 / (q.by ? 3 : 1)), success - i * 0.04),
  }));
  const by_attempt = split(q.by).flatMap((g) =>
    [1, 2, 3].map((attempt) => ({
      ...g,
      attempt,
      or_later: attempt === 3,
      ...attempts(Math.round(2400 / attempt ** 2), success + (attempt - 1) * 0.05),
    })),
  );
  return answer(rows, {
    definition: { kind: 'task', name: q.name, title: q.name, version: 1 },
    counts: { attempts: 3342 },
    by_attempt,
    times: split(q.by).flatMap((g) =>
      ['elapsed', 'active'].flatMap((time, k) =>
        [30, 60, 120, 300].map((from_seconds, i) => ({
          ...g,
          time,
          from_seconds: from_seconds / (k + 1),
          ...(i < 3 && { to_seconds: [60, 120, 300][i] / (k + 1) }),
          successes: [200, 900, 700, 266][i],
          share: share([0.1, 0.43, 0.34, 0.13][i], 2066),
        })),
      ),
    ),
    methods: ['adjusted Wald interval, 95 %'],
  });
}

const activation = () =>
  answer(
    ['app opened', 'price shown', 'help opened', 'form error'].map((action, i) => ({
      action,
      at_least: i === 1 ? 3 : 1,
      did: 400 - i * 60,
      did_not: 1300 + i * 60,
      retained_with: share(0.61 - i * 0.12, 400 - i * 60),
      retained_without: share(0.38, 1300 + i * 60),
      difference: around(0.23 - i * 0.12, 0.06, 1700),
      lift: 1.6,
      recall: share(0.33, 740),
      phi: 0.19 - i * 0.1,
      p: 0.0001 * 10 ** i,
      p_adjusted: 0.0004 * 10 ** i,
      clear: i !== 2,
    })),
    {
      definition: { kind: 'activation', name: 'throughline', title: 'Early actions', version: 1 },
      counts: { people: 1700, stayed: 740, open: 120 },
    },
  );

const answers = { activation, funnel, lifecycle, stickiness, variants, task, metric, movement, comparison };
const splittable = { retention, paths, flow, sessions, friction, handovers };

/** An event or a task that is none, as the server says it; undefined where all is known. */
export function fault(q) {
  const asked = [q.steps, q.start, q.returns, q.end, q.around, q.goal, q.events]
    .flat(2)
    .filter((v) => typeof v === 'string' || v?.event)
    .map(nameOf);
  const unknown = asked.find((name) => !known.has(name));
  if (unknown !== undefined)
    return {
      code: `${q.ask}.unknown-event`,
      title: `no event is called "${unknown}"`,
      help: 'did you mean "payment made"?',
    };
  if (q.ask === 'task' && !(q.name in tasks))
    return { code: 'task.unknown', title: `no task is called "${q.name}"`, help: 'did you mean "send_documents"?' };
  return undefined;
}

export const reply = (q) => (splittable[q.ask] ? inGroups(q, splittable[q.ask](q)) : answers[q.ask]?.(q));
