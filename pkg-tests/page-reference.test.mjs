// The page, as it is built, in Chromium: what one looks up.

import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { rules, schema } from '../npm/dist/node.js';
import { browsing, picture } from './lib/page.mjs';

const { onPage } = browsing();

const PLATFORMS = [['stream', 'Stream'], ['sendbird', 'Sendbird'], ['cometchat', 'CometChat'], ['talkjs', 'TalkJS'], ['chatkitty', 'ChatKitty']];

async function go(page, address) {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.locator(`#${address.split('/')[0]}-title`).waitFor();
}

/** The fields of the table, each with what stands beside it. */
async function table(page) {
  const rows = await page.locator('.fields-table tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  return Object.fromEntries(rows.map(([path, ...rest]) => [path, rest]));
}

describe('the field reference', () => {
  onPage('has every field of every kind, as the schemas have it', async (page, { later }) => {
    await go(page, 'reference');
    const links = await page.locator('.kinds a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    for (const [platform] of PLATFORMS) assert.ok(links.filter((link) => link.startsWith(`#reference/${platform}/`)).length >= 4, platform);
    const before = later().length;
    for (const link of links) {
      const [, platform, kind] = link.split('/');
      await page.locator(`.kinds a[href="${link}"]`).click();
      await page.waitForFunction((end) => document.title.endsWith(end), ` ${kind}: field reference: chat-preflight`);
      const rows = await table(page);
      const one = await schema(platform, kind);
      for (const { properties = {}, required = [] } of one.properties ? [one] : one.anyOf) {
        for (const name of Object.keys(properties)) assert.ok(name in rows, `${link}: ${name}`);
        for (const name of required) assert.equal(rows[name][0], 'required', `${link}: ${name}`);
      }
    }
    assert.equal(later().length, before, 'all of it is loaded at once');
  });

  onPage('says what a field takes, how sure that is, and what is not imported', async (page) => {
    await go(page, 'reference/stream/channel');
    const channel = await table(page);
    assert.deepEqual(channel.id, ['one of these', 'Text; at most 64 bytes; only letters, digits, _ and -', 'documented']);
    assert.equal(channel.cid[0], 'reserved');
    await go(page, 'reference/talkjs/message');
    assert.deepEqual((await table(page)).reactions.slice(0, 2), ['not imported', 'add them to the imported message afterwards, by its new id.']);
    await go(page, 'reference/cometchat/message');
    assert.equal((await table(page))['data.attachments[].url'][0], 'required');
    await go(page, 'reference/chatkitty/user');
    const user = await table(page);
    assert.equal(user.displayName[0], 'required');
    assert.equal(user.display_name[1], 'Another name of `displayName`.');
    assert.match(await page.locator('.reference-content a').first().getAttribute('href'), /^https:\/\/chatkitty\.com\//);
  });

  onPage('can be searched, and every field has a link', async (page) => {
    await go(page, 'reference');
    await page.getByLabel('Search all fields').fill('sendbird milliseconds');
    const hit = page.locator('.hits a');
    assert.match(await hit.first().textContent(), /^Sendbird message\.timestamp$/);
    await hit.first().click();
    await page.locator('tr.target').waitFor();
    assert.equal(await page.locator('tr.target').getAttribute('data-path'), 'timestamp');
    await page.waitForFunction(() => document.activeElement.closest('tr.target') !== null);
    await go(page, `reference/stream/message/${encodeURIComponent('attachments[].type')}`);
    await page.locator('tr.target[data-path="attachments[].type"]').waitFor();
    await page.getByLabel('Search all fields').fill('<img src=x onerror=alert(1)> %');
    assert.equal(await page.locator('.kind-title').textContent(), '0 fields');
    await go(page, 'reference/no/such%E0%A4%A');
    assert.ok(Object.keys(await table(page)).length > 5, 'what is not there is the first one');
    await picture(page, 'page-reference', false);
  });
});

describe('the codes', () => {
  onPage('are all there, can be searched and linked to', async (page) => {
    await go(page, 'codes/too-long');
    const all = await rules();
    assert.deepEqual(await page.locator('.code-entry').evaluateAll((found) => found.map(({ dataset }) => dataset.code)), all.map(({ code }) => code));
    await page.waitForFunction(() => document.activeElement.closest('.code-entry.target')?.dataset.code === 'too-long');
    assert.equal(await page.title(), 'too-long: chat-preflight');
    const { what } = all.find(({ code }) => code === 'too-long');
    assert.ok((await page.locator('.code-entry.target').textContent()).includes(what));
    await page.getByLabel('Search the codes').fill('byte order mark');
    assert.deepEqual(await page.locator('.code-entry:visible').evaluateAll((found) => found.map(({ dataset }) => dataset.code)), ['byte-order-mark']);
    await picture(page, 'page-codes', false);
  });
});

describe('the comparison', () => {
  onPage('has a cell for every platform, and names no field that there is not', async (page) => {
    await go(page, 'compare');
    assert.deepEqual(await page.locator('.compare-table thead a').allTextContents(), PLATFORMS.map(([, title]) => title));
    const rows = page.locator('.compare-table tbody tr:not(.compare-group)');
    assert.ok(await rows.count() > 25);
    const cells = await rows.evaluateAll((all) => all.map((row) => [...row.querySelectorAll('[data-holds]')].map((cell) => ({
      field: cell.querySelector('code')?.textContent, about: cell.querySelector('.quiet')?.textContent, link: cell.querySelector('a')?.getAttribute('href'), holds: cell.dataset.holds,
    }))));
    for (const row of cells) {
      assert.equal(row.length, PLATFORMS.length);
      for (const [index, { field, about, holds }] of row.entries()) {
        if (field === undefined) continue;
        assert.notEqual(about, '', `${PLATFORMS[index][0]}: ${field}`);
        assert.notEqual(holds, 'no');
      }
    }
    const link = cells.flat().find(({ field }) => field === 'message.parent_id').link;
    await page.locator(`.compare-table a[href="${link}"]`).click();
    await page.locator('tr.target[data-path="parent_id"]').waitFor();
    await page.goBack();
    await picture(page, 'page-compare');
  });
});
