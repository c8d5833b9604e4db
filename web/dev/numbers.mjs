// Numbers for the fixtures: the same on every run, with intervals of about the right width.

let seed = 20261120;
export function random() {
  seed = (seed * 1664525 + 1013904223) % 4294967296;
  return seed / 4294967296;
}

const round = (v, d = 6) => Math.round(v * 10 ** d) / 10 ** d;

export function share(value, n) {
  const half = 1.96 * Math.sqrt(Math.max(value * (1 - value), 0.0005) / Math.max(1, n));
  return { value: round(value), low: round(Math.max(0, value - half)), high: round(Math.min(1, value + half)), n };
}
export const around = (value, half, n) => ({ value, low: round(value - half), high: round(value + half), n });
export const none = (n = 0) => ({ value: null, low: null, high: null, n });

export function trend(value, half, n, points = 13, drift = 0) {
  return Array.from({ length: points }, (_, i) => {
    const v = value + drift * (i - points + 1) + (random() - 0.5) * half * 3;
    const start = new Date(Date.UTC(2026, 7, 23 + i * 7)).toISOString();
    return { start, value: around(round(v), half * 2.4, Math.round(n / points)) };
  });
}

export function reading(metric, title, kind, discipline, unit, better, value, half, n, counted, change, options = {}) {
  const scale = unit === 'share' ? 0.01 : 1;
  const [v, h] = [round(value * scale), round(half * scale)];
  const base = {
    metric, title, kind, discipline, unit, better, version: options.version ?? 1, method: methods[kind] ?? 't interval', status: 'ok', counted,
    value: around(v, h, n),
  };
  if (!change) return base;
  const [d, dh] = change.map((c) => round(c * scale));
  const worse = (better === 'higher') === d < 0;
  return {
    ...base,
    before: around(round(v - d), h, Math.round(n * 0.96)),
    change: { value: around(d, dh, n), clear: Math.abs(d) > dh, worse },
    trend: trend(v, h, n, 13, d / 12),
  };
}

export const silent = (metric, title, kind, discipline, unit, status, reason, n, counted) =>
  ({ metric, title, kind, discipline, unit, better: 'higher', version: 1, status, reason, counted, value: none(n) });

export const methods = {
  nps: 'adjusted Wald (Rocks 2016), 95 %', csat: 'Wilson, 95 %', ces: 't, 95 %', sus: 't, 95 %', task_success: 'adjusted Wald, 95 %',
  task_time: 'order ranks, 95 %', task_errors: 'Garwood, 95 %', churn: 'Wilson, 95 %', conversion: 'Wilson, 95 %',
};

export const answer = (rows, more = {}) => ({
  status: 'ok', definition: { kind: 'answer', name: 'answer', title: 'Answer', version: 1 }, as_of: '2026-11-20T17:40:00Z', counts: {}, rows, units: {}, methods: [], notes: [], ...more,
});
