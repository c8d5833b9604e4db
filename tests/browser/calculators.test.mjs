// The calculators as a visitor uses them: type numbers, read the figure, its interval and what it rests on, or the
// reason why there is none. Over the stand-in server only what the page does itself; the numbers need a real one.
//
//     BASE_URL=http://127.0.0.1:8080 node --test tests/browser/calculators.test.mjs

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, settle, target } from './browser.mjs';

let browser, place;

before(async () => {
  place = await target();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.close();
});

async function calculator(of, expected = []) {
  const opened = await open(browser, place.base, { expected });
  await opened.page.goto(`${place.base}/calculator?of=${of}`);
  await settle(opened.page);
  await opened.page.locator('.calculator-result h2').waitFor();
  return opened;
}
const says = (page, text) => page.locator('.calculator-result').getByText(text).first().waitFor({ timeout: 30_000 });

test('the example of each is answered', async (t) => {
  if (!place.isReal) return t.skip('needs a server');
  const expected = {
    nps: ['Net Promoter Score: 30, 14 to 44', 'adjusted Wald; n 100', 'Rocks 2016'],
    csat: ['Satisfied: answers 4 and 5: 73', 'n 15'],
    sus: ['Mean SUS score: 73, 62 to 85', 'B-'],
    success: ['Success: 70', 'adjusted Wald; n 10'],
    time: ['Typical time: 68, 46 to 101', 'geometric mean'],
    sum: ['Single usability score: 7', 'holds whatever their correlation; n 10', 'Sauro & Kindlund 2005'],
    store: ['Mean rating: 4.', 'As stores show it', 'n 100'],
    sample: ['People needed: 385', 'Cochran'],
  };
  for (const [of, texts] of Object.entries(expected)) {
    const { context, page, faults } = await calculator(of);
    for (const text of texts) await says(page, text);
    assert.deepEqual(faults, [], of);
    await context.close();
  }
});

test('numbers typed by the keyboard are answered', async (t) => {
  if (!place.isReal) return t.skip('needs a server');
  const { context, page, faults } = await calculator('success');
  await page.getByLabel('Succeeded').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('10');
  await says(page, 'Success: 100');
  assert.deepEqual(faults, []);
  await context.close();
});

test('no data is a named reason, and what is no number is told with its place', async (t) => {
  if (!place.isReal) return t.skip('needs a server');
  const { context, page, faults } = await calculator('time', [400]);
  const field = page.getByLabel('Time of each completed attempt');
  await field.fill('73');
  await says(page, 'one time has no interval');
  await field.fill('12, -3');
  await says(page, 'time 2 is -3');
  await field.fill('12, abc');
  await says(page, 'At /times/1.');
  await says(page, 'compute.bad-input');
  await field.fill('55, 65, 75, 62, 45, 135');
  await says(page, '46 to 101');
  assert.deepEqual(faults, []);
  await context.close();
});

test('the rail leads there, and each tab to its calculator', async () => {
  const { context, page, faults } = await open(browser, place.base);
  await page.goto(`${place.base}/`);
  await page.getByRole('link', { name: 'Calculate' }).click();
  await settle(page);
  for (const [name, ask] of [['SUS', 'How usable do people find it?'], ['Sample size', 'How many people does a study need?']]) {
    await page.getByRole('navigation', { name: 'Calculators' }).getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name: ask }).waitFor();
  }
  assert.deepEqual(faults, []);
  await context.close();
});
