// The page stays at hand while it works: nothing blocks it for long. Measured, so that nothing else may run beside it.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { convertTo, title } from './lib/convert-form.mjs';
import { faulty, jsonl, says, shown } from './lib/findings-list.mjs';
import { browsing, checkFiles, watchFrames, LONGEST_BLOCK } from './lib/page.mjs';

const { onPage } = browsing();

describe('the page stays at hand', () => {
  onPage('Cancel stops a conversion, and the next one works', async (page, { later }) => {
    const file = process.env.STREAM_50MB;
    assert.ok(file, 'STREAM_50MB has to name a generated file; cargo xtask test makes one');
    await checkFiles(page, file);
    await page.locator('#convert summary').click();
    await page.getByRole('button', { name: 'Convert', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    const asked = Date.now();
    await page.locator('#outcome-title').waitFor();
    assert.ok(Date.now() - asked < 3000, `it took ${Date.now() - asked} ms to stop`);
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
