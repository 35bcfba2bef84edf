// The page, as it is built, in Chromium: without a network, and while it is replaced by a newer one.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { checked, openEditor } from './lib/editor.mjs';
import { checkSample, dist, launch, open, serve } from './lib/page.mjs';

let browser;
const folders = [];

before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The page as a next build might have it: all that loads one another is called otherwise. */
function nextBuild() {
  const folder = mkdtempSync(join(tmpdir(), 'preflight-page-'));
  folders.push(folder);
  cpSync(dist, folder, { recursive: true });
  const assets = readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css)$/.test(name) && !name.startsWith('worker-'));
  for (const name of assets) renameSync(join(folder, 'assets', name), join(folder, 'assets', `next-${name}`));
  const edit = (file, change = (text) => text) => {
    const path = join(folder, file);
    writeFileSync(path, change(assets.reduce((text, name) => text.replaceAll(name, `next-${name}`), readFileSync(path, 'utf8'))));
  };
  for (const name of assets) edit(`assets/next-${name}`);
  edit('index.html');
  const integrity = (name) => createHash('sha256').update(readFileSync(join(folder, name === '' ? 'index.html' : name))).digest('base64');
  edit('service-worker.js', (text) => text.replace(/VERSION = "\w+"/, 'VERSION = "next"')
    .replace(/"([^"]*)": "sha256-[^"]+"/g, (_, name) => `"${name}": "sha256-${integrity(name)}"`));
  return folder;
}

describe('the page', () => {
  test('works without a network after one visit, in all its views', async () => {
    const server = await serve();
    const { page, complaints, close } = await open(browser, server, { keeps: true });
    try {
      server.stop();
      await page.reload();
      await checkSample(page, 'broken');
      assert.match(await page.locator('#verdict-title').textContent(), /^Not ready/);
      await openEditor(page);
      await checked(page, /^Not ready: 14 errors/);
      for (const view of ['Reference', 'Codes', 'Compare']) {
        await page.getByRole('link', { name: view, exact: true }).click();
        await page.locator(`#${view.toLowerCase()}-title`).waitFor();
      }
      const other = await page.context().newPage();
      await other.goto(`${server.url}#codes/too-long`);
      await other.locator('.code-entry.target').waitFor();
      assert.deepEqual(complaints.filter((complaint) => !complaint.includes('ERR_CONNECTION_REFUSED')), []);
    } finally {
      await close();
    }
  });

  test('an old tab keeps its files, a new visit gets the new page', async () => {
    let folder = dist;
    const server = await serve(() => folder);
    const { page, complaints, close } = await open(browser, server, { keeps: true });
    try {
      const script = (one) => one.locator('script').getAttribute('src');
      const [kept] = await page.evaluate(() => caches.keys());
      folder = nextBuild();
      const visit = await page.context().newPage();
      await visit.goto(server.url);
      assert.match(await script(visit), /^\.\/assets\/next-index-/);
      assert.doesNotMatch(await script(page), /next/);
      await visit.evaluate(async (name) => {
        for (;;) {
          const { active, waiting, installing } = await navigator.serviceWorker.ready;
          const next = (await caches.keys()).some((other) => other !== name);
          if (next && active.state === 'activated' && waiting === null && installing === null) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }, kept);
      // What the old tab has not loaded yet is not on the server any more.
      await page.getByRole('link', { name: 'Compare', exact: true }).click();
      await page.locator('#compare-title').waitFor();
      server.stop();
      await visit.reload();
      assert.match(await script(visit), /^\.\/assets\/next-index-/);
      await visit.getByRole('link', { name: 'Compare', exact: true }).click();
      await visit.locator('#compare-title').waitFor();
      assert.deepEqual(complaints.filter((complaint) => !complaint.includes('ERR_CONNECTION_REFUSED')), []);
    } finally {
      await close();
      server.stop();
    }
  });

  test('a check stops what is being kept, which goes on when the check is over', async () => {
    let stalled;
    const server = await serve(() => dist, (path) => {
      // The first time, something takes for ever.
      if (stalled !== undefined || !/schemas-.*\.js$/.test(path)) return undefined;
      return new Promise((resolve) => { stalled = resolve; });
    });
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(server.url);
      while (stalled === undefined) await page.waitForTimeout(20);
      assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).active), null);
      await checkSample(page, 'good');
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    } finally {
      stalled?.();
      await context.close();
      server.stop();
    }
  });

  test('views wait for a check that runs', async () => {
    const server = await serve();
    const { page, later, close } = await open(browser, server, { keeps: true });
    try {
      const lines = Array.from({ length: 30_000 }, (_, index) => `{"type":"user","data":{"id":"user-${index}","name":"${'x'.repeat(400)}"}}`).join('\n');
      await page.evaluate((text) => {
        const data = new DataTransfer();
        data.items.add(new File([text, '\n', text], 'large.jsonl'));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
        location.hash = 'compare';
      }, lines);
      await page.locator('#other-view').filter({ hasText: 'nothing is loaded until it has ended' }).waitFor();
      assert.equal(await page.locator('#result').evaluate((result) => result.hidden), true, 'the check still runs');
      assert.deepEqual(later(), []);
      await page.locator('#compare-title').waitFor({ timeout: 30_000 });
      assert.equal(await page.evaluate(() => document.querySelector('#result').hidden), false);
    } finally {
      await close();
      server.stop();
    }
  });
});
