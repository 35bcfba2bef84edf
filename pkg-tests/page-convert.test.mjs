// The page, as it is built, in Chromium: conversions.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { fileURLToPath } from 'node:url';

import { convertTo, title } from './lib/convert-form.mjs';
import {
  browsing, checkFiles, checkSample, dist, download, picture, samples, sticksOut,
} from './lib/page.mjs';
import { unzip } from './lib/zip.mjs';

const { onPage } = browsing();

/** The rows of a table, each as the texts of its cells. */
function rowsOf(page, table) {
  return page.locator(`${table} tbody tr`).evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
}

const evil = `</code></pre><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'"\`\${1}\u202e`;

describe('conversions', () => {
  for (const [platform, fields, names, kinds] of [
    ['CometChat', {}, ['requests.jsonl', 'losses.json', 'ids.json', 'report.json'], { users: ['6', '6'], messages: ['8', '0'] }],
    ['CometChat', { 'Months that the app keeps': '0' }, ['requests.jsonl', 'losses.json', 'ids.json', 'report.json'], { users: ['6', '6'], messages: ['8', '7'] }],
    ['TalkJS', { 'Deleted messages': 'keep' }, ['requests.jsonl', 'losses.json', 'ids.json', 'uploads.json', 'report.json'], { messages: ['8', '7'], reactions: ['3', '0'] }],
    ['ChatKitty', {}, ['users.json', 'channels.json', 'messages.pending.jsonl', 'losses.json', 'ids.json', 'report.json'], { users: ['6', '6'] }],
  ]) {
    onPage(`the Stream sample for ${platform}, ${JSON.stringify(fields)}: what is shown is what is saved`, async (page, { later }) => {
      await checkSample(page, 'good');
      await convertTo(page, platform, fields);
      assert.equal(await title(page), 'Converted, but not all of it');
      const moved = Object.fromEntries((await rowsOf(page, '#moved')).map(([kind, ...counts]) => [kind, counts]));
      for (const [kind, counts] of Object.entries(kinds)) assert.deepEqual(moved[kind], counts, kind);
      const missing = await page.locator('.outcome .verdict').textContent();
      for (const [kind, [read, written]] of Object.entries(moved)) {
        if (read !== written) assert.match(missing, new RegExp(`\\b${read - written} (of ${read} )?${kind}`));
      }
      const more = page.locator('.losses .more');
      if (await more.count() > 0) await more.click();
      const shown = await rowsOf(page, '#losses');
      assert.deepEqual(later(), [], 'requests while converting');

      const { name, bytes } = await download(page, 'Download all as a zip');
      assert.equal(name, `stream-good.for-${platform.toLowerCase()}.zip`);
      const files = unzip(bytes);
      assert.deepEqual([...files.keys()], names);
      const losses = JSON.parse(files.get('losses.json'));
      const row = ({ count, kind, field, treatment, reason }) => JSON.stringify([`${count}`, kind === 'other' ? 'item' : kind, field || 'all of it', treatment, reason]);
      assert.deepEqual(
        shown.map((cells) => JSON.stringify([...cells.slice(0, 4), cells[4].replace(/; first in line \d+$/, '')])).sort(),
        losses.map(row).sort());
      assert.equal(JSON.parse(files.get('report.json')).ok, true);
      const { from, to } = JSON.parse(files.get('ids.json'));
      assert.deepEqual([from, to], ['stream', platform.toLowerCase()]);
      const single = await download(page, new RegExp(`^Download ${names[0]}`));
      assert.equal(single.name, names[0]);
      assert.ok(single.bytes.equals(files.get(names[0])));
      assert.deepEqual(later().filter((url) => !url.startsWith('blob:')), []);
    });
  }

  onPage('what is saved is what the command line writes', async (page) => {
    await checkSample(page, 'good');
    await convertTo(page, 'TalkJS', { 'System user': 'robot', 'System messages': 'user' });
    const files = unzip((await download(page, 'Download all as a zip')).bytes);
    const out = join(mkdtempSync(join(tmpdir(), 'page-')), 'out');
    const cli = fileURLToPath(new URL('../npm/dist/cli.js', import.meta.url));
    execFileSync(process.execPath, [cli, 'convert', join(samples, 'stream-good.jsonl'), '--to', 'talkjs', '--out', out,
      '--system-user', 'robot', '--system-messages', 'user']);
    assert.deepEqual([...files.keys()].sort(), readdirSync(out).sort());
    for (const [name, content] of files) assert.equal(content.toString('utf8'), readFileSync(join(out, name), 'utf8'), name);
  });

  onPage('a stretch of time, and the ids of before, as on the command line', async (page) => {
    const folder = mkdtempSync(join(tmpdir(), 'page-'));
    const long = 'a very long name of a user with blanks';
    const lines = readFileSync(join(samples, 'stream-good.jsonl'), 'utf8');
    const input = join(folder, 'history.jsonl');
    writeFileSync(input, lines);
    const ids = join(folder, 'ids.json');
    writeFileSync(ids, JSON.stringify({ from: 'stream', to: 'cometchat', ids: [{ kind: 'user', from: 'mira-okafor', to: long.replaceAll(' ', '-') }] }));
    await checkFiles(page, input);
    await convertTo(page, 'CometChat', {
      'Months that the app keeps': '0', 'Messages from': '2024-03-04T09:00', 'Messages before': '2024-03-05T00:00', 'Ids of an earlier conversion': ids,
    });
    const files = unzip((await download(page, 'Download all as a zip')).bytes);
    const out = join(folder, 'out');
    const profile = join(folder, 'profile.json');
    writeFileSync(profile, '{"retentionMonths":null}');
    execFileSync(process.execPath, [fileURLToPath(new URL('../npm/dist/cli.js', import.meta.url)), 'convert', input, '--to', 'cometchat', '--out', out,
      '--since', '2024-03-04T09:00:00Z', '--until', '2024-03-05T00:00:00Z', '--ids', ids, '--profile', profile]);
    assert.ok(readFileSync(join(out, 'requests.jsonl'), 'utf8').includes('a-very-long-name'), 'the ids of before are used');
    assert.match(readFileSync(join(out, 'losses.json'), 'utf8'), /before|since/);
    for (const [name, content] of files) assert.equal(content.toString('utf8'), readFileSync(join(out, name), 'utf8'), name);
    // The profile as a file, and ids of another way.
    await convertTo(page, 'CometChat', { 'Months that the app keeps': '', 'About the app': profile });
    assert.notEqual(await title(page), 'The conversion could not run');
    await convertTo(page, 'TalkJS');
    assert.match(await page.locator('.convert-slot').textContent(), /The ids in ids\.json are of a conversion from Stream to CometChat/);
  }, { timezoneId: 'UTC' });

  onPage('every choice of the command line is in the form', async (page) => {
    const help = execFileSync(process.execPath, [fileURLToPath(new URL('../npm/dist/cli.js', import.meta.url)), 'convert', '--help'], { encoding: 'utf8' });
    // What is said elsewhere on the page, or has no meaning there.
    const others = ['from', 'resource', 'channel', 'now', 'out', 'force', 'dry-run', 'format', 'quiet'];
    const flags = [...new Set([...help.matchAll(/--([a-z][a-z-]+)/g)].map(([, flag]) => flag))].filter((flag) => !others.includes(flag));
    assert.ok(flags.length >= 15, flags.join());
    await checkSample(page, 'good');
    for (const flag of flags) assert.equal(await page.locator(`#convert-${flag}`).count(), 1, flag);
  });

  onPage('where nothing was written nothing is left to do', async (page) => {
    await checkFiles(page, [{ name: 'empty.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from('{"type":"user","data":{"role":"admin"}}\n') }]);
    await convertTo(page, 'ChatKitty');
    assert.equal(await title(page), 'Not converted as a whole');
    assert.equal(await page.locator('.steps').count(), 0);
    await convertTo(page, 'ChatKitty', { 'What cannot be read': 'strict' });
    assert.equal(await title(page), 'The conversion could not run');
    assert.match(await page.locator('.convert-slot').textContent(), /empty\.jsonl:1:/);
  });

  onPage('files that are given: tokens of uploads come back, and one that is no JSON is named', async (page) => {
    await checkSample(page, 'good');
    await convertTo(page, 'TalkJS');
    const uploads = JSON.parse(unzip((await download(page, 'Download all as a zip')).bytes).get('uploads.json'));
    assert.equal(uploads.length, 2);
    const file = (text) => ({ name: 'uploads.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await convertTo(page, 'TalkJS', { 'Uploaded files': file(JSON.stringify(uploads.map((row) => ({ ...row, token: `token of ${row.name}` })))) });
    assert.doesNotMatch(await page.locator('.steps').textContent(), /to upload first/);
    assert.match((await download(page, /^Download requests/)).bytes.toString('utf8'), /"token of /);
    await convertTo(page, 'TalkJS', { 'Uploaded files': file('<b>no') });
    assert.equal(await title(page), 'The conversion could not run');
    assert.match(await page.locator('.convert-slot').textContent(), /The uploads in uploads\.json are not JSON/);
  });

  onPage('a choice that cannot be is explained, and what was checked can still be read', async (page) => {
    await checkSample(page, 'broken');
    const numbers = { name: 'numbers.json', mimeType: 'application/json', buffer: Buffer.from('{"general":true}') };
    await convertTo(page, 'ChatKitty', { 'Channel numbers': numbers });
    assert.equal(await title(page), 'The conversion could not run');
    const closed = page.locator('#code-bad-timestamp .finding').nth(1);
    assert.equal(await closed.getAttribute('open'), null);
    await closed.locator('summary').click();
    await closed.locator('mark').first().waitFor();
  });

  onPage('what cannot be read is told, and a change of the form takes the outcome away', async (page) => {
    await checkSample(page, 'broken');
    await convertTo(page, 'Sendbird');
    assert.equal(await title(page), 'Not converted as a whole');
    assert.match(await page.locator('.outcome').textContent(), /What could not be read.*line \d+, column \d+/);
    await page.getByLabel('Deleted messages').selectOption('keep');
    assert.equal(await page.locator('#outcome-title').count(), 0);
  });

  onPage('an export leads here', async (page, { later }) => {
    const items = [{ user_id: 'ann', nickname: 'Ann', profile_url: '', created_at: 1700000000, is_active: true, last_seen_at: 0 }];
    await checkFiles(page, [{ name: 'users.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ users: items, next: '' })) }]);
    assert.equal(await page.locator('#verdict-title').textContent(), 'This is an export, not an import');
    assert.match(await page.locator('.verdict').first().textContent(), /Convert it below\./);
    assert.equal(await page.locator('#convert details').getAttribute('open'), '');
    await convertTo(page, 'Stream');
    assert.equal(await title(page), 'Converted');
    assert.match((await download(page, /^Download import\.jsonl/)).bytes.toString('utf8'), /"id":"ann"/);
    assert.deepEqual(later().filter((url) => !url.startsWith('blob:')), []);
  });

  onPage('with the keyboard', async (page) => {
    await checkSample(page, 'good');
    await page.locator('#convert summary').press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'convert-to');
    // CometChat has more fields than are filled in; Enter in any of them converts.
    await page.getByLabel('System user').press('Enter');
    await page.locator('#outcome-title').waitFor();
    assert.match(await page.locator('[role=status]').textContent(), /^Converted, but not all of it\. Stream to /);
    for (const control of await page.locator('#convert :is(select, input)').all()) {
      assert.ok(await control.evaluate((one) => one.labels.length === 1 && one.labels[0].textContent !== ''));
    }
  });

  for (const [name, options] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ]) {
    onPage(`${name}: nothing sticks out`, async (page) => {
      await checkSample(page, 'good');
      for (const platform of ['TalkJS', 'CometChat', 'ChatKitty']) {
        await convertTo(page, platform);
        assert.equal(await sticksOut(page), 0, platform);
        await picture(page, `page-${name}-convert-${platform.toLowerCase()}`);
      }
      await checkSample(page, 'broken');
      await convertTo(page, 'Sendbird');
      assert.equal(await sticksOut(page), 0);
      await picture(page, `page-${name}-convert-broken`);
    }, options);
  }

  onPage('markup in what is converted is text', async (page, { later }) => {
    const at = '2024-03-04T09:12:31Z';
    const lines = [
      { type: 'user', data: { id: 'ann', name: evil, [evil]: evil } },
      { type: 'user', data: { id: evil, name: 'Bob' } },
      { type: 'channel', data: { id: 'general', type: 'messaging', created_by: 'ann', [evil]: evil } },
      { type: 'message', data: { id: evil, type: evil, channel_type: 'messaging', channel_id: 'general', user: evil, text: evil, created_at: at } },
      { type: 'message', data: { id: 'm2', type: 'regular', channel_type: 'messaging', channel_id: 'general', user: 'ann', text: evil, created_at: at,
        attachments: [{ type: evil, image_url: `https://example.com/${evil}`, [evil]: evil }], [evil]: evil } },
      { type: evil, data: { [evil]: evil } },
    ].map((item) => JSON.stringify(item)).join('\n');
    await checkFiles(page, [{ name: `${evil.replaceAll('/', '_')}.jsonl`, mimeType: 'text/html', buffer: Buffer.from(`${lines}\n{"type": ${evil}`) }]);
    for (const platform of ['CometChat', 'TalkJS', 'Sendbird', 'Stream', 'ChatKitty']) {
      await convertTo(page, platform, { 'Values without a field': 'none', 'System user': evil });
      const more = page.locator('.losses .more');
      if (await more.count() > 0) await more.click();
      await page.waitForTimeout(100);
      assert.match(await page.locator('.convert-slot').textContent(), /<script>window\.hacked = 1<\/script>/, platform);
      assert.equal(await page.locator('main script, main img, main iframe').count(), 0);
      assert.equal(await sticksOut(page), 0, platform);
      await picture(page, `page-hostile-convert-${platform.toLowerCase()}`);
    }
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.deepEqual(later(), []);
  });
});
