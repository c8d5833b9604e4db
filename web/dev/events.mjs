// What the made-up answers to questions share: events, names, groups.

import { answer, around, none } from './numbers.mjs';

export const events = [
  ['page viewed', 823888],
  ['app opened', 151204],
  ['quote started', 17526],
  ['quote step completed', 41102],
  ['price shown', 15310],
  ['checkout opened', 8120],
  ['payment started', 4601],
  ['payment made', 4290],
  ['form error', 3122],
  ['document upload started', 6720],
  ['document refused', 2911],
  ['documents accepted', 4120],
  ['rage click', 1410],
  ['help opened', 2204],
  ['call received', 26679],
  ['survey answered', 9120],
];
export const known = new Set(events.map(([name]) => name));

const row = (kind, name, n = null) => ({ kind, name, events: n });
export const names = answer(
  [
    ...events.map(([name, n]) => row('event', name, n)),
    ...['app', 'chat', 'email', 'phone', 'web'].map((n) => row('channel', n)),
    ...['Checkout', 'Quote', 'Upload page'].map((n) => row('touchpoint', n)),
    ...['device', 'form', 'release'].map((n) => row('property', n)),
    ...['age_band', 'plan'].map((n) => row('person_property', n)),
    row('account_property', 'city'),
    row('object_property', 'kind'),
  ],
  { definition: { kind: 'names', name: 'names', title: 'What questions may name', version: 1 } },
);

export const nameOf = (matcher) => (typeof matcher === 'string' ? matcher : matcher.event);
export const namesIn = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(nameOf);
export const seconds = (value, n) => (n ? around(value, value * 0.04, n) : none());

const groupsBy = {
  channel: ['app', 'web'],
  segment: ['App users', 'Under 35'],
  week: ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'],
  month: ['2026-09', '2026-10', '2026-11'],
  day: ['2026-11-18', '2026-11-19', '2026-11-20'],
};
const one = (by) =>
  (groupsBy[by] ?? ['gold', 'silver', '']).map((g) => ({ [String(by).replace('property:', '')]: g }));
/** The groups of one thing to split by, or of two; of none, one that has no column. */
export const split = (by) =>
  [by ?? []].flat().reduce((groups, each) => groups.flatMap((g) => one(each).map((o) => ({ ...g, ...o }))), [{}]);

/** An answer as if it were split: what each group has, all have. */
export function inGroups(q, whole) {
  if (q.by === undefined) return whole;
  const groups = split(q.by);
  const isRows = (member) => Array.isArray(member) && member.length > 0 && typeof member[0] === 'object';
  return Object.fromEntries(
    Object.entries(whole).map(([name, member]) => [
      name,
      isRows(member) ? groups.flatMap((g) => member.map((row) => ({ ...g, ...row }))) : member,
    ]),
  );
}
export const factor = (i) => 1 - i * 0.22;
