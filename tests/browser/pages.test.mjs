// Every page at two widths, light and dark: no axe violation, no console error, no foreign request, no sideways overflow,
// and the keyboard reaches what matters.
//
//     node --test tests/browser/pages.test.mjs                                    over web/dist with the stand-in server
//     BASE_URL=http://127.0.0.1:8080 SHOTS=shots node --test tests/browser/…      against a server; pictures into shots/

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { check, checkBoth, fits, launch, open, settle, shot, target } from './browser.mjs';

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
    ...['funnel', 'retention', 'paths', 'graph', 'variants', 'activation', 'sessions', 'friction', 'handovers'].map((name) => [name, `/flows/${name}`]),
    ['split', '/flows/retention?by=channel&vs=before'],
    ['compared', '/flows/graph?by=channel&vs=year'],
    ['tasks', '/tasks'],
    ...(workspace.definitions.task?.[0] ? [['task', `/tasks/${encodeURIComponent(workspace.definitions.task[0])}`]] : []),
    ...(workspace.definitions.metric?.[0] ? [['metric', `/metrics/${encodeURIComponent(workspace.definitions.metric[0])}`]] : []),
    ['people', '/people'],
    ...(person ? [['person', `/people/${encodeURIComponent(person)}`]] : []),
    ...['nps', 'csat', 'sus', 'success', 'time', 'sample'].map((of) => [`calculator-${of}`, `/calculator?of=${of}`]),
    ['data', '/data'],
    ...(metric ? [['definition', `/data/definitions/${metric.kind}/${encodeURIComponent(metric.name)}`]] : []),
  ];
});

after(async () => {
  await browser?.close();
  await place?.close();
});

// A page is loaded once a width, and its scheme is switched where it stands.
for (const width of [1440, 390]) {
  test(`every page at ${width} px, light and dark`, async (t) => {
    const { context, page, faults } = await open(browser, place.base, { width, height: width < 500 ? 844 : 900 });
    for (const [name, path] of pages) {
      await t.test(name, async () => {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(place.base + path);
        await settle(page);
        await fits(page, `${name}, folded`);
        for (const colorScheme of process.env.SHOTS ? ['dark', 'light'] : []) {
          await page.emulateMedia({ colorScheme });
          await shot(page, `${name}-${width}-${colorScheme}`);
        }
        await page.evaluate(() => {
          for (const d of document.querySelectorAll('main details')) d.open = true;
        });
        await settle(page);
        await checkBoth(page, faults, `${name}-open`);
      });
    }
    await context.close();
  });
}

test('nothing overflows at 360, 760, 1024, 1240 and 1920 px', async () => {
  const { context, page, faults } = await open(browser, place.base, { width: 360 });
  for (const [name, path] of pages) {
    await page.setViewportSize({ width: 360, height: 900 });
    await page.goto(place.base + path);
    await settle(page);
    for (const width of [360, 760, 1024, 1240, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(() => new Promise((done) => { setTimeout(done, 100); })); // charts read their new width
      await fits(page, `${name} at ${width}`);
      await shot(page, `${name}-${width}`);
    }
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('a long list shows its first rows, and the keyboard opens the rest', async (t) => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/`);
  await settle(page);
  for (const rows of await page.locator('table.metrics:not(details table) tbody').all())
    assert.ok((await rows.locator('tr').count()) <= 8, 'at most eight measures are open');
  for (const rows of await page.locator('table.ranking:not(details table) tbody').all())
    assert.ok((await rows.locator('tr').count()) <= 10, 'at most ten places are open');
  const more = page.locator('details.more > summary').first();
  if (await more.count() === 0) return t.skip('no list is long');
  await more.focus();
  await page.keyboard.press('Enter');
  assert.ok(await more.evaluate((e) => e.parentElement.open), 'Enter opens the rest');
  const worked = page.locator('details.worked > summary');
  await worked.focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('details.worked li').first().isVisible(), 'notes and methods are behind one line');
  assert.deepEqual(faults, []);
  await context.close();
});

test('printed, a page keeps to the width of A4 landscape', async () => {
  const { context, page, faults } = await open(browser, place.base, { width: 1047, height: 720 }); // A4 less its margins
  for (const [name, path] of pages.filter(([n]) => ['scorecard', 'journey', 'funnel', 'task', 'sessions', 'friction', 'handovers', 'compared'].includes(n))) {
    await page.emulateMedia({ media: 'screen' });
    await page.goto(place.base + path);
    await settle(page);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => new Promise((done) => { setTimeout(done, 100); }));
    await fits(page, `${name} in print`);
    assert.equal(await page.locator('.rail').isVisible(), false, 'the rail is not printed');
    await shot(page, `${name}-print`);
  }
  assert.deepEqual(faults, []);
  await context.close();
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
    assert.ok(
      await page.evaluate(() => document.activeElement?.matches('aside.evidence')),
      'focus moves into the evidence',
    );
    assert.match(page.url(), /cell=/, 'the cell is in the address');
    await page.getByRole('button', { name: /^(entered|all counted)$/ }).click();
    await page.waitForFunction(
      () => !document.querySelector('.people-behind [role=status]')?.textContent?.startsWith('Asking'),
    );
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
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      ),
    );
  }
  for (const name of ['Scorecard', 'Journey', 'Flows', 'Tasks', 'People', 'Data'])
    assert.ok(reached.includes(name), `${name} in ${reached.join(' | ')}`);
  for (const name of ['Period: ', 'People: ', 'Show in '])
    assert.ok(
      reached.some((r) => r.startsWith(name)),
      `${name} in ${reached.join(' | ')}`,
    );

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
  assert.match(page.url(), /search=no-such-identity/, 'what is looked for is in the address');
  assert.deepEqual(faults, []);
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
