// What the browser tests share: a browser, the place to test, and a page that collects what must not happen.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// The libraries belong to web/; resolving there keeps one lock file.
const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });

/** BASE_URL, or the stand-in server over web/dist. */
export async function target() {
  if (process.env.BASE_URL)
    return { base: process.env.BASE_URL.replace(/\/$/, ''), isReal: true, close: async () => {} };
  const { serve } = await import(fileURLToPath(new URL('../../web/dev/mock.mjs', import.meta.url)));
  const server = await serve(0);
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    isReal: false,
    close: () => new Promise((done) => server.close(done)),
  };
}

/** `expected`: statuses that a test asks for itself; the browser reports them as errors of the console. */
export async function open(
  browser,
  base,
  { width = 1440, height = 900, scheme = 'light', expected = [], routes = [] } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults = [];
  const host = new URL(base).host;
  page.on('console', (m) => {
    const isExpected = expected.some((status) => m.text().includes(`status of ${status}`));
    if (m.type() === 'error' && !isExpected) faults.push(`console: ${m.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (r) => {
    const url = new URL(r.url());
    if (url.protocol.startsWith('http') && url.host !== host) faults.push(`foreign request: ${r.url()}`);
  });
  for (const [pattern, handle] of routes) await page.route(pattern, handle);
  return { context, page, faults };
}

export async function settle(page) {
  // Polled by the clock, not by frames: a machine that builds beside may give no frame for long.
  await page.waitForFunction(
    () => document.querySelector('main h1.lead, main .state') && !document.querySelector('main .loading, main .stale'),
    undefined,
    { timeout: 90_000, polling: 100 },
  );
  await page.evaluate(() => document.fonts.ready);
}

/** `rules`: only these; for a page of which everything else was read before. */
export async function violations(page, rules) {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (
    rules ? axe.withRules(rules) : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
  ).analyze();
  return found.map(
    (v) =>
      `${v.id}: ${v.help}\n    ${v.nodes
        .slice(0, 4)
        .map((n) => `${n.target.join(' ')} — ${n.any[0]?.message ?? n.all[0]?.message ?? ''}`)
        .join('\n    ')}`,
  );
}

/** Drawings that reach out of their cell, over the words beside it. */
export const collisions = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main td svg')]
      .filter(
        (s) =>
          s.getBoundingClientRect().width > 0 &&
          s.getBoundingClientRect().right > s.closest('td').getBoundingClientRect().right + 1,
      )
      .map((s) => `${s.closest('tr').querySelector('th')?.textContent}: ${s.closest('td').className}`)
      .slice(0, 6),
  );

/** How far the page, not a part that may scroll, is wider than the window; and what sticks out. */
export const overflow = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    const names = [];
    if (wide > 0) {
      for (const e of document.querySelectorAll('main *, .bar *, .foot *')) {
        if (e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll-x') && !e.closest('.vh'))
          names.push(`${e.tagName}.${e.getAttribute('class') ?? ''}`);
      }
    }
    return { wide, names: names.slice(0, 6) };
  });

export async function fits(page, name) {
  const { wide, names } = await overflow(page);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window: ${names.join(', ')}`);
  assert.deepEqual(await collisions(page), [], `${name}: drawings stay in their cells`);
}

/** No axe violation, no sideways overflow, and nothing that must not happen has happened. */
export async function check(page, faults, name) {
  assert.deepEqual(await violations(page), [], `${name}: axe`);
  await fits(page, name);
  assert.deepEqual(faults, [], name);
}

/** The same where it stands, in light and in dark. */
export async function checkBoth(page, faults, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await shot(page, `${name}-${page.viewportSize().width}-${colorScheme}`);
    await check(page, faults, `${name}, ${colorScheme}`);
  }
}

/** A route that answers so, for every request that it catches. */
export const json = (body, status = 200) => (route) =>
  route.fulfill({
    status,
    contentType: status === 200 ? 'application/json' : 'application/problem+json',
    body: JSON.stringify(body),
  });

export async function shot(page, name) {
  if (!process.env.SHOTS) return;
  await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}
