// The page in Firefox, where there is one: what people do most. All else is tested in Chromium.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openEditor, problems } from './lib/editor.mjs';
import { browsing, checkFiles, checkSample, findFirefox, groups, itemTable, launchFirefox } from './lib/page.mjs';

if (findFirefox() === null) {
  console.log('skipped: the page in Firefox, for none was found; put it into PATH, or name it in the variable FIREFOX');
  test('in Firefox', { skip: 'no Firefox was found' }, () => {});
} else {
  const { onPage } = browsing(launchFirefox);

  describe('in Firefox', () => {
    onPage('a sample is checked, and its findings open', async (page, { later }) => {
      await checkSample(page, 'broken');
      assert.match(await page.locator('#verdict-title').textContent(), /^Not ready: \d+ errors$/);
      assert.ok(Object.keys(await groups(page)).length > 5);
      const closed = page.locator('#code-bad-timestamp .finding').nth(1);
      await closed.locator('summary').click();
      await closed.locator('mark').first().waitFor();
      assert.deepEqual(later(), []);
    });

    onPage('50 MB, while findings come', async (page, { later }) => {
      const large = process.env.STREAM_50MB;
      assert.ok(large, 'STREAM_50MB has to name a generated file; cargo xtask test makes one');
      await checkFiles(page, [large]);
      assert.match(await page.locator('.facts .quiet').first().textContent(), /^49\.\d MB/);
      assert.ok(Number((await itemTable(page)).messages[0]) > 10_000);
      assert.deepEqual(later(), []);
    });

    onPage('a range of time filters the findings', async (page) => {
      const start = '{"type":"user","data":{"id":"ann"}}\n{"type":"channel","data":{"id":"general","type":"messaging","created_by":"ann"}}\n';
      const messages = Array.from({ length: 9 }, (_, index) =>
        `{"type":"message","data":{"id":"m${index}","channel_type":"messaging","channel_id":"general","user":"ann","type":"regular","text":7,"created_at":"2023-05-0${index + 1}T00:00:00Z"}}\n`);
      await checkFiles(page, [{ name: 'dated.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(start + messages.join('')) }]);
      await page.getByLabel('First day').fill('2023-05-07');
      await page.locator('.shown', { hasText: '3 of 9 findings' }).waitFor();
      await page.getByLabel('First day').press('Escape');
      await page.locator('.shown', { hasText: /^9 findings$/ }).waitFor();
    });

    onPage('what is typed is checked', async (page) => {
      await openEditor(page);
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('{"type":"user","data":{"id":"ann","role":7}}');
      await page.locator('.problems', { hasText: 'user.role is a number' }).waitFor();
      assert.deepEqual(await problems(page), ['wrong-type']);
      assert.ok(await page.locator('.cm-lintRange').count() > 0);
    });

    onPage('a sample is converted', async (page) => {
      await checkSample(page, 'good');
      await page.locator('#convert summary').click();
      await page.getByRole('button', { name: 'Convert', exact: true }).click();
      await page.locator('#outcome-title').waitFor();
      assert.equal(await page.locator('#outcome-title').textContent(), 'Converted, but not all of it');
      assert.ok(await page.getByRole('button', { name: 'Download all as a zip' }).isVisible());
    });

    onPage('the reference and the comparison can be read', async (page) => {
      await page.evaluate(() => { location.hash = 'reference/stream/message'; });
      await page.locator('.fields-table').waitFor();
      assert.ok(await page.locator('.fields-table tbody tr').count() > 20);
      await page.getByRole('link', { name: 'Compare' }).click();
      await page.locator('.compare-table').waitFor();
      assert.ok(await page.locator('.compare-table tbody tr').count() > 20);
    });
  });
}
