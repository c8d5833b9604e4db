// Answers to questions about the order of events and about tasks, in the contract's shapes: made up from the question.

import { answer, around, none, share } from './numbers.mjs';

export const events = [
  ['page viewed', 823888], ['app opened', 151204], ['quote started', 17526], ['quote step completed', 41102], ['price shown', 15310], ['checkout opened', 8120], ['payment started', 4601], ['payment made', 4290],
  ['form error', 3122], ['document upload started', 6720], ['document refused', 2911], ['documents accepted', 4120], ['rage click', 1410], ['help opened', 2204], ['call received', 26679], ['survey answered', 9120],
];
const known = new Set(events.map(([name]) => name));

const row = (kind, name, n = null) => ({ kind, name, events: n });
export const names = answer([
  ...events.map(([name, n]) => row('event', name, n)), ...['app', 'chat', 'email', 'phone', 'web'].map((n) => row('channel', n)), ...['Checkout', 'Quote', 'Upload page'].map((n) => row('touchpoint', n)),
  ...['device', 'form', 'release'].map((n) => row('property', n)), ...['age_band', 'plan'].map((n) => row('person_property', n)), row('account_property', 'city'), row('object_property', 'kind'),
], { definition: { kind: 'names', name: 'names', title: 'What questions may name', version: 1 } });

const nameOf = (matcher) => (typeof matcher === 'string' ? matcher : matcher.event);
const namesIn = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(nameOf);
const seconds = (value, n) => (n ? around(value, value * 0.04, n) : none());

const groupsBy = { channel: ['app', 'web'], segment: ['App users', 'Under 35'], week: ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'], month: ['2026-09', '2026-10', '2026-11'], day: ['2026-11-18', '2026-11-19', '2026-11-20'] };
const split = (by) => (by === undefined ? [{}] : (groupsBy[by] ?? ['gold', 'silver', '']).map((g) => ({ [String(by).replace('property:', '')]: g })));
const factor = (i) => 1 - i * 0.22;

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
      return { ...g, step, people, share: i ? share(people / first, first) : { value: 1, low: null, high: null, n: first }, from_previous: i ? share(people / from, from) : null, median_seconds: i ? seconds(196 * i * i, people) : null };
    });
  });
  const { from = 1, to = steps.length } = q.time_to_convert ?? {};
  const edges = [60, 300, 600, 1800, 3600, 86400];
  const times = groups.map((g) => ({ ...g, from: steps[from - 1], to: steps[to - 1], people: 1156, median_seconds: seconds(557, 1156), buckets: edges.map((e, i) => ({ from_seconds: e, ...(edges[i + 1] && { to_seconds: edges[i + 1] }), people: 200, share: share([0.05, 0.42, 0.3, 0.12, 0.08, 0.03][i], 1156) })) }));
  return answer(rows, { definition: { kind: 'funnel', name: 'throughline', title: steps.join(', then '), version: 1 }, counts: { people: 3129, at_last_step: 1156 }, ...(q.time_to_convert && { time_to_convert: times }), methods: ['Wilson score interval, 95 %'], notes: ['280 of 3,129 may still go on: their window ends after the data'] });
}

function retention(q) {
  const cohorts = ['2026-09-07', '2026-09-14', '2026-09-21', '2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19'];
  const periods = Math.min(q.periods ?? 12, 8);
  const rows = cohorts.flatMap((cohort, c) => Array.from({ length: periods + 1 }, (_, period) => {
    const n = 210 + c * 13;
    if (period === 0) return { cohort, people: n, period, returned: n, share: { value: 1, low: null, high: null, n }, status: 'ok' };
    if (period > cohorts.length - c) return { cohort, people: n, period, returned: null, share: none(n), status: 'censored' };
    const value = 0.44 / period ** 0.6 + c * 0.012;
    return { cohort, people: n, period, returned: Math.round(value * n), share: share(value, n), status: 'ok' };
  }));
  const pooled = Array.from({ length: periods }, (_, i) => ({ period: i + 1, people: 1600 - i * 200, returned: 400, share: share(0.44 / (i + 1) ** 0.6, Math.max(60, 1600 - i * 200)) }));
  return answer(rows, { definition: { kind: 'retention', name: 'throughline', title: 'Coming back', version: 1 }, counts: { people: 1700 }, pooled, methods: ['Wilson score interval, 95 %'] });
}

const lifecycle = (q) => answer(['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'].map((start, i) => ({
  [q.interval ?? 'month']: start, active: 1340 - i * 9, new: 55, returning: 290 + i, resurrecting: 995 - i * 10, dormant: i === 4 ? null : 1010 + i * 4, status: i === 4 ? 'open' : 'ok',
})), { counts: { intervals: 5 } });

const stickiness = () => answer([0.42, 0.28, 0.16, 0.08, 0.04, 0.02].map((v, i) => ({ intervals: i + 1, people: Math.round(8690 * v), share: share(v, 8690), people_or_more: Math.round(8690 * (1 - i * 0.19)), share_or_more: share(1 - i * 0.19, 8690) })), { counts: { people: 8690, intervals: 13 } });

function paths(q) {
  const asked = namesIn(q.start ?? q.around ?? q.end)[0] ?? 'app opened';
  const isBack = q.start === undefined && q.end !== undefined;
  const next = ['quote step completed', 'form error', 'help opened', 'call received'].filter((n) => n !== asked);
  const at = (i) => (isBack ? -i : i);
  const nodes = [{ position: 0, node: asked, passages: 3000, share: share(1, 3000), entries: 2400, exits: isBack ? 3000 : 300 }];
  const rows = [];
  for (let i = 1; i < (q.steps ?? 5); i++) {
    next.forEach((node, k) => nodes.push({ position: at(i), node, passages: Math.round((1800 / (k + 1) / 1.3) * 0.7 ** i), share: share(0.4 / (k + 1), 3000), entries: 20, exits: 40 }));
    for (const [k, a] of (i === 1 ? [asked] : next).entries()) {
      for (const [m, b] of next.entries()) {
        const passages = Math.max(2, Math.round((1200 / (k + 1) / (m + 2)) * 0.6 ** i));
        const [from, to] = isBack ? [b, a] : [a, b];
        if (k !== m || i === 1) rows.push({ position: isBack ? -i : i - 1, from, to, people: passages, passages, share: share(0.4 / (m + 1), 1200), median_seconds: seconds(14 + 30 * m, passages), mean_seconds: seconds(20 + 30 * m, passages) });
      }
    }
  }
  rows.push({ position: at(0) - (isBack ? 1 : 0), from: 'other', to: 'other', people: null, passages: 17, share: null, median_seconds: null, mean_seconds: null });
  return answer(rows, { counts: { people: 2710, passages: 3000 }, nodes, shown: [{ links: rows.length - 1, all_links: 74, passings: share(0.974, 5200) }], notes: ['a pause of more than 30m ends a passage'] });
}

function flow(q) {
  const shown = events.slice(0, Math.min(q.nodes ?? 15, events.length)).map(([name]) => name);
  const nodes = shown.map((node, i) => ({ node, visits: 9000 - i * 520, events: 9000 - i * 520, people: 3000, starts: i < 3 ? 4000 - i * 900 : 0, ends: i > 6 ? 900 : 40 }));
  const edge = (i, j, n) => ({ from: shown[i], to: shown[j], transitions: n, people: n, share: share(n / (9000 - i * 520), 9000 - i * 520), median_seconds: seconds(5 + 40 * i, n), mean_seconds: seconds(9 + 44 * i, n) });
  const rows = shown.flatMap((_, i) => [[1, 3000], [2, 900], [5, 420], [-3, 260], [0, 610], [7, 9]].filter(([d]) => shown[i + d]).map(([d, n]) => edge(i, i + d, Math.max(1, Math.round(n / (1 + i * 0.2))))));
  return answer(rows, { counts: { people: 12000, passages: 21000, transitions: 40000 }, nodes, shown: [{ nodes: shown.length, all_nodes: events.length, passages_in_full: share(0.797, 21000), transitions: share(0.733, 40000) }] });
}

function variants(q) {
  const ways = [['page viewed', 'quote started', 'quote step completed', 'price shown'], ['survey answered'], ['page viewed'], ['page viewed', 'quote started', 'form error', 'quote step completed', 'price shown', 'checkout opened', 'payment started', 'payment made']];
  let sum = 0;
  const rows = ways.map((path, i) => {
    const value = [0.27, 0.12, 0.09, 0.04][i];
    sum += value;
    return { variant: `v_${i}`, path, length: path.length, passages: Math.round(3887 * value), people: Math.round(3887 * value), share: share(value, 3887), cumulative: share(sum, 3887), median_seconds: path.length > 1 ? seconds(220 * i + 60, 900) : { value: 0, low: 0, high: 0, n: 300 }, person: 'p_20417e5a' };
  });
  const passage = (name, path, to) => ({ passage: name, person: 'p_20417e5a', began: '2026-10-26T11:46:04Z', seconds: 225, to_goal_seconds: to, length: path.length, path });
  const passages = [passage('typical', ways[0], null), ...(q.goal ? [passage('best', ways[3], 339), passage('worst', ways[2], null)] : [])];
  return answer(rows, { counts: { people: 3887, passages: 3887, variants: 1268, ...(q.goal && { reached: 1157 }) }, passages });
}

const attempts = (n, success) => {
  const finished = n - 12;
  const won = Math.round(finished * success);
  return { attempts: n, people: Math.round(n * 0.8), success: won, gave_up: finished - won, open: 12, success_share: share(success, finished), gave_up_share: share(1 - success, finished), elapsed_median: seconds(194, won), elapsed_mean: seconds(188, won), active_median: seconds(121, won), active_mean: seconds(117, won), errors: Math.round(n * 0.31), errors_per_attempt: around(0.31, 0.02, n) };
};
const tasks = { send_documents: 0.618, get_a_quote: 0.86 };

function task(q) {
  const success = tasks[q.name];
  const rows = split(q.by).map((g, i) => ({ ...g, ...attempts(Math.round(3342 / (q.by ? 3 : 1)), success - i * 0.04) }));
  const by_attempt = split(q.by).flatMap((g) => [1, 2, 3].map((attempt) => ({ ...g, attempt, or_later: attempt === 3, ...attempts(Math.round(2400 / attempt ** 2), success + (attempt - 1) * 0.05) })));
  return answer(rows, { definition: { kind: 'task', name: q.name, title: q.name, version: 1 }, counts: { attempts: 3342 }, by_attempt, methods: ['adjusted Wald interval, 95 %'] });
}

const answers = { funnel, retention, lifecycle, stickiness, paths, flow, variants, task };

/** An event or a task that is none, as the server says it; undefined where all is known. */
export function fault(q) {
  const asked = [q.steps, q.start, q.returns, q.end, q.around, q.goal, q.events].flat(2).filter((v) => typeof v === 'string' || v?.event).map(nameOf);
  const unknown = asked.find((name) => !known.has(name));
  if (unknown !== undefined) return { code: `${q.ask}.unknown-event`, title: `no event is called "${unknown}"`, help: 'did you mean "payment made"?' };
  if (q.ask === 'task' && !(q.name in tasks)) return { code: 'task.unknown', title: `no task is called "${q.name}"`, help: 'did you mean "send_documents"?' };
  return undefined;
}

export const reply = (q) => answers[q.ask]?.(q);
