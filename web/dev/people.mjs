// People, timelines, ledger, imports and definitions of the simulated insurer.

import { answer } from './numbers.mjs';

const at = (day, time) => `${day}T${time}:00Z`;
let line = 40200;
const e = (time, event, channel, sign = 'interaction', more = {}) => ({ time, event, channel, touchpoint: more.touchpoint ?? '', source: channel === 'phone' ? 'contact centre' : channel === 'email' ? 'surveys' : channel, import: 12, line: line--, objects: [], account: 'household Oakvale', sign, properties: {}, ...more });
const claim = { objects: [{ type: 'claim', id: 'C-88213' }] };

export const timeline = [
  e(at('2026-11-20', '07:15'), 'claim status opened', 'app', 'interaction', claim), e(at('2026-11-20', '07:13'), 'claim status opened', 'app', 'interaction', claim), e(at('2026-11-20', '07:12'), 'app opened', 'app'),
  e(at('2026-11-19', '15:18'), 'survey answered', 'email', 'answer', { ...claim, properties: { survey: 'claim_ces', score: 2, verbatim: 'It took the photo, thought about it, and then asked me for the photo again. Nobody called, though they said Thursday.' } }),
  e(at('2026-11-17', '08:02'), 'documents received sent', 'email', 'contact', claim),
  e(at('2026-11-16', '10:35'), 'documents handed over', 'in_person', 'contact', { ...claim, touchpoint: 'Branch Lakeside', properties: { pages: 3 } }),
  e(at('2026-11-13', '17:55'), 'asked again', 'chat', 'trouble', claim), e(at('2026-11-13', '17:51'), 'transferred', 'chat', 'trouble', claim), e(at('2026-11-13', '17:47'), 'chat started', 'chat', 'contact', claim),
  e(at('2026-11-12', '16:00'), 'call-back missed', 'phone', 'trouble', { ...claim, properties: { promised: '2026-11-12T17:00' } }),
  e(at('2026-11-10', '11:31'), 'call received', 'phone', 'contact', { ...claim, properties: { reason: 'repeat', waiting: '6 min 40 s' } }),
  e(at('2026-11-10', '11:18'), 'upload left', 'app', 'interaction', claim), e(at('2026-11-10', '11:18'), 'help opened', 'app', 'trouble', { touchpoint: 'Sending photos' }),
  e(at('2026-11-10', '11:15'), 'document refused', 'app', 'trouble', { ...claim, properties: { why: 'heic_not_taken' } }), e(at('2026-11-10', '11:11'), 'document refused', 'app', 'trouble', { ...claim, properties: { why: 'file_too_large', size: '11.4 MB' } }),
  e(at('2026-11-10', '11:07'), 'rage click', 'app', 'trouble', { touchpoint: 'Upload page' }), e(at('2026-11-10', '11:07'), 'document refused', 'app', 'trouble', { ...claim, properties: { why: 'file_too_large', size: '11.4 MB' } }),
  e(at('2026-11-10', '11:04'), 'document upload started', 'app', 'interaction', claim), e(at('2026-11-10', '11:04'), 'app opened', 'app'),
  e(at('2026-11-09', '18:30'), 'loss reported', 'app', 'interaction', claim), e(at('2026-11-09', '18:26'), 'claim form opened', 'app', 'interaction', { touchpoint: 'Claim form' }),
  e(at('2026-10-02', '19:40'), 'document opened', 'app'), e(at('2026-09-10', '09:10'), 'survey answered', 'email', 'answer', { properties: { survey: 'nps', score: 8, verbatim: '' } }),
  e(at('2026-08-21', '20:02'), 'policy opened', 'app'), e(at('2026-07-14', '18:12'), 'app opened', 'app'), e(at('2026-06-27', '08:21'), 'address changed', 'web', 'interaction', { touchpoint: 'My account' }),
  e(at('2026-05-06', '10:00'), 'survey answered', 'email', 'answer', { properties: { survey: 'nps', score: 9, verbatim: 'Quick on the phone, and a person.' } }), e(at('2026-05-04', '09:30'), 'call received', 'phone', 'contact', { properties: { reason: 'address' } }),
  e(at('2026-04-24', '18:00'), 'app opened', 'app'), e(at('2026-03-20', '18:00'), 'policy opened', 'app'), e(at('2026-02-01', '10:00'), 'survey answered', 'email', 'answer', { properties: { survey: 'csat_onboard', score: 4 } }),
  e(at('2026-01-16', '18:40'), 'checklist finished', 'app'), e(at('2026-01-16', '18:31'), 'checklist opened', 'app'), e(at('2025-12-16', '07:00'), 'welcome sent', 'email', 'contact'), e(at('2025-12-10', '07:30'), 'app opened', 'app'),
  e(at('2025-12-09', '20:04'), 'policy bought', 'web', 'interaction', { objects: [{ type: 'policy', id: 'H-20417' }] }), e(at('2025-12-09', '20:01'), 'payment made', 'web'), e(at('2025-12-09', '19:52'), 'checkout opened', 'web'),
  e(at('2025-12-06', '21:15'), 'quote saved', 'web', 'interaction', { touchpoint: 'Quote' }), e(at('2025-12-06', '21:05'), 'quote started', 'web', 'interaction', { touchpoint: 'Quote' }),
];

const identity = (kind, value, why, source, imp, ln, time) => ({ kind, value, why, source, import: imp, line: ln, time });
export const maren = {
  person: 'p_20417e5a', state: 'customer', events: timeline.length, first: timeline[timeline.length - 1].time, last: timeline[0].time,
  identities: [
    identity('crm_id', '4471-0093', 'From the policy system; the first that was known.', 'claims', 3, 118, '2025-12-09T20:04:00Z'),
    identity('email', 'maren.oakvale@example.org', 'Stands with customer number 4471-0093 in one row of the policy system.', 'claims', 3, 118, '2025-12-09T20:04:00Z'),
    identity('user_id', 'u_81f2', 'Signed in with that e-mail.', 'app', 5, 9021, '2025-12-10T07:30:00Z'),
    identity('anonymous_id', 'a_5c90', 'The link in the quote e-mail was opened in this browser.', 'web', 1, 44120, '2025-12-06T21:05:00Z'),
    identity('phone', '+49 30 5550142', 'Gave the customer number on a call.', 'contact centre', 7, 2210, '2026-05-04T09:30:00Z'),
  ],
  kept_apart: [{ kind: 'anonymous_id', value: 'a_77d1', other: 'p_8831d0aa', why: 'This browser was also used by another signed-in person (p_8831d0aa), so it joins neither.' }],
  accounts: [{ account: 'household Oakvale', role: 'buyer', since: '2025-12-09T20:04:00Z' }],
  objects: [{ type: 'claim', id: 'C-88213', events: 14, last: '2026-11-20T07:15:00Z' }, { type: 'policy', id: 'H-20417', events: 1, last: '2025-12-09T20:04:00Z' }],
  properties: [
    { name: 'plan', value: 'comfort', since: '2026-06-27T08:21:00Z', history: [{ value: 'basic', since: '2025-12-09T20:04:00Z' }, { value: 'comfort', since: '2026-06-27T08:21:00Z' }] },
    { name: 'city', value: 'Lakeside', since: '2026-06-27T08:21:00Z', history: [{ value: 'Lakeside', since: '2026-06-27T08:21:00Z' }, { value: 'Northgate', since: '2025-12-09T20:04:00Z' }] },
    { name: 'language', value: 'en', since: '2025-12-06T21:05:00Z', history: [{ value: 'en', since: '2025-12-06T21:05:00Z' }] },
  ],
  scores: [
    { survey: 'claim_ces', score: 2, time: '2026-11-19T15:18:00Z', verbatim: timeline[3].properties.verbatim }, { survey: 'nps', score: 8, time: '2026-09-10T09:10:00Z' },
    { survey: 'nps', score: 9, time: '2026-05-06T10:00:00Z' }, { survey: 'csat_onboard', score: 4, time: '2026-02-01T10:00:00Z' },
  ],
  attempts: [
    { task: 'send_documents', outcome: 'gave_up', start: '2026-11-10T11:04:00Z', seconds: 840, errors: 3 }, { task: 'report_a_loss', outcome: 'success', start: '2026-11-09T18:26:00Z', seconds: 250, errors: 0 },
    { task: 'get_a_quote', outcome: 'success', start: '2025-12-06T21:05:00Z', seconds: 600, errors: 1 },
  ],
};

const hex = (i) => ((i + 3) * 2654435761 % 4294967296).toString(16).padStart(8, '0');
const states = ['customer', 'customer', 'visitor', 'user', 'customer', 'former customer', 'visitor'];
export const people = [
  { person: maren.person, state: maren.state, events: maren.events, first: maren.first, last: maren.last, identities: maren.identities.map(({ kind, value }) => `${kind} ${value}`) },
  ...Array.from({ length: 24 }, (_, i) => ({
    person: `p_${hex(i)}`, state: states[i % states.length], events: 4 + (i * 37) % 310, first: at(`2026-0${1 + (i % 9)}-1${i % 9}`, '10:00'), last: at(`2026-11-${String(20 - Math.floor(i / 3)).padStart(2, '0')}`, '09:30'),
    identities: i % 7 === 2 || i % 7 === 6 ? [`anonymous_id a_${hex(i).slice(0, 4)}`] : [`crm_id 4471-0${100 + i}`, `email ${hex(i).slice(0, 5)}@example.org`],
  })),
];
export const peopleAnswer = (found) => answer(found, { counts: { people: 38112, shown: found.length } });

const ledgerRow = (source, accepted, deduplicated, reasons, changed = 0) => {
  const refused = Object.values(reasons).reduce((a, b) => a + b, 0);
  return { source, read: accepted + deduplicated + refused, accepted, changed, deduplicated, refused, refused_by_reason: reasons };
};
export const ledger = answer([
  ledgerRow('web', 9812440, 0, { 'row.nobody': 61, 'time.unreadable': 12 }), ledgerRow('app', 4020118, 2210, { 'time.unreadable': 40 }), ledgerRow('contact centre', 214880, 908, { 'time.missing': 118, 'row.nobody': 74, 'row.empty': 9 }, 412),
  ledgerRow('claims', 121930, 0, { 'time.future': 31 }, 3051), ledgerRow('surveys', 33750, 0, { 'row.nobody': 64, 'person.forgotten': 3 }),
  { ...ledgerRow('all', 1, 0, {}), read: 14206648, accepted: 14203118, deduplicated: 3118, refused: 412 },
]);

const imp = (number, source, file, started, row, more = {}) => ({ import: number, file, state: 'done', started, finished: started, events: row.accepted, ...row, ...more });
export const imports = answer([
  imp(13, 'web', 'exports/clicks-2026-11.csv', '2026-11-20T17:40:00Z', ledgerRow('web', 401221, 0, {}), { same_file_as: 12, state: 'undone' }),
  imp(12, 'web', 'exports/clicks-2026-11.csv', '2026-11-20T17:31:00Z', ledgerRow('web', 401221, 0, { 'row.nobody': 4, 'time.unreadable': 2 })),
  imp(11, 'surveys', 'exports/answers.jsonl', '2026-11-20T17:30:00Z', ledgerRow('surveys', 33750, 0, { 'row.nobody': 64, 'person.forgotten': 3 })),
  imp(10, 'claims', 'exports/claims.xes', '2026-11-20T17:22:00Z', ledgerRow('claims', 121930, 0, { 'time.future': 31 }, 3051)),
  imp(9, 'contact centre', 'exports/calls.csv', '2026-11-20T17:20:00Z', ledgerRow('contact centre', 120480, 908, { 'time.missing': 118, 'row.nobody': 74 }), { state: 'interrupted' }),
]);
export const refused = answer([
  { line: 40211, code: 'row.nobody', reason: 'neither a person nor an object nor an account is named' },
  { line: 40977, code: 'row.nobody', reason: 'neither a person nor an object nor an account is named' },
  { line: 51200, code: 'time.unreadable', reason: 'created_at: "31.11.2026" is not a day' },
], { counts: { rows: 3 } });

const yaml2 = `metric: upload_success\ntitle: Documents sent\ndiscipline: UX\nkind: task_success\ntask: send_documents\nminimum_n: 20\n`;
const yaml1 = `metric: upload_success\ntitle: Upload success\ndiscipline: UX\nkind: task_success\ntask: send_documents\n`;
const names = {
  metric: [['nps', 'Net Promoter Score', 3], ['churn', 'Customers who left', 1], ['claim_effort', 'Ease of the claim', 2], ['csat_claim', 'Satisfied with the claim', 1], ['upload_success', 'Documents sent', 2], ['upload_time', 'Time to send documents', 1], ['app_sus', 'Usability of the app', 1], ['quote_to_policy', 'Quotes that become policies', 1]],
  journey: [['insure_my_home', 'Insure my home', 4], ['claim', 'A claim, from report to payment', 1]], task: [['send_documents', 'Send documents', 2], ['get_a_quote', 'Get a quote', 1]],
  segment: [['app_users', 'App users', 1], ['under_35', 'Under 35', 1], ['phone_users', 'Called at least once', 2]], source: [['web', 'web', 2], ['app', 'app', 1], ['contact_centre', 'contact centre', 1], ['claims', 'claims', 1], ['surveys', 'surveys', 1]],
};
const contents = {
  send_documents: { task: 'send_documents', start: 'document upload started', success: 'documents accepted', error: 'document refused', within: '1h' },
  get_a_quote: { task: 'get_a_quote', start: 'quote started', success: 'price shown', error: { event: 'form error', where: { form: 'quote' } }, within: '1h' },
  app_users: { segment: 'app_users', people: { did: 'app opened' } },
  quote_to_policy: { metric: 'quote_to_policy', kind: 'conversion', steps: ['quote started', 'price shown', 'payment made'], within: '30d' },
};
export const definitions = Object.entries(names).flatMap(([kind, list]) => list.map(([name, title, version]) => ({ kind, name, title, version, applied: '2026-11-02T08:00:00Z', file: `${kind}s/${name}.yaml`, content: contents[name] ?? {} })));
export function definition(kind, name) {
  const known = definitions.find((d) => d.kind === kind && d.name === name) ?? { kind, name, title: name.replaceAll('_', ' '), version: 1, applied: '2026-11-02T08:00:00Z', file: `${kind}s/${name}.yaml` };
  const yaml = kind === 'metric' ? yaml2.replaceAll('upload_success', name).replace('Documents sent', known.title) : `${kind}: ${name}\ntitle: ${known.title}\n`;
  const old = kind === 'metric' && known.version > 1 ? [{ version: known.version - 1, applied: '2026-06-01T08:00:00Z', yaml: yaml1.replaceAll('upload_success', name) }] : [];
  return { ...known, yaml, versions: [...old, { version: known.version, applied: known.applied, yaml }] };
}
