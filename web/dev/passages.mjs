// Made-up answers about passages: paths, what follows what, ways.

import { events, namesIn, seconds } from './events.mjs';
import { answer, share } from './numbers.mjs';

export function paths(q) {
  const asked = namesIn(q.start ?? q.around ?? q.end)[0] ?? 'app opened';
  const isBack = q.start === undefined && q.end !== undefined;
  const next = ['quote step completed', 'form error', 'help opened', 'call received'].filter((n) => n !== asked);
  const at = (i) => (isBack ? -i : i);
  const nodes = [
    { position: 0, node: asked, passages: 3000, share: share(1, 3000), entries: 2400, exits: isBack ? 3000 : 300 },
  ];
  const rows = [];
  for (let i = 1; i < (q.steps ?? 5); i++) {
    next.forEach((node, k) =>
      nodes.push({
        position: at(i),
        node,
        passages: Math.round((1800 / (k + 1) / 1.3) * 0.7 ** i),
        share: share(0.4 / (k + 1), 3000),
        entries: 20,
        exits: 40,
      }),
    );
    for (const [k, a] of (i === 1 ? [asked] : next).entries()) {
      for (const [m, b] of next.entries()) {
        const passages = Math.max(2, Math.round((1200 / (k + 1) / (m + 2)) * 0.6 ** i));
        const [from, to] = isBack ? [b, a] : [a, b];
        if (k !== m || i === 1)
          rows.push({
            position: isBack ? -i : i - 1,
            from,
            to,
            people: passages,
            passages,
            share: share(0.4 / (m + 1), 1200),
            median_seconds: seconds(14 + 30 * m, passages),
            mean_seconds: seconds(20 + 30 * m, passages),
          });
      }
    }
  }
  rows.push({
    position: at(0) - (isBack ? 1 : 0),
    from: 'other',
    to: 'other',
    people: null,
    passages: 17,
    share: null,
    median_seconds: null,
    mean_seconds: null,
  });
  return answer(rows, {
    counts: { people: 2710, passages: 3000 },
    nodes,
    shown: [{ links: rows.length - 1, all_links: 74, passings: share(0.974, 5200) }],
    notes: ['a pause of more than 30m ends a passage'],
  });
}

export function flow(q) {
  const shown = events.slice(0, Math.min(q.nodes ?? 15, events.length)).map(([name]) => name);
  const nodes = shown.map((node, i) => ({
    node,
    visits: 9000 - i * 520,
    events: 9000 - i * 520,
    people: 3000,
    starts: i < 3 ? 4000 - i * 900 : 0,
    ends: i > 6 ? 900 : 40,
  }));
  const edge = (i, j, n) => ({
    from: shown[i],
    to: shown[j],
    transitions: n,
    people: n,
    share: share(n / (9000 - i * 520), 9000 - i * 520),
    median_seconds: seconds(5 + 40 * i, n),
    mean_seconds: seconds(9 + 44 * i, n),
  });
  const rows = shown.flatMap((_, i) =>
    [
      [1, 3000],
      [2, 900],
      [5, 420],
      [-3, 260],
      [0, 610],
      [7, 9],
    ]
      .filter(([d]) => shown[i + d])
      .map(([d, n]) => edge(i, i + d, Math.max(1, Math.round(n / (1 + i * 0.2))))),
  );
  return answer(rows, {
    counts: { people: 12000, passages: 21000, transitions: 40000 },
    nodes,
    shown: [
      {
        nodes: shown.length,
        all_nodes: events.length,
        passages_in_full: share(0.797, 21000),
        transitions: share(0.733, 40000),
      },
    ],
  });
}

export function variants(q) {
  const ways = [
    ['page viewed', 'quote started', 'quote step completed', 'price shown'],
    ['survey answered'],
    ['page viewed'],
    [
      'page viewed',
      'quote started',
      'form error',
      'quote step completed',
      'price shown',
      'checkout opened',
      'payment started',
      'payment made',
    ],
  ];
  let sum = 0;
  const rows = ways.map((path, i) => {
    const value = [0.27, 0.12, 0.09, 0.04][i];
    sum += value;
    return {
      variant: `v_${i}`,
      path,
      length: path.length,
      passages: Math.round(3887 * value),
      people: Math.round(3887 * value),
      share: share(value, 3887),
      cumulative: share(sum, 3887),
      median_seconds: path.length > 1 ? seconds(220 * i + 60, 900) : { value: 0, low: 0, high: 0, n: 300 },
      person: 'p_20417e5a',
    };
  });
  const passage = (name, path, to) => ({
    passage: name,
    person: 'p_20417e5a',
    began: '2026-10-26T11:46:04Z',
    seconds: 225,
    to_goal_seconds: to,
    length: path.length,
    path,
  });
  const passages = [
    passage('typical', ways[0], null),
    ...(q.goal ? [passage('best', ways[3], 339), passage('worst', ways[2], null)] : []),
  ];
  return answer(rows, {
    counts: { people: 3887, passages: 3887, variants: 1268, ...(q.goal && { reached: 1157 }) },
    passages,
  });
}
