// Flows and tasks as somebody uses them who has a keyboard and no mouse: a funnel is built, asked, shared and opened down to
// the people; triangle, Sankey, graph and tasks are walked and opened.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { check, launch, open, settle, shot, target } from './browser.mjs';

let browser, place, events, task;

before(async () => {
  place = await target();
  browser = await launch();
  const ask = async (path) => (await fetch(`${place.base}/api/v1${path}`)).json();
  events = (await ask('/names')).rows.filter((r) => r.kind === 'event').map((r) => r.name);
  task = (await ask('/definitions')).find((d) => d.kind === 'task');
});

after(async () => {
  await browser?.close();
  await place?.close();
});

const steps = (names) => `steps=${encodeURIComponent(JSON.stringify(names))}`;
const isFocused = (locator) => locator.evaluate((e) => e === document.activeElement);

async function choose(page, label, name) {
  const field = page.getByRole('combobox', { name: label });
  await field.focus();
  await page.keyboard.type(name);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

/** The panel has the focus, tells who they are, and gives the focus back. */
async function walksThrough(page, pressed) {
  await pressed.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Who stands behind this number' });
  await panel.waitFor();
  assert.ok(await isFocused(panel), 'the focus goes into the panel');
  assert.match(page.url(), /cell=/, 'what is open stands in the address');
  await page.waitForFunction(() => !document.querySelector('.people-behind [role=status]')?.textContent?.startsWith('Asking'));
  return panel;
}

for (const width of [1440, 390]) {
  test(`a funnel is built by keyboard at ${width} px, shared, and opened down to the people`, async () => {
    const { context, page, faults } = await open(browser, place.base, { width });
    const [first, second, third] = events;
    await page.goto(`${place.base}/flows/funnel?${steps([first, second])}`);
    await settle(page);
    const question = page.locator('details.builder > summary');
    if (!(await question.evaluate((e) => e.parentElement.open))) {
      await question.focus();
      await page.keyboard.press('Enter');
    }
    await page.getByRole('button', { name: 'Add a step' }).focus();
    await page.keyboard.press('Enter');
    await choose(page, 'Step 3: event', third);
    await choose(page, 'Step 2: or another event', events[3]);
    await page.getByRole('button', { name: 'Move step 3 up' }).press('Enter');
    await page.getByRole('checkbox', { name: 'may be left out' }).press('Space');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('strict');
    await page.waitForURL(/order=strict/);
    await page.getByRole('combobox', { name: 'Order' }).selectOption('ordered');
    await settle(page);
    const address = new URL(page.url());
    assert.deepEqual(JSON.parse(address.searchParams.get('steps')), [first, third, [second, events[3]]]);
    assert.deepEqual(JSON.parse(address.searchParams.get('optional')), [2]);
    const reached = page.locator('.funnel-value button').first();
    const panel = await walksThrough(page, reached);
    await check(page, faults, 'funnel with its people');
    await shot(page, `funnel-people-${width}`);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    assert.ok(await isFocused(reached), 'the focus comes back to the number');

    const lead = await page.locator('h1').textContent();
    await page.goto(address.href);
    await settle(page);
    assert.equal(await page.locator('h1').textContent(), lead, 'the address asks the same');
    await page.locator('button[aria-label="Remove step 2"]').dispatchEvent('click'); // folded at this width
    await page.waitForURL((url) => JSON.parse(url.searchParams.get('steps')).length === 2);
    await page.goBack();
    await page.waitForURL((url) => JSON.parse(url.searchParams.get('steps')).length === 3);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('a condition narrows a step, and is taken away', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/funnel?${steps(events.slice(0, 2))}`);
  await settle(page);
  await page.getByRole('button', { name: 'Step 1: add a condition' }).press('Enter');
  await choose(page, 'Step 1: condition on', 'channel');
  await page.getByRole('textbox', { name: 'Step 1, new condition: value' }).fill('web|app');
  await page.getByRole('button', { name: 'Add', exact: true }).press('Enter');
  await page.waitForURL(/where/);
  assert.deepEqual(JSON.parse(new URL(page.url()).searchParams.get('steps'))[0], { of: [events[0]], where: [{ field: 'channel', is: ['web', 'app'] }] });
  await settle(page);
  await check(page, faults, 'a condition');
  await page.getByRole('button', { name: 'Remove Step 1, condition 1' }).press('Enter');
  await page.waitForURL((url) => !url.href.includes('where'));
  await context.close();
});

test('a split funnel tells each group, and opens one', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/funnel?${steps(events.slice(0, 2))}&by=channel`);
  await settle(page);
  assert.ok((await page.locator('.funnel-group').count()) >= 2);
  await walksThrough(page, page.locator('.funnel-value button').last());
  assert.match(decodeURIComponent(page.url()), /"group"/);
  await check(page, faults, 'a split funnel');
  await context.close();
});

test('arrow keys walk the triangle; a cell opens who came back', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/retention`);
  await settle(page);
  assert.equal(await page.locator('.triangle button[tabindex="0"]').count(), 1, 'one cell is a tab stop');
  const first = page.locator('.triangle button[tabindex="0"]');
  await first.focus();
  const before = await page.evaluate(() => document.activeElement.dataset.at);
  await page.keyboard.press('ArrowDown');
  const after = await page.evaluate(() => document.activeElement.dataset.at);
  assert.equal(Number(after.split('.')[0]), Number(before.split('.')[0]) + 1);
  const panel = await walksThrough(page, page.locator(`[data-at="${after}"]`));
  assert.match(await panel.locator('h2').textContent(), /came back in/);
  await check(page, faults, 'retention with its people');
  await context.close();
});

test('a node of the paths tells where they go on to, and its links open', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/paths`);
  await settle(page);
  assert.match(await page.locator('.sub').first().textContent(), /Drawn: .* of .* links/, 'it says which part it shows');
  const panel = await walksThrough(page, page.locator('.sankey-node[role=button]').first());
  const link = panel.locator('.onward-links button').first();
  await link.press('Enter');
  await page.waitForURL(/link/);
  await check(page, faults, 'paths with their people');
  await context.close();
});

test('the graph opens with at most 15 nodes, says what it shows, and takes more', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/flows/graph`);
  await settle(page);
  const count = await page.locator('.graph-node').count();
  assert.ok(count > 0 && count <= 15);
  assert.match(await page.locator('h1').textContent(), /of passages in full/);
  await page.getByRole('button', { name: 'Fewer nodes' }).press('Enter');
  await page.waitForURL(/nodes=/);
  await settle(page);
  assert.ok((await page.locator('.graph-node').count()) < count);
  await walksThrough(page, page.locator('.graph-node').first());
  await check(page, faults, 'graph with its people');
  await shot(page, 'graph-people');
  await context.close();
});

test('tasks lead to one task, its groups and its people', async (t) => {
  if (!task) return t.skip('no task is defined');
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/tasks`);
  await settle(page);
  await page.getByRole('link', { name: task.title, exact: true }).press('Enter');
  await page.waitForURL(/\/tasks\/./);
  await settle(page);
  await page.getByRole('combobox', { name: 'Split by' }).selectOption('segment');
  await page.waitForURL(/by=segment/);
  await settle(page);
  await walksThrough(page, page.locator('.task-ends button').first());
  await check(page, faults, 'a task with its people');
  await shot(page, 'task-people');
  await context.close();
});
