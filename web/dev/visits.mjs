// Made-up answers about sessions, friction and hand-overs.

import { events, seconds } from './events.mjs';
import { answer, around, share } from './numbers.mjs';

const all = 21000;

export function sessions() {
  const nodes = (shift) =>
    events.slice(shift, shift + 10).map(([node], i) => {
      const value = 0.22 / (i + 1);
      return { node, sessions: Math.round(all * value), share: share(value, all) };
    });
  const lengths = ['under 1 s', '1 to 10 s', '10 s to 1 min', '1 to 3 min', '3 to 10 min', '10 to 30 min'];
  return answer(
    [
      {
        sessions: all,
        people: 4100,
        per_person: { value: all / 4100, low: null, high: null, n: 4100 },
        events: 84000,
        median_events: around(3, 0, all),
        bounces: 8610,
        bounce: share(0.41, all),
        median_seconds: seconds(95, all),
        mean_seconds: seconds(188, all),
        total_seconds: all * 188,
      },
    ],
    {
      definition: { kind: 'sessions', name: 'throughline', title: 'Sessions, idle 30m', version: 1 },
      counts: { people: 4100, sessions: all },
      durations: lengths.map((length, i) => ({
        length,
        sessions: Math.round(all * [0.41, 0.1, 0.12, 0.17, 0.15, 0.05][i]),
        share: share([0.41, 0.1, 0.12, 0.17, 0.15, 0.05][i], all),
      })),
      numbers: [1, 2, 3, 4].map((n) => ({ sessions: n, people: Math.round(2000 / n), share: share(0.49 / n, 4100) })),
      entries: nodes(0),
      exits: nodes(3),
      methods: ['bounce "one event": a session of one event', 'Wilson score interval, 95 %'],
      notes: ['a session belongs where its first event belongs, and lasts from its first to its last event'],
    },
  );
}

const meanings = {
  form_error: ['Form error', 'an entry that a form refuses', 'event: form error'],
  rage_click: ['Rage click', 'clicks in quick succession at one place', 'repeat: {of: click, times: 4, each: 500ms}'],
  help_sought: ['Help sought', 'help that is opened or searched', 'event: [help opened, help searched]'],
  dead_click: ['Dead click', 'a click after which nothing changes', 'unanswered: {of: click, within: {less_than: 2500ms}}'],
};

export function friction() {
  const met = { form_error: 0.021, help_sought: 0.012, rage_click: 0.004 };
  const rows = Object.entries(meanings).map(([name]) => {
    const value = met[name];
    const isKnown = value !== undefined;
    return {
      friction: name,
      occurred: isKnown ? Math.round(all * value * 1.1) : null,
      of: name === 'rage_click' ? 90000 : null,
      left_out: isKnown ? 0 : null,
      open: isKnown ? 0 : null,
      people: isKnown ? Math.round(4100 * value * 2) : null,
      share: isKnown ? share(value * 2, 4100) : null,
      sessions: isKnown ? Math.round(all * value) : null,
      per_1000_sessions: isKnown ? around(value * 1000, value * 120, all) : null,
      rules: name === 'help_sought' ? 'own' : 'throughline',
      version: 1,
      status: isKnown ? 'ok' : 'missing-property',
      reason: isKnown ? null : 'no event tells "change_after"',
    };
  });
  const places = Object.keys(met).flatMap((name) =>
    ['Quote', 'Checkout', 'Upload page', 'not known'].map((place, i) => ({
      friction: name,
      place,
      occurred: 400 - i * 90,
      share: share([0.4, 0.3, 0.2, 0.1][i], 1000),
    })),
  );
  return answer(rows, {
    definition: { kind: 'friction', name: 'throughline', title: 'Frictions', version: 1 },
    counts: { people: 4100, sessions: all },
    places,
    definitions: Object.entries(meanings).map(([name, [title, about, rule]]) => ({
      friction: name,
      title,
      about,
      origin: 'ours',
      rule: `friction: ${name}\ntitle: ${title}\n${rule}\n`,
    })),
    methods: ['Wilson score interval, 95 %'],
    notes: ['a pause longer than 30m ends a session'],
  });
}

export function handovers(q) {
  const stations = ['web', 'app', 'phone', 'email'];
  const pairs = stations.flatMap((from, i) =>
    stations.filter((to) => to !== from).map((to, k) => ({ from, to, handovers: 900 - i * 160 - k * 210 })),
  );
  const rows = pairs.map((p, i) => ({
    ...p,
    people: Math.round(p.handovers * 0.9),
    share: share(p.handovers / 4000, 4000),
    median_seconds: seconds(3600 + 5000 * (i % 4), p.handovers),
    mean_seconds: seconds(5200 + 5000 * (i % 4), p.handovers),
    ...(q.asks && { asked_again: 40, asked_again_share: share(40 / p.handovers, p.handovers) }),
  }));
  return answer(rows.toSorted((a, b) => b.handovers - a.handovers), {
    definition: { kind: 'handovers', name: 'throughline', title: 'Hand-overs between values of channel', version: 1 },
    counts: { people: 4100, handovers: 5200, lost: 6100 },
    losses: stations.map((from, i) => ({
      from,
      handed_over: 1500 - i * 200,
      lost: 1900 - i * 300,
      people: 1700 - i * 300,
      loss: share(0.56 - i * 0.03, 3400),
      done: i === 2 ? 310 : 0,
      open: 40,
    })),
    delays: rows.flatMap(({ from, to, handovers: n }) =>
      ['under 1 min', '1 min to 1 h', '1 h to 1 d'].map((delay, i) => ({
        from,
        to,
        delay,
        handovers: Math.round(n * [0.2, 0.5, 0.3][i]),
        share: share([0.2, 0.5, 0.3][i], n),
      })),
    ),
    methods: ['Wilson score interval, 95 %'],
  });
}
