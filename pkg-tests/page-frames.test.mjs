// The page stays at hand while it works: nothing blocks it for long. Measured, so that nothing else may run beside it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';

import { convertTo, title } from './lib/convert-form.mjs';
import { faulty, jsonl, says, shown } from './lib/findings-list.mjs';
import {
  barriers, browsing, checkFiles, checkSample, finished, groups, itemTable, open, picture, watchFrames, LONGEST_BLOCK,
} from './lib/page.mjs';

const { onPage } = browsing();

describe('the page stays at hand', () => {
  onPage('Cancel stops a conversion, and the next one works', async (page, { later }) => {
    const file = process.env.STREAM_50MB;
    assert.ok(file, 'STREAM_50MB has to name a generated file; cargo xtask test makes one');
    await checkFiles(page, file);
    await page.locator('#convert summary').click();
    await page.getByRole('button', { name: 'Convert', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.locator('#outcome-title').waitFor();
    assert.equal(await title(page), 'Stopped');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'outcome-title', 'the keyboard keeps its place');
    await watchFrames(page, '#convert');
    await convertTo(page, 'Sendbird');
    const frames = await page.evaluate(() => window.stopWatching());
    assert.notEqual(await title(page), 'Stopped');
    assert.ok(frames.progress > 1, `progress was shown ${frames.progress} times`);
    assert.ok(frames.longest < LONGEST_BLOCK, `the page was blocked for ${frames.longest} ms`);
    assert.deepEqual(later(), []);
  });

  onPage('findings that were left out can be asked for, and thousands do not fill the page', async (page, { later }) => {
    await checkFiles(page, [jsonl('many.jsonl', faulty(5000))]);
    assert.equal(await shown(page), '200 of 5500 findings, the first of each code');
    await watchFrames(page, '#result');
    await page.getByRole('button', { name: 'Show all 5500' }).press('Enter');
    await says(page, '5500 findings');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'verdict-title', 'the keyboard keeps its place');
    const group = page.locator('#code-reserved-field');
    await group.getByRole('button', { name: 'Show 4988 more' }).press('Enter');
    const rows = () => group.locator('.finding').count();
    assert.ok(await rows() < 1000, `${await rows()} rows at once`);
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^line 13, /, 'the keyboard goes on where the new ones begin');
    // To the end of the list: the last one is there, and opens.
    await page.evaluate(() => document.querySelector('#code-reserved-field .block:last-child').scrollIntoView({ block: 'end' }));
    const last = group.locator('.finding', { hasText: 'line 5000, ' });
    await last.locator('summary').click();
    assert.equal(await last.locator('mark').textContent(), '"online":4999');
    assert.ok(await rows() < 1500, `${await rows()} rows at once`);
    await page.getByLabel('Search').fill('u499');
    await page.getByLabel('Search').fill('data.role');
    await page.locator('.shown', { hasText: '500 of 5500 findings' }).waitFor();
    const { longest } = await page.evaluate(() => window.stopWatching());
    assert.ok(longest < LONGEST_BLOCK, `the page was blocked for ${longest} ms`);
    assert.deepEqual(later(), []);
  });
});

describe('large files', () => {
  const large = ['STREAM_50MB', 'STREAM_300MB'].filter((name) => name === 'STREAM_50MB' || process.env[name]);
  for (const name of large) {
    onPage(`${name}: right counts, no request, and the page stays alive`, async (page, { later }) => {
      const file = process.env[name];
      assert.ok(file, `${name} has to name a generated file; cargo xtask test makes one`);
      const expected = JSON.parse(readFileSync(file.replace(/\.jsonl$/, '.counts.json'), 'utf8'));
      await watchFrames(page);
      await checkFiles(page, file);
      const frames = await page.evaluate(() => window.stopWatching());
      const table = await itemTable(page);
      for (const [kind, count] of Object.entries(expected.total)) assert.equal(table[kind]?.[0], String(count), kind);
      const found = await groups(page);
      for (const [code, count] of Object.entries(expected.counts)) assert.equal(found[code], String(count), code);
      assert.deepEqual(Object.keys(found).sort(), Object.keys(expected.counts).sort());
      assert.deepEqual(later(), [], 'requests during the check');
      assert.ok(frames.progress > 1, `progress was shown ${frames.progress} times`);
      assert.ok(frames.longest < LONGEST_BLOCK, `the page was blocked for ${frames.longest} ms`);
      console.log(`${name}: longest task ${frames.longest} ms, longest gap between frames ${Math.round(frames.gap)} ms; ${await page.locator('.facts .quiet').first().textContent()}`);
      await picture(page, `page-${name.toLowerCase()}`);
    });
  }

  onPage('findings are shown while the check runs, and open', async (page, { later }) => {
    const file = process.env.STREAM_50MB;
    assert.ok(file, 'STREAM_50MB has to name a generated file; cargo xtask test makes one');
    const folder = mkdtempSync(join(tmpdir(), 'preflight-live-'));
    const path = join(folder, 'faulty.jsonl');
    // Many faults in front, with each file anew: there is something to see for as long as the check takes.
    writeFileSync(path, Array.from({ length: 3000 }, (_, index) => `{"type":"user","data":{"id":"faulty-${index}","role":7,"online":${index}}}\n`).join(''));
    try {
      await watchFrames(page);
      await page.locator('input[type=file]').first().setInputFiles([path, ...Array(20).fill(file)]);
      const live = page.locator('.live .group');
      await live.nth(1).waitFor();
      const group = page.locator('.live .group', { hasText: 'wrong-type' });
      await group.locator('.count', { hasText: '100 or more' }).waitFor();
      assert.equal(await group.locator('.finding').count(), 5, 'the first ones');
      await group.locator('summary').nth(1).press('Enter');
      assert.match(await group.locator('.finding').nth(1).locator('mark').textContent(), /^"?7/);
      const { longest } = await page.evaluate(() => window.stopWatching());
      assert.ok(longest < LONGEST_BLOCK, `the page was blocked for ${longest} ms`);
      await picture(page, 'page-live');
      assert.deepEqual(await barriers(page), []);
      assert.equal(await page.locator('#progress').isVisible(), true, 'the check goes on');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await finished(page);
      assert.equal(await page.locator('.live').count(), 0);
      assert.deepEqual(later(), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  onPage('Cancel stops a check, and the next one works', async (page, { later }) => {
    const file = process.env.STREAM_50MB;
    assert.ok(file, 'STREAM_50MB has to name a generated file; cargo xtask test makes one');
    // Twenty times the same file: long enough for anyone to reach the button.
    await page.locator('input[type=file]').first().setInputFiles(Array(20).fill(file));
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await finished(page);
    assert.equal(await page.locator('#verdict-title').textContent(), 'Stopped');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'verdict-title', 'the keyboard keeps its place');
    await checkSample(page, 'good');
    assert.match(await page.locator('#verdict-title').textContent(), /^(Ready to upload|No errors)/);
    assert.deepEqual(later(), []);
  });

  onPage('a new file takes the place of a running check', async (page) => {
    const file = process.env.STREAM_50MB;
    assert.ok(file, 'STREAM_50MB has to name a generated file; cargo xtask test makes one');
    await page.locator('input[type=file]').first().setInputFiles(Array(20).fill(file));
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await checkSample(page, 'good');
    assert.equal(await page.locator('.facts .name').textContent(), 'stream-good.jsonl');
  });
});
