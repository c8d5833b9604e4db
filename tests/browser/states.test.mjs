// What a page shows when it is not as usual: nothing there, nothing found, a problem, a wait, names too long for a column.
// Each wide and narrow, in light and dark: axe, no sideways overflow, no foreign request, and the words that must stand there.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { checkBoth, json, launch, open, settle, target } from './browser.mjs';

let browser, place, journey, person, cell;

const api = (rest) => `**/api/v1/${rest}`;
const of = (name) => encodeURIComponent(name);

before(async () => {
  if (process.env.SHOTS) mkdirSync(process.env.SHOTS, { recursive: true });
  place = await target();
  browser = await launch();
  const ask = async (path) => (await fetch(`${place.base}/api/v1${path}`)).json();
  const workspace = await ask('/workspace');
  journey = `/journey/${of(workspace.definitions.journey[0])}`;
  person = `/people/${of((await ask('/people?limit=1')).rows[0].person)}`;
  const [stage] = (await ask(`/journeys/${of(workspace.definitions.journey[0])}`)).rows;
  cell = `${of(stage.stage)}/${of(stage.steps[0].step)}`;
});

after(async () => {
  await browser?.close();
  await place?.close();
});

const problem = {
  type: 'urn:throughline:store.busy',
  title: 'the store is being written',
  status: 503,
  code: 'store.busy',
  notes: ['since 3 s'],
  help: 'ask again when the import is done',
};
const failing = json(problem, 503);
const problemWords = ['store.busy', 'The store is being written', 'Since 3 s', /sk again when the import is done/];

const nothing = {
  name: 'shop',
  version: '0',
  zone: 'UTC',
  people: 0,
  events: 0,
  first: null,
  last: null,
  accepted: 0,
  deduplicated: 0,
  refused: 0,
  sources: [],
  definitions: {},
};
const none = {
  status: 'no-data',
  definition: { kind: 'ledger', name: 'ledger', title: '', version: 1 },
  as_of: '2026-01-01T00:00:00Z',
  counts: {},
  rows: [],
};
const empty = [
  [api('**'), json(none)],
  [api('definitions'), json([])],
  [api('workspace'), json(nothing)],
];

/** The server's answer, changed. */
const changed = (change) => async (route) => {
  const response = await route.fetch();
  const body = await response.json();
  change(body);
  await route.fulfill({ response, json: body });
};
const long = 'Reiseversicherungsabschlussbestätigung, named by somebody who never saw the column that it has to stand in';
const unbroken = `${'averylongpartwithoutabreak.'.repeat(5)}@example.org`;

const longRoutes = [
  [
    api('scorecard**'),
    changed((b) => {
      Object.assign(b.cx[0], { title: long });
      Object.assign(b.ux[0], { title: unbroken });
      Object.assign(b.stages[0], { stage: long });
      Object.assign(b.rows[0], { what: long, step: unbroken, outcome: long });
    }),
  ],
  [
    api('journeys/*'),
    changed((b) => {
      b.definition.title = long;
      Object.assign(b.rows[0], { stage: unbroken });
      Object.assign(b.rows[0].steps[0], { step: long, intended: unbroken, frontstage: [long] });
      Object.assign(b.rows[0].steps[0].channels[0], { channel: unbroken });
    }),
  ],
  [
    api('people?**'),
    changed((b) => Object.assign(b.rows[0], { person: `p_${'x'.repeat(60)}`, identities: [`email ${unbroken}`] })),
  ],
  [
    api('people/*'),
    changed((b) => {
      Object.assign(b.identities[0], { value: unbroken });
      for (const p of b.properties ?? []) Object.assign(p, { value: unbroken });
    }),
  ],
  [
    api('people/*/events**'),
    changed((b) => Object.assign(b.rows[0], { event: unbroken, touchpoint: unbroken, channel: unbroken })),
  ],
  [api('ledger'), changed((b) => Object.assign(b.rows[0], { source: unbroken }))],
  [api('imports'), changed((b) => Object.assign(b.rows[0], { source: unbroken, file: unbroken }))],
  [api('definitions'), changed((b) => Object.assign(b[0], { title: unbroken }))],
];

const press = (name) => (page) => page.getByRole('button', { name }).first().click();

// path, what must stand there, and where it takes more: routes, statuses that the browser may report, an act.
const states = () => ({
  'empty scorecard': { path: '/', says: ['throughline apply'], routes: empty },
  'empty journey': { path: '/journey', says: ['throughline apply'], routes: empty },
  'empty people': { path: '/people', says: ['throughline apply'], routes: empty },
  'empty flows': { path: '/flows', says: ['throughline apply'], routes: empty },
  'empty tasks': { path: '/tasks', says: ['throughline apply'], routes: empty },
  'no definitions': { path: '/flows/funnel', says: ['Which steps lead to what matters?'], routes: [[api('definitions'), json([])]] },
  'no tasks': { path: '/tasks', says: ['No task is defined yet.', 'throughline apply'], routes: [[api('definitions'), json([])]] },
  'task unknown': { path: '/tasks/nothing', says: ['task.unknown', 'What helps:', 'All tasks'], expected: [400, 404] },
  'event unknown': { path: `/flows/funnel?steps=${of('["quote strated","price shown"]')}`, says: ['funnel.unknown-event', 'What helps:', 'The question'], expected: [400] },
  'flows fail': { path: '/flows/paths', says: [...problemWords, 'Try again'], routes: [[api('questions'), failing]], expected: [503] },
  'tasks fail': { path: '/tasks', says: [...problemWords, 'Try again'], routes: [[api('questions'), failing]], expected: [503] },
  'friction fails': { path: '/flows/friction', says: [...problemWords, 'Try again'], routes: [[api('questions'), failing]], expected: [503] },
  'trait unknown': { path: '/flows/handovers?between=nothing+of+that+name', says: ['What helps:', 'The question'], expected: [400], real: true },
  'no sessions': { path: '/flows/sessions', says: ['There is nothing to show', 'No answer, because'], routes: [[api('questions'), json({ ...none, reason: 'nobody did anything in this period' })]] },
  'nothing seen': {
    path: '/flows/friction',
    says: ['No friction can be seen in these data.', 'what is missing'],
    routes: [[api('questions'), changed((b) => { for (const r of b.rows) Object.assign(r, { occurred: null, people: null, share: null, sessions: null, per_1000_sessions: null, status: 'missing-event', reason: 'no event is called "click"' }); b.places = []; })]],
  },
  'long friction': { path: '/flows/friction', says: [long], routes: [[api('questions'), changed((b) => { for (const d of b.definitions) d.title = long; for (const p of b.places) p.place = unbroken; })]] },
  'long handovers': { path: '/flows/handovers', says: [/“averylong/], routes: [[api('questions'), changed((b) => { for (const r of [...b.rows, ...b.losses]) { r.from = `${unbroken}${r.from}`; if (r.to) r.to = `${long} ${r.to}`; } })]] },
  'long groups': { path: '/flows/graph?by=channel', says: [long], routes: [[api('questions'), changed((b) => { for (const r of [...b.rows, ...b.nodes, ...b.shown]) if (r.channel === 'web') r.channel = long; })]] },
  'nothing beside': {
    path: '/flows/funnel?vs=before',
    says: [/: nothing to lay beside/],
    routes: [[api('questions'), async (route) => (route.request().postDataJSON().from < '2026-08-01' ? json({ ...none, definition: { ...none.definition, kind: 'funnel' }, reason: 'nobody began in this period' })(route) : route.continue())]],
  },
  'nothing answered': { path: '/flows/graph', says: ['There is nothing to show', 'No answer, because'], routes: [[api('questions'), json({ ...none, reason: 'nobody did anything in this period' })]] },
  'long flows': {
    path: '/flows/variants',
    says: [long],
    routes: [[api('questions'), changed((b) => { b.rows[0].path = [long, unbroken]; for (const p of b.passages) p.path = [long, unbroken]; })]],
  },
  'long paths': { path: '/flows/paths', says: [/^\d.* passages\./], routes: [[api('questions'), changed((b) => { for (const n of b.nodes) if (n.position === 0) n.node = long; for (const r of b.rows) if (r.position === 0) r.from = long; })]] },
  'empty data': { path: '/data', says: ['throughline apply'], routes: empty },
  'no such page': { path: '/nowhere', says: ['There is no page at this address.', 'Go to the scorecard'] },
  'nobody found': { path: '/people?search=no-such-identity', says: ['Nobody is named so.', 'No identity begins with'] },
  'person unknown': { path: '/people/p_nobody', says: ['person.unknown', 'What helps:', 'Find a person'], expected: [404] },
  'journey unknown': { path: '/journey/nowhere', says: ['journey.unknown', 'What helps:'], expected: [404] },
  'segment unknown': { path: '/?segment=unknown', says: ['segment.unknown', 'What helps:', 'Show everyone'], expected: [400, 404] },
  'scorecard fails': { path: '/', says: [...problemWords, 'Try again'], routes: [[api('scorecard**'), failing]], expected: [503] },
  'journey fails': { path: journey, says: [...problemWords, 'Try again'], routes: [[api('journeys/*'), failing]], expected: [503] },
  'people fail': { path: '/people', says: [...problemWords, 'Try again'], routes: [[api('people?**'), failing]], expected: [503] },
  'timeline fails': {
    path: person,
    says: [...problemWords, 'not known without the events'],
    routes: [[api('people/*/events**'), failing]],
    expected: [503],
  },
  'data fail': {
    path: '/data',
    says: [...problemWords, 'while reading the ledger', 'while reading the imports', 'while reading the definitions'],
    routes: ['ledger', 'imports', 'definitions'].map((part) => [api(part), failing]),
    expected: [503],
  },
  'segments fail': { path: '/', says: problemWords, routes: [[api('definitions'), failing]], expected: [503], act: press(/^People: /) },
  'people behind fail': {
    path: `${journey}?cell=step/${cell}`,
    says: problemWords,
    routes: [[api('questions'), failing]],
    expected: [503],
    act: press('entered'),
  },
  'stage opened': { path: `${journey}?cell=stage/${cell.split('/')[0]}`, says: ['Of all passages', 'Median time in it'] },
  'channels opened': { path: `${journey}?cell=channels/${cell}`, says: ['A passage may use several channels'] },
  'period chosen': { path: '/', says: ['Show these days'], act: press(/^Period: /) },
  'people chosen': { path: '/', says: ['Everyone'], act: press(/^People: /) },
  'long scorecard': { path: '/', says: [long], routes: longRoutes },
  'long journey': { path: journey, says: [long], routes: longRoutes },
  'long people': { path: '/people', says: [unbroken], routes: longRoutes },
  'long person': { path: person, says: [unbroken], routes: longRoutes },
  'long data': { path: '/data', says: [unbroken], routes: longRoutes },
});

// A state is reached once, at the wide width, and stays as the window becomes narrow.
test('every state at 1440 and 390 px, light and dark', async (t) => {
  for (const [name, { path, says, routes, expected, act, real }] of Object.entries(states())) {
    await t.test(name, async (t) => {
      if (real && !place.isReal) return t.skip('the stand-in server knows every name');
      const { context, page, faults } = await open(browser, place.base, { routes, expected });
      await page.goto(place.base + path);
      await settle(page);
      await act?.(page);
      for (const [width, height] of [[1440, 900], [390, 844]]) {
        await page.setViewportSize({ width, height });
        for (const words of says) await page.getByText(words).locator('visible=true').first().waitFor();
        await checkBoth(page, faults, name.replaceAll(' ', '-'));
      }
      await context.close();
    });
  }
});

test('a period in which nobody walked shows no zeros, and the way to all data', async (t) => {
  if (!place.isReal) return t.skip('the stand-in server knows one period');
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}${journey}?from=1990-01-01&to=1990-01-31`);
  await settle(page);
  await page.getByText('Nobody walked this journey in this period.').waitFor();
  assert.equal(await page.locator('.map').count(), 0, 'no map of zeros');
  await checkBoth(page, faults, 'nobody-walked');
  await page.getByRole('button', { name: /^Show all data/ }).click();
  await page.locator('.map').waitFor();
  await context.close();
});

test('while a page waits it says for what', async () => {
  const { context, page, faults } = await open(browser, place.base, { routes: [[api('scorecard**'), () => {}]] });
  await page.goto(`${place.base}/`);
  await page.getByText('Reading the timelines').waitFor();
  await page.getByText(/^The first question after an import reads all .* into memory/).waitFor();
  await checkBoth(page, faults, 'loading');
  await context.close();
});
