// The page in a real browser: a static server under a sub-path, Chromium, and an eye on everything that must not happen.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { delimiter, extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import axeCore from 'axe-core';
import { chromium, firefox } from 'playwright-core';

export const dist = fileURLToPath(new URL('../../www/dist/', import.meta.url));
export const samples = fileURLToPath(new URL('../../www/samples/', import.meta.url));
const out = fileURLToPath(new URL('../out/', import.meta.url));

/** The page has to work wherever its folder is put. */
const PREFIX = '/some/sub/path/';

/** The worker of conversions, and its wasm: that of checks is there already. */
const CONVERSIONS = /\/assets\/(converter|chat_preflight_bg)-[^/]*\.(js|wasm)$/;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Serves `www/dist`, or the folder of the moment, as the dumbest of hosts would; what it does not have is a 404. A path may have to `wait`. */
export async function serve(folder = () => dist, wait = () => undefined) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inside = path.startsWith(PREFIX) ? normalize(path.slice(PREFIX.length) || 'index.html') : '..';
    const file = join(folder(), inside);
    if (request.method !== 'GET' || inside.startsWith('..') || !existsSync(file) || !(await stat(file)).isFile()) {
      response.writeHead(404).end();
      return;
    }
    await wait(inside);
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  /** As if the network were gone. */
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}${PREFIX}`, close: () => server.close(), stop };
}

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error('no Chromium: set CHROMIUM to its path');
}

export function launch() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** A Firefox that is there; null if there is none: unlike Chromium it is not installed for the tests. */
export function findFirefox() {
  if (process.env.FIREFOX !== undefined) return process.env.FIREFOX === '' ? null : process.env.FIREFOX;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = folders.flatMap((folder) => ['firefox', 'firefox-esr'].map((name) => join(folder, name)));
  return [...places, '/Applications/Firefox.app/Contents/MacOS/firefox'].find((path) => existsSync(path)) ?? null;
}

export function launchFirefox() {
  return firefox.launch({
    channel: 'moz-firefox',
    executablePath: fileURLToPath(new URL('firefox.mjs', import.meta.url)),
    env: { ...process.env, FIREFOX: findFirefox() },
  });
}

/**
 * Opens the page and writes down all that happens: requests, complaints on the console, violations of the policy,
 * dialogs. `address` is what stands behind that of the page; a page that `keeps` itself for later may use a
 * service worker. `prepare` gets the context before anything is loaded.
 */
export async function open(browser, server, { address = '', keeps = false, ...options } = {}, prepare = () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  if (!keeps) await context.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await prepare(context);
  const page = await context.newPage();
  const requests = [];
  const complaints = [];
  context.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('crash', () => complaints.push('the page crashed'));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.exposeFunction('reportViolation', (what) => complaints.push(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(`${server.url}${address}`);
  // The worker has loaded what it needs when the network is quiet; only then do requests count against a check.
  await page.waitForLoadState('networkidle');
  if (keeps) await page.evaluate(() => navigator.serviceWorker.ready);
  const loaded = [...requests];
  return {
    page,
    requests,
    loaded,
    /**
     * Requests since the page was loaded, but for the icon, which browsers ask for when the address changes, and for what
     * conversions need, once: that comes when somebody looks at them.
     */
    later: () => {
      const late = requests.slice(loaded.length);
      const known = new Set(loaded);
      return late.filter((url) => {
        if (url.endsWith('/icon.svg')) return false;
        const first = CONVERSIONS.test(url) && !known.has(url);
        known.add(url);
        return !first;
      });
    },
    complaints,
    close: () => context.close(),
  };
}

/** Starts a check with a click on a sample and waits for its end. */
export async function checkSample(page, title, platform = 'Stream') {
  await page.getByRole('button', { name: `${platform}: ${title}`, exact: true }).click();
  await finished(page);
}

/** Hands files to the first file input of the page and waits for the end of the check. */
export async function checkFiles(page, files) {
  await page.locator('input[type=file]').first().setInputFiles(files);
  await finished(page);
}

export async function finished(page) {
  await page.locator('#result:not([hidden])').waitFor({ timeout: 120_000 });
}

/** The table of items as `{ kind: [seen, valid] }`. */
export async function itemTable(page) {
  const rows = await page.locator('table.items tbody tr').evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent)));
  return Object.fromEntries(rows.map(([kind, seen, valid]) => [kind, [seen, valid]]));
}

/** The groups of findings as `{ code: count }`, as they are written. */
export async function groups(page) {
  const all = await page.locator('.group').evaluateAll((found) =>
    found.map((group) => [group.dataset.code, group.querySelector('header .count').textContent]));
  return Object.fromEntries(all);
}

/** Presses a download button; the bytes of the file, and its name. */
export async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** A picture for people to look at. */
export async function picture(page, name, fullPage = true) {
  mkdirSync(out, { recursive: true });
  await page.screenshot({ path: join(out, `${name}.png`), fullPage });
}

/**
 * A server of the built page and a browser, for as long as the tests of a file run. `onPage` tests with a fresh page, and
 * afterwards with the certainty that nothing went wrong in it and nobody was called.
 */
export function browsing(start = launch) {
  const shared = {};
  before(async () => {
    shared.server = await serve();
    shared.browser = await start();
  });
  after(async () => {
    await shared.browser?.close();
    shared.server?.close();
  });
  shared.onPage = (name, work, options, prepare) => {
    test(name, async () => {
      const opened = await open(shared.browser, shared.server, options, prepare);
      try {
        await work(opened.page, opened);
        assert.deepEqual(opened.complaints, []);
        const own = shared.server.url;
        const foreign = opened.requests.filter((url) => !url.startsWith(own) && !url.startsWith(`blob:${new URL(own).origin}`));
        assert.deepEqual(foreign, [], 'requests leave the folder of the page');
      } finally {
        await opened.close();
      }
    });
  };
  return shared;
}

/** How long a frame may take at most, in milliseconds. */
export const LONGEST_BLOCK = 100;

/** What an audit of accessibility finds that is serious, in a few words each; of some `rules` only, if they are named. */
export async function barriers(page, rules) {
  await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { resultTypes: ['violations'], ...runOnly && { runOnly } }), rules);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join('; ')}`);
}

/** By how much the page is wider than its window. */
export function sticksOut(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Writes down how long the page is blocked, and how often its progress changes, until `stopWatching()`. */
export async function watchFrames(page, watched = '#progress') {
  await page.evaluate((where) => {
    let longest = 0;
    let gap = 0;
    let progress = 0;
    let going = true;
    let last = performance.now();
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    });
    tasks.observe({ type: 'longtask' });
    const changes = new MutationObserver(() => { progress += 1; });
    changes.observe(document.querySelector(where), { subtree: true, childList: true });
    const frame = (now) => {
      gap = Math.max(gap, now - last);
      last = now;
      if (going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.stopWatching = () => {
      going = false;
      for (const { duration } of tasks.takeRecords()) longest = Math.max(longest, duration);
      return { longest, gap, progress };
    };
  }, watched);
}
