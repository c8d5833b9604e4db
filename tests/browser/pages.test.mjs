// Every page at two widths, light and dark: no axe violation, no console error, no foreign request, no sideways overflow,
// and the keyboard reaches what matters.
//
//     node --test tests/browser/pages.test.mjs                                    over web/dist with the stand-in server
//     BASE_URL=http://127.0.0.1:8080 SHOTS=shots node --test tests/browser/…      against a server; pictures into shots/

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open, overflow, settle, shot, target, violations } from './browser.mjs';

let browser, place, pages;

async function ask(path) {
  const response = await fetch(`${place.base}/api/v1${path}`);
  assert.equal(response.status, 200, `${path} answers ${response.status}`);
  return response.json();
}

before(async () => {
  if (process.env.SHOTS) mkdirSync(process.env.SHOTS, { recursive: true });
  place = await target();
  browser = await launch();
  const workspace = await ask('/workspace');
  const people = await ask('/people?limit=1');
  const definitions = await ask('/definitions');
  const journey = workspace.definitions.journey?.[0];
  const person = people.rows[0]?.person;
  const metric = definitions.find((d) => d.kind === 'metric' && d.version > 1) ?? definitions[0];
  pages = [
    ['scorecard', '/'],
    ...(journey ? [['journey', `/journey/${encodeURIComponent(journey)}`]] : []),
    ['people', '/people'],
    ...(person ? [['person', `/people/${encodeURIComponent(person)}`]] : []),
    ['data', '/data'],
    ...(metric ? [['definition', `/data/definitions/${metric.kind}/${encodeURIComponent(metric.name)}`]] : []),
  ];
});

after(async () => {
  await browser?.close();
  await place?.close();
});

async function check(page, faults, name) {
  assert.deepEqual(await violations(page), [], `${name}: axe`);
  const { wide, names } = await overflow(page);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window: ${names.join(', ')}`);
  assert.deepEqual(faults, [], name);
}

for (const width of [1440, 390]) {
  for (const scheme of ['light', 'dark']) {
    test(`every page at ${width} px, ${scheme}`, async (t) => {
      for (const [name, path] of pages) {
        await t.test(name, async () => {
          const { context, page, faults } = await open(browser, place.base, { width, height: width < 500 ? 844 : 900, scheme });
          await page.goto(place.base + path);
          await settle(page);
          await shot(page, `${name}-${width}-${scheme}`);
          await page.evaluate(() => { for (const d of document.querySelectorAll('main details')) d.open = true; });
          await settle(page);
          await check(page, faults, name);
          await context.close();
        });
      }
    });
  }
}

test('nothing overflows at 360, 760, 1024 and 1920 px', async () => {
  for (const width of [360, 760, 1024, 1920]) {
    const { context, page, faults } = await open(browser, place.base, { width });
    for (const [name, path] of pages) {
      await page.goto(place.base + path);
      await settle(page);
      const { wide, names } = await overflow(page);
      assert.ok(wide <= 0, `${name} at ${width}: ${wide} px too wide: ${names.join(', ')}`);
      await shot(page, `${name}-${width}`);
    }
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('a journey cell opens its evidence by keyboard, and Escape gives the focus back', async (t) => {
  const journey = pages.find(([name]) => name === 'journey');
  if (!journey) return t.skip('no journey is defined');
  for (const width of [1440, 390]) {
    const { context, page, faults } = await open(browser, place.base, { width });
    await page.goto(place.base + journey[1]);
    await settle(page);
    const cells = page.locator('.map .cell, .map .over');
    if (await cells.count() === 0) return t.skip('nobody walked the journey');
    const friction = page.locator('.map button[aria-label^="Friction at"]');
    const count = await friction.count();
    const cell = count ? friction.nth(Math.min(7, count - 1)) : cells.first();
    await cell.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('aside.evidence');
    assert.ok(await page.evaluate(() => document.activeElement?.matches('aside.evidence')), 'focus moves into the evidence');
    assert.match(page.url(), /cell=/, 'the cell is in the address');
    await page.getByRole('button', { name: /^(entered|all counted)$/ }).click();
    await page.waitForFunction(() => !document.querySelector('.people-behind [role=status]')?.textContent?.startsWith('Asking'));
    await shot(page, `evidence-${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/evidence-window-${width}.png` });
    await check(page, place.isReal ? [] : faults, 'evidence');
    await page.keyboard.press('Escape');
    await page.waitForSelector('aside.evidence', { state: 'detached' });
    assert.ok(await cell.evaluate((e) => e === document.activeElement), 'focus comes back to the cell');
    await context.close();
  }
});

test('the keyboard reaches pages, period, people and definitions', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/`);
  await settle(page);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
  const reached = [];
  for (let i = 0; i < 16; i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''));
  }
  for (const name of ['Scorecard', 'Journey', 'People', 'Data']) assert.ok(reached.includes(name), `${name} in ${reached.join(' | ')}`);
  for (const name of ['Period: ', 'People: ', 'Show in ']) assert.ok(reached.some((r) => r.startsWith(name)), `${name} in ${reached.join(' | ')}`);

  await page.locator('button[aria-label^="Period:"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.pop');
  await check(page, faults, 'period');
  await shot(page, 'period');
  await page.getByRole('button', { name: /^All data/ }).press('Enter');
  await page.waitForURL(/from=/);
  await settle(page);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await settle(page);
  assert.match(page.url(), /people\?.*from=/, 'the period goes along');
  await page.goBack();
  await settle(page);

  const definition = page.locator('.def').first();
  if (await definition.count()) {
    await definition.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.pop h2');
    await check(page, faults, 'definition popover');
    await shot(page, 'popover');
    await page.keyboard.press('Escape');
    assert.ok(await definition.evaluate((e) => e === document.activeElement), 'focus comes back to the name');
  }
  await context.close();
});

test('light and dark are kept', async () => {
  const { context, page } = await open(browser, place.base);
  await page.goto(`${place.base}/`);
  await settle(page);
  await page.getByRole('button', { name: 'Show in dark' }).first().click();
  await page.reload();
  await settle(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await context.close();
});

test('people are found by what is typed', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/people`);
  await settle(page);
  await page.getByLabel('Find a person').fill('no-such-identity');
  await page.getByText('No identity begins with').waitFor();
  await check(page, faults, 'nobody found');
  await shot(page, 'people-none');
  await context.close();
});

test('forgetting is confirmed, and can be refused', async (t) => {
  const person = pages.find(([name]) => name === 'person');
  if (!person) return t.skip('nobody is in the workspace');
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(place.base + person[1]);
  await settle(page);
  await page.getByRole('button', { name: /^Forget this person/ }).click();
  await page.getByRole('alertdialog').waitFor();
  await check(page, faults, 'forget dialog');
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/forget.png` });
  await page.getByRole('button', { name: 'Keep this person' }).click();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  if (!place.isReal) {
    await page.getByRole('button', { name: /^Forget this person/ }).click();
    await page.getByRole('button', { name: 'Forget for good' }).click();
    await page.getByText('is forgotten.').waitFor();
    await check(page, faults, 'forgotten');
  }
  await context.close();
});

const json = (body, status = 200) => (route) => route.fulfill({ status, contentType: status === 200 ? 'application/json' : 'application/problem+json', body: JSON.stringify(body) });

test('an empty workspace says what comes next, on every page', async () => {
  const nothing = { name: 'shop', version: '0', zone: 'UTC', people: 0, events: 0, first: null, last: null, accepted: 0, deduplicated: 0, refused: 0, sources: [], definitions: {} };
  const none = { status: 'no-data', definition: { kind: 'ledger', name: 'ledger', title: '', version: 1 }, as_of: '2026-01-01T00:00:00Z', counts: {}, rows: [] };
  for (const width of [1440, 390]) {
    const { context, page, faults } = await open(browser, place.base, {
      width, routes: [['**/api/v1/**', json(none)], ['**/api/v1/definitions', json([])], ['**/api/v1/workspace', json(nothing)]],
    });
    for (const path of ['/', '/journey', '/people', '/data']) {
      await page.goto(place.base + path);
      await settle(page);
      assert.ok(await page.getByText('throughline apply').count(), `${path} names the command`);
      await check(page, faults, `empty ${path}`);
      await shot(page, `empty${path.replace('/', '-')}-${width}`);
    }
    await context.close();
  }
});

test('a problem shows its code and its help', async () => {
  const problem = { type: 'urn:throughline:segment.unknown', title: 'no segment is called "gold"', status: 404, code: 'segment.unknown', notes: ['searched 3 segments'], help: 'did you mean "app_users"?' };
  const { context, page, faults } = await open(browser, place.base, { expected: [404], routes: [['**/api/v1/scorecard**', json(problem, 404)]] });
  await page.goto(`${place.base}/`);
  await settle(page);
  await page.getByText('segment.unknown').waitFor();
  await page.getByText('did you mean "app_users"?').waitFor();
  await check(page, faults, 'problem');
  await shot(page, 'failed');
  await context.close();
});

test('while a page waits it says for what', async () => {
  const { context, page } = await open(browser, place.base, { routes: [['**/api/v1/scorecard**', () => {}]] });
  await page.goto(`${place.base}/`);
  await page.getByText('Reading the timelines').waitFor();
  assert.deepEqual(await violations(page), []);
  await shot(page, 'loading');
  await context.close();
});
