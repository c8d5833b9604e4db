// Split, and side by side: groups are chosen by keyboard, differences say whether the data tell them, and what lies behind
// sessions, friction, hand-overs and the order of a journey opens down to the people.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { check, checkBoth, launch, open, settle, target } from './browser.mjs';

let browser, place, journey, metric, segment;

before(async () => {
  place = await target();
  browser = await launch();
  const workspace = await (await fetch(`${place.base}/api/v1/workspace`)).json();
  journey = workspace.definitions.journey?.[0];
  segment = workspace.definitions.segment?.[0];
  metric = workspace.definitions.metric?.find((name) => name === 'nps') ?? workspace.definitions.metric?.[0];
});

after(async () => {
  await browser?.close();
  await place?.close();
});

const isFocused = (locator) => locator.evaluate((e) => e === document.activeElement);
const differences = (page) => page.locator('.compared tbody tr');

/** Opens the panel with Enter, waits for its people, closes it with Escape: the focus is where it was. */
async function opensPeople(page, faults, name, pressed, expected) {
  await pressed.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Who stands behind this number' });
  await panel.waitFor();
  await page.waitForFunction(() => {
    const said = document.querySelector('.people-behind [role=status]')?.textContent ?? '';
    return said !== '' && !said.startsWith('Asking');
  });
  assert.match(await panel.locator('h2').textContent(), expected);
  assert.doesNotMatch(await panel.textContent(), /error\[/, `${name}: its people are found`);
  assert.ok((await panel.locator('.ids li').count()) > 0, `${name}: somebody stands behind it`);
  await check(page, faults, name);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  assert.ok(await isFocused(pressed), `${name}: the focus comes back`);
}

for (const [name, path, drawing] of [
  ['retention', '/flows/retention?by=channel', '.triangle'],
  ['paths', '/flows/paths?show=from&start=page%20viewed&by=channel', '.sankey'],
  ['graph', '/flows/graph?by=channel', '.graph'],
  ['sessions', '/flows/sessions?by=channel', '.figures'],
  ['friction', '/flows/friction?by=channel', '.bars'],
]) {
  test(`${name}, split: a group is chosen by keyboard, and stands in the address`, async () => {
    const { context, page, faults } = await open(browser, place.base);
    await page.goto(place.base + path);
    await settle(page);
    const groups = page.getByRole('group', { name: 'Which group is drawn' }).getByRole('button');
    assert.equal(await groups.first().getAttribute('aria-pressed'), 'true', 'the largest is drawn');
    await page.locator(drawing).first().waitFor();
    if ((await groups.count()) > 1) {
      await groups.nth(1).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/drawn=/);
      await settle(page);
      assert.equal(await groups.nth(1).getAttribute('aria-pressed'), 'true');
    }
    await checkBoth(page, faults, `${name}-split`);
    await context.close();
  });
}

test('a number of a group opens the people of that group', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/graph?by=channel`);
  await settle(page);
  const node = page.locator('.graph-node').first();
  await node.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/cell=/);
  assert.match(decodeURIComponent(page.url()), /"group"/);
  assert.equal(await node.getAttribute('aria-expanded'), 'true', 'it is marked where it stands');
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [name, path] of [
  ['funnel', '/flows/funnel'],
  ['retention', '/flows/retention'],
  ['graph', '/flows/graph'],
]) {
  test(`${name}: two periods side by side, each figure with its difference and what it says`, async () => {
    const { context, page, faults } = await open(browser, place.base);
    await page.goto(place.base + path);
    await settle(page);
    await page.getByRole('combobox', { name: 'Beside it' }).selectOption('before');
    await page.waitForURL(/vs=before/);
    await differences(page).first().waitFor();
    for (const row of await differences(page).all())
      assert.match(await row.textContent(), /higher|lower|not told apart|not comparable|no interval/);
    await page.getByRole('combobox', { name: 'Beside it' }).selectOption('days');
    await page.waitForURL(/vs=\d{4}-\d{2}-\d{2}\.\./);
    assert.equal(await page.getByLabel('First day').count(), 1);
    await differences(page).first().waitFor();
    if (name === 'funnel') assert.ok((await page.locator('.funnel-bar.beside').count()) >= 2, 'both are drawn');
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await checkBoth(page, faults, `${name}-compared`);
    }
    await context.close();
  });
}

test('a segment and everyone else: the bar follows, nobody is in both', async (t) => {
  if (!segment) return t.skip('no segment is defined');
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/graph`);
  await settle(page);
  await page.getByRole('combobox', { name: 'Beside it' }).selectOption(`of:${segment}`);
  await page.waitForURL(/vs=rest/);
  assert.match(page.url(), /segment=/);
  await settle(page);
  await differences(page).first().waitFor();
  await page.getByText('Nobody is in both').waitFor();
  await check(page, faults, 'a segment and the rest');
  await context.close();
});

test('readings of a metric side by side: periods, people, changed and taken away by keyboard', async (t) => {
  if (!metric) return t.skip('no metric is defined');
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/metrics/${encodeURIComponent(metric)}`);
  await settle(page);
  const add = page.getByRole('combobox', { name: 'Lay beside' });
  const readings = page.locator('.compared-readings > li:not(.compared-axis)');
  await add.selectOption('before');
  await page.waitForURL(/readings=/);
  await readings.nth(1).waitFor();
  await add.selectOption('before');
  await readings.nth(2).waitFor();
  if (segment) {
    await add.selectOption(`segment:${segment}`);
    await readings.nth(3).waitFor();
  }
  await settle(page);
  for (const [i, reading] of (await readings.all()).entries())
    assert.match(await reading.textContent(), i === 0 ? /n \d/ : /better|worse|not told apart|held against nothing|no answer|asks for/i);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await checkBoth(page, faults, 'metric-compared');
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const chosen = page.locator('.comparison-chosen > details');
  const before = await chosen.count();
  await chosen.first().locator('summary').press('Enter');
  await chosen.first().getByLabel('First day').waitFor();
  await page.getByRole('button', { name: 'Take reading 2 away' }).press('Enter');
  await page.waitForFunction((n) => document.querySelectorAll('.comparison-chosen > details').length === n, before - 1);
  await check(page, faults, 'metric-compared, one less');
  await context.close();
});

test('a reading opens the people of that reading', async (t) => {
  if (!metric) return t.skip('no metric is defined');
  const { context, page, faults } = await open(browser, place.base);
  const readings = encodeURIComponent(JSON.stringify([{ where: [{ field: 'channel', is_set: true }] }]));
  await page.goto(`${place.base}/metrics/${encodeURIComponent(metric)}?readings=${readings}`);
  await settle(page);
  const pressed = page.locator('.compared-readings button').first();
  await pressed.waitFor();
  await opensPeople(page, faults, 'a reading', pressed, /: /);
  await context.close();
});

test('sessions, friction and hand-overs open down to the people', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/sessions`);
  await settle(page);
  await opensPeople(page, faults, 'bounces', page.locator('.session-ends button').first(), /bounce/);
  await opensPeople(page, faults, 'entries', page.locator('.bars button').first(), /began with/);
  await page.goto(`${place.base}/flows/friction`);
  await settle(page);
  await opensPeople(page, faults, 'friction', page.locator('.bars button').first(), /^They met/);
  const places = page.locator('.block', { has: page.getByRole('combobox', { name: 'Places of' }) });
  await opensPeople(page, faults, 'a place of friction', places.locator('.bars button').first(), /^They met .* at /);
  await context.close();
});

test('early actions say who stays, how sure that is, and who did them', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/activation`);
  await settle(page);
  for (const row of await differences(page).all()) assert.match(await row.textContent(), /more stay|fewer stay|may be chance/);
  await page.getByText('Association, not effect').first().waitFor();
  await opensPeople(page, faults, 'an early action', differences(page).first().getByRole('button'), /^They did /);
  await context.close();
});

test('who stopped at a step opens with what they did next', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/funnel`);
  await settle(page);
  await opensPeople(page, faults, 'who stopped', page.getByRole('button', { name: /stopped before/ }).first(), /and no further/);
  await page.getByRole('button', { name: /stopped before/ }).first().press('Enter');
  const next = page.locator('.did-next');
  await next.getByText(/times at this step|Nothing, within/).waitFor();
  assert.doesNotMatch(await next.textContent(), /error\[/);
  await context.close();
});

test('an answer is taken along as CSV, and its question as JSON', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/funnel`);
  await settle(page);
  await page.locator('details.take-along > summary').press('Enter');
  const text = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).press('Enter')]);
    return [download.suggestedFilename(), await readFile(await download.path(), 'utf8')];
  };
  const [name, csv] = await text('The rows as CSV');
  assert.equal(name, 'funnel.csv');
  assert.match(csv.split('\n')[0], /step,people,share,share_low,share_high,share_n/);
  const [, json] = await text('The question as JSON');
  const again = await (await fetch(`${place.base}/api/v1/questions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: json })).json();
  assert.equal(again.rows.length, csv.trim().split('\n').length - 1, 'the question asks the same again');
  await check(page, faults, 'taken along');
  await context.close();
});

test('what a friction means, its thresholds and its version, is there to read', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/friction`);
  await settle(page);
  const meaning = page.locator('.meanings summary').first();
  assert.match(await meaning.textContent(), /version \d/);
  await meaning.focus();
  await page.keyboard.press('Enter');
  assert.match(await page.locator('.meanings details[open] pre').first().textContent(), /friction: /);
  await check(page, faults, 'meanings');
  await context.close();
});

test('arrow keys walk from hand-over to hand-over; one opens who they are, and after how long', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/handovers`);
  await settle(page);
  assert.equal(await page.locator('.matrix button:not([tabindex="-1"])').count(), 1, 'one cell is a tab stop');
  const first = page.locator('.matrix button:not([tabindex="-1"])');
  await first.focus();
  const at = await page.evaluate(() => document.activeElement.dataset.at);
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await page.evaluate(() => document.activeElement.dataset.at), at);
  const cell = page.locator('.matrix button[aria-label*=" to "]').first();
  await opensPeople(page, faults, 'a hand-over', cell, /^They went from/);
  await page.locator('.matrix .lost').first().click();
  await page.getByText(/not heard of again after/).first().waitFor();
  await context.close();
});

test('the order of a journey says who keeps it, and opens who stands behind each deviation', async (t) => {
  if (!journey) return t.skip('no journey is defined');
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/journey/${encodeURIComponent(journey)}`);
  await settle(page);
  const order = page.locator('.block', { has: page.locator('svg.order') });
  assert.match(await order.locator('h2').textContent(), /keep the intended order/);
  const numbers = order.locator('.bars button');
  for (const i of [0, 1])
    await opensPeople(page, faults, `order ${i}`, numbers.nth(i), /^They (kept|began|skipped|went back)/);
  await order.locator('.order-arc').first().dispatchEvent('click');
  await page.waitForURL(/cell=order/);
  await context.close();
});

test('a task tells its times, and its attempts by number and by device or version', async () => {
  const definitions = await (await fetch(`${place.base}/api/v1/definitions`)).json();
  const task = definitions.find((d) => d.kind === 'task');
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/tasks/${task.name}`);
  await settle(page);
  await page.getByRole('heading', { name: /Half of successes take/ }).waitFor();
  const split = page.getByRole('button', { name: /^By (device|release)/ }).first();
  await split.press('Enter');
  await page.waitForURL(/by=property/);
  await settle(page);
  await check(page, faults, 'a task by device');
  await context.close();
});
