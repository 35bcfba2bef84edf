// The page, as it is built, in Chromium: checks.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { zipOf } from './lib/make-zip.mjs';
import {
  browsing, checkFiles, checkSample, dist, download, finished, groups, itemTable, open, picture, samples, sticksOut,
} from './lib/page.mjs';

/** The most that the first load may have, in bytes, with gzip: brotli makes less of it. */
const FIRST_LOAD = 350 * 1024;

const shared = browsing();
const { onPage } = shared;

const sampleText = (name) => readFileSync(join(samples, name), 'utf8');

/** Items of a sample by kind, counted in its text: `{"type":"user",` and the like. */
function kindsIn(text) {
  const kinds = {};
  for (const [, type] of text.matchAll(/^\s*\{\s*"type": ?"(\w+)",\s*"(?:data|item)"/gm)) {
    const kind = `${type}s`;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

describe('what is built', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const files = readdirSync(dist, { recursive: true }).map(String);

  test('two wasm: the small one of checks, and the whole one for conversions', () => {
    const sizes = files.filter((file) => file.endsWith('.wasm')).map((file) => statSync(join(dist, file)).size).sort((one, two) => one - two);
    assert.equal(sizes.length, 2);
    assert.ok(sizes[0] < sizes[1] * 0.85, sizes.join());
  });

  onPage('what comes with the first load is small, and is all that a check needs', async (page, { loaded, later }) => {
    const paths = [...new Set(loaded)].map((url) => url.slice(shared.server.url.length).split('#')[0] || 'index.html');
    const sum = (pack) => paths.reduce((total, path) => total + pack(readFileSync(join(dist, path))).length, 0);
    const [brotli, gzip] = [sum((bytes) => brotliCompressSync(bytes)), sum((bytes) => gzipSync(bytes, { level: 9 }))];
    console.log(`first load: ${paths.length} files, ${brotli} bytes with brotli, ${gzip} with gzip`);
    assert.ok(gzip < FIRST_LOAD, `${gzip} bytes with gzip`);
    assert.equal(paths.filter((path) => path.endsWith('.wasm')).length, 1);
    await checkSample(page, 'broken');
    await page.locator('.finding mark').first().waitFor();
    assert.deepEqual(later(), []);
  });

  test('relative URLs only', () => {
    const urls = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url);
    assert.ok(urls.length >= 3);
    for (const url of urls) assert.match(url, /^(\.\/|#)/);
  });

  test('a strict policy, and nothing inline that it would refuse', () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const directives = Object.fromEntries(policy.split(';').map((part) => {
      const [name, ...values] = part.trim().split(' ');
      return [name, values.join(' ')];
    }));
    assert.equal(directives['default-src'], "'none'");
    assert.equal(directives['script-src'], "'self' 'wasm-unsafe-eval'");
    assert.equal(directives['worker-src'], "'self'");
    assert.equal(directives['connect-src'], "'self'");
    assert.equal(directives['style-src'], "'self'");
    assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<script'), 'the policy comes first');
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    assert.match(html, /<link rel="icon" href="\.\/[^"]+"/);
  });
});

describe('samples', () => {
  for (const [title, name] of [['good', 'stream-good.jsonl'], ['good, array', 'stream-good-array.json']]) {
    onPage(`${name} is clean`, async (page, { later }) => {
      await checkSample(page, title);
      const verdict = await page.locator('#verdict-title').textContent();
      assert.match(verdict, /^(Ready to upload|No errors)/);
      const kinds = kindsIn(sampleText(name));
      const table = await itemTable(page);
      assert.ok(Object.keys(kinds).length >= 6);
      for (const [kind, count] of Object.entries(kinds)) assert.deepEqual(table[kind], [String(count), String(count)], kind);
      assert.deepEqual(later(), []);
    });
  }

  onPage('stream-broken.jsonl is explained', async (page, { later }) => {
    await checkSample(page, 'broken');
    assert.match(await page.locator('#verdict-title').textContent(), /^Not ready: \d+ errors$/);
    const found = await groups(page);
    for (const code of ['malformed-json', 'too-long', 'reserved-field', 'bad-timestamp', 'duplicate-id', 'wrong-type', 'unknown-reference', 'wrong-order']) {
      assert.ok(code in found, `${code} is missing in ${Object.keys(found).join(', ')}`);
    }
    // In each group the first finding is open and shows what stands there.
    for (const group of await page.locator('.group').all()) {
      const first = group.locator('details.finding').first();
      assert.equal(await first.getAttribute('open'), '', await group.getAttribute('id'));
      assert.notEqual(await first.locator('mark').first().textContent(), '');
    }
    const value = (code) => page.locator(`#code-${code} details.finding[open] mark`).first().textContent();
    assert.equal(await value('too-long'), '"support-2024-03-customer-8f14e45fceea167a5a36dedd4bea2543-escalated"');
    assert.equal(await value('reserved-field'), '"online":true');
    assert.match(await value('bad-timestamp'), /2024-03-04 09:12:31|1654128909/);
    assert.match(await page.locator('#code-too-long .finding').first().textContent(), /line 7, column 32/);
    const detected = await page.locator('.facts .detection').textContent();
    assert.match(detected, /Stream import, JSON Lines/);
    assert.deepEqual(later(), []);
  });

  onPage('stream-broken-array.json is explained', async (page) => {
    await checkSample(page, 'broken, array');
    assert.match(await page.locator('#verdict-title').textContent(), /^Not ready: \d+ errors$/);
    assert.match(await page.locator('.facts .detection').textContent(), /JSON array/);
    const found = await groups(page);
    for (const code of ['malformed-json', 'duplicate-id', 'unknown-reference', 'missing-field']) assert.ok(code in found, code);
  });

  onPage('what is saved is what the platform would answer', async (page, { later }) => {
    await checkSample(page, 'broken');
    const report = await download(page, 'Download report');
    const answer = await download(page, 'Download answer');
    assert.equal(report.name, 'stream-broken.report.json');
    assert.equal(answer.name, 'stream-broken.answer.json');
    const parsed = JSON.parse(report.bytes.toString('utf8'));
    assert.equal(parsed.ok, false);
    assert.ok(parsed.answer.text.length > 100);
    assert.ok(answer.bytes.equals(Buffer.from(parsed.answer.text, 'utf8')));
    const shown = await page.locator('.answer-text').textContent();
    assert.deepEqual(JSON.parse(shown), parsed.answer.body);
    assert.deepEqual(later().filter((url) => !url.startsWith('blob:')), []);
  });
});

/** The samples that are there, by name: `talkjs-broken.jsonl`. */
const others = readdirSync(samples).filter((name) => !name.startsWith('stream-')).sort();

describe('samples of other platforms', () => {
  for (const name of others) {
    const [, platform, kind] = /^([a-z]+)-(good|broken)/.exec(name);
    onPage(`${name} is what it says`, async (page, { later }) => {
      await page.locator(`button.sample[title~="${name}"]`).click();
      await finished(page);
      const verdict = await page.locator('#verdict-title').textContent();
      assert.match(verdict, kind === 'good' ? /^(Ready to |No errors)/ : /^Not ready: \d+ errors?$/);
      const detected = await page.locator('.facts .detection b').first().textContent();
      assert.equal(detected.split(' ')[0].toLowerCase(), platform);
      assert.deepEqual(later(), []);
    });
  }
});

describe('requests', () => {
  const file = (name, lines) => ({ name, mimeType: 'application/jsonl', buffer: Buffer.from(`${lines.join('\n')}\n`) });
  const users = (body) => JSON.stringify({ method: 'PUT', path: '/v1/{appId}/users', body });
  const broken = users({ ann: { name: 'Ann' }, bob: { email: ['bob@example.com'] } });

  onPage('the answer is a list of replies, and what is saved is all of them', async (page, { later }) => {
    await checkFiles(page, [file('two.jsonl', [users({ cid: { name: 'Cid' } }), broken])]);
    assert.equal(await page.locator('.facts .detection b').textContent(), 'TalkJS requests');
    assert.equal(await page.locator('.answer h3').textContent(), 'What TalkJS would answer');
    const replies = page.locator('.replies li');
    assert.equal(await replies.count(), 1);
    assert.match(await replies.first().locator('summary').textContent(), /^400PUT \/v1\/\{appId\}\/users2 items$/);
    const report = JSON.parse((await download(page, 'Download report')).bytes.toString('utf8'));
    const answer = await download(page, 'Download answer');
    assert.equal(answer.name, 'two.answer.jsonl');
    assert.deepEqual(answer.bytes.toString('utf8').trimEnd().split('\n').map((line) => JSON.parse(line)), report.answer.requests);
    assert.deepEqual(later().filter((url) => !url.startsWith('blob:')), []);
  });

  onPage('many replies are cut, with a word about it', async (page) => {
    const name = 'x'.repeat(200);
    const lines = Array.from({ length: 250 }, (_, index) => users({ [`${name}${index}`]: { email: ['bob@example.com'] } }));
    await checkFiles(page, [file('many.jsonl', lines)]);
    const shown = await page.locator('.replies li').count();
    assert.ok(shown > 10 && shown <= 100, `${shown} replies`);
    assert.match(await page.locator('.answer').textContent(), /150 more replies left out\./);
    assert.equal(await page.locator('.replies details[open]').count(), 1);
    assert.equal(await sticksOut(page), 0);
    await picture(page, 'page-replies');
  });

  onPage('clean ones get no error', async (page) => {
    await checkFiles(page, [file('good.jsonl', [users({ ann: { name: 'Ann' } })])]);
    assert.equal(await page.locator('#verdict-title').textContent(), 'Ready to send to TalkJS');
    assert.match(await page.locator('.answer').textContent(), /No request would be answered with an error\./);
  });

  onPage('can be read as something else, and as what they are again', async (page, { later }) => {
    await checkFiles(page, [file('two.jsonl', [broken])]);
    const platform = page.getByLabel('Platform', { exact: true });
    const holds = page.getByLabel('Holds');
    const said = (select) => select.evaluate((one) => one.selectedOptions[0].textContent);
    assert.deepEqual([await said(platform), await said(holds)], ['auto: TalkJS', 'auto: requests']);
    assert.deepEqual(await holds.locator('option').allTextContents(), ['auto: requests', 'users', 'conversations', 'messages', 'requests']);
    const choose = async (select, value) => {
      await select.focus();
      await select.selectOption(value);
      await page.locator('#result .choice select').first().waitFor();
      await finished(page);
    };
    await choose(platform, 'stream');
    assert.deepEqual(await groups(page), { 'unknown-format': '1' });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'as-platform', 'the keyboard keeps its place');
    assert.match(await page.locator('.facts .detection').textContent(), /^Not recognised by itself: TalkJS requests$/);
    assert.equal(await holds.count(), 0, 'a Stream import holds one thing');
    await choose(platform, '');
    assert.ok('missing-field' in await groups(page));
    await choose(holds, 'requests');
    assert.deepEqual([await said(platform), await said(holds)], ['auto: TalkJS', 'requests']);
    assert.ok('missing-field' in await groups(page));
    // The next file is recognised anew.
    await checkSample(page, 'good');
    assert.equal(await said(platform), 'auto: Stream');
    assert.deepEqual(later(), []);
  });
});

describe('several files in one', () => {
  const line = (index, text) => `${JSON.stringify({ type: 'user', data: { id: `u${index}`, ...text } })}\n`;
  const first = line(0, { role: 7 });
  const second = `${line(1, {})}${line(2, { online: true })}`;

  onPage('a zip is the files in it: named, read back, converted', async (page, { later }) => {
    const buffer = zipOf([['export/b.jsonl', second], ['export/a.jsonl', first], ['__MACOSX/x', 'x'], ['export/.hidden', 'x']]);
    await checkFiles(page, [{ name: 'export.zip', mimeType: 'application/zip', buffer }]);
    assert.deepEqual(await page.locator('.facts .name').allTextContents(), ['export.zip/export/a.jsonl', 'export.zip/export/b.jsonl']);
    assert.match(await page.locator('.facts .detection').first().textContent(), /^Stream import, JSON Lines, zip/);
    const places = await page.locator('.finding .place').allTextContents();
    assert.deepEqual(places.sort(), ['export.zip/export/a.jsonl, line 1, column 41', 'export.zip/export/b.jsonl, line 2, column 34']);
    assert.equal(await page.locator('#code-wrong-type mark').first().textContent(), '7');
    assert.equal(await page.locator('#code-reserved-field mark').first().textContent(), '"online":true');
    assert.equal(await page.locator('.to-editor').count(), 0, 'the editor takes no zip');
    await page.locator('#convert summary').click();
    await page.getByRole('button', { name: 'Convert', exact: true }).click();
    await page.locator('#outcome-title').waitFor();
    assert.deepEqual(await page.locator('#moved tbody td:nth-child(2)').first().textContent(), '3');
    await picture(page, 'page-zip');
    assert.deepEqual(later(), []);
  });

  onPage('a zip that cannot be read says so', async (page) => {
    await checkFiles(page, [{ name: 'export.zip', mimeType: 'application/zip', buffer: zipOf([['a.jsonl', first]]).subarray(0, 60) }]);
    assert.deepEqual(Object.keys(await groups(page)), ['bad-zip']);
    assert.deepEqual(await page.locator('.facts .name').allTextContents(), ['export.zip']);
  });

  onPage('a folder is its files in the order of their paths', async (page, { later }) => {
    const folder = mkdtempSync(join(tmpdir(), 'preflight-folder-'));
    try {
      const top = join(folder, 'history');
      mkdirSync(join(top, 'sub', '.git'), { recursive: true });
      for (const [name, text] of [['b.jsonl', second], ['sub/a.jsonl', first], ['losses.json', '[]'], ['.DS_Store', 'x'], ['sub/.git/x', 'x']]) writeFileSync(join(top, name), text);
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'or a folder' }).press('Enter')]);
      await chooser.setFiles(top);
      await finished(page);
      assert.deepEqual(await page.locator('.facts .name').allTextContents(), ['history/b.jsonl', 'history/sub/a.jsonl']);
      assert.equal((await download(page, 'Download report')).name, 'history.report.json');
      assert.deepEqual(later(), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('hostile and odd input', () => {
  const evil = `</code></pre><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'"\`\${1}\u202e`;

  onPage('markup in every field and in the name of the file is text', async (page, { later }) => {
    const items = ['user', 'device', 'channel', 'member', 'message', 'reaction', evil].map((type) => ({
      type,
      data: Object.fromEntries(['id', 'user_id', 'type', 'created_at', 'role', 'teams', 'channel_id', 'text', 'online', 'pk', evil]
        .map((key) => [key, key === 'teams' ? [evil] : evil])),
      [evil]: evil,
    }));
    const lines = [...items.map((item) => JSON.stringify(item)), `{"type":"user" ${evil}`, `${evil}`].join('\n');
    await checkFiles(page, [
      { name: `${evil.replaceAll('/', '_')}.jsonl`, mimeType: 'text/html', buffer: Buffer.from(lines) },
    ]);
    for (const more of await page.getByRole('button', { name: /^Show \d+ more$/ }).all()) await more.click();
    await page.locator('details').evaluateAll((all) => { for (const one of all) one.open = true; });
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('main script, main img, main iframe').count(), 0);
    assert.match(await page.locator('.findings').textContent(), /<script>window\.hacked = 1<\/script><img src=x onerror=/);
    assert.match(await page.locator('.facts .name').textContent(), /<script>/);
    assert.equal(await sticksOut(page), 0);
    assert.deepEqual(later(), []);
    await picture(page, 'page-hostile');
  });

  onPage('gzip, in two members, gives the same findings and the same values', async (page) => {
    const text = sampleText('stream-broken.jsonl');
    await checkSample(page, 'broken');
    const plain = await groups(page);
    const marks = await page.locator('.group .finding:first-child .slot:first-child mark').allTextContents();
    const cut = text.indexOf('\n', text.length / 2) + 1;
    const buffer = Buffer.concat([gzipSync(text.slice(0, cut)), gzipSync(text.slice(cut))]);
    await checkFiles(page, [{ name: 'stream-broken.jsonl.gz', mimeType: 'application/gzip', buffer }]);
    assert.match(await page.locator('.facts .detection').textContent(), /gzip/);
    assert.deepEqual(await groups(page), plain);
    assert.deepEqual(await page.locator('.group .finding:first-child .slot:first-child mark').allTextContents(), marks);
  });

  onPage('a file that is dropped anywhere is checked', async (page) => {
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'dropped.jsonl'));
      return data;
    }, sampleText('stream-good.jsonl'));
    await page.dispatchEvent('header', 'dragenter', { dataTransfer: transfer });
    assert.equal(await page.locator('#drop.over').count(), 1);
    await page.dispatchEvent('header', 'drop', { dataTransfer: transfer });
    await finished(page);
    assert.equal(await page.locator('#drop.over').count(), 0);
    assert.equal(await page.locator('.facts .name').textContent(), 'dropped.jsonl');
  });

  onPage('several files make one check', async (page) => {
    const lines = sampleText('stream-good.jsonl').trimEnd().split('\n');
    const half = lines.findIndex((line) => line.startsWith('{"type":"channel"'));
    const part = (name, some) => ({ name, mimeType: 'application/json', buffer: Buffer.from(`${some.join('\n')}\n`) });
    await checkFiles(page, [part('one.jsonl', lines.slice(0, half)), part('two.jsonl', lines.slice(half))]);
    assert.match(await page.locator('#verdict-title').textContent(), /^(Ready to upload|No errors)/);
    assert.deepEqual(await page.locator('.facts .name').allTextContents(), ['one.jsonl', 'two.jsonl']);
  });

  onPage('many findings of a kind: counted in full, listed as far as the report goes', async (page) => {
    const lines = Array.from({ length: 1250 }, (_, index) => JSON.stringify({ type: 'user', data: { id: `u${index}`, online: index } }));
    await checkFiles(page, [{ name: 'many.jsonl', mimeType: 'application/json', buffer: Buffer.from(`${lines.join('\n')}\n`) }]);
    assert.equal(await page.locator('#verdict-title').textContent(), 'Not ready: 1250 errors');
    assert.deepEqual(await groups(page), { 'reserved-field': '1250' });
    assert.match(await page.locator('.group').textContent(), /first 100 of 1250/);
    assert.ok(await page.locator('.finding').count() < 100, 'not all at once');
    await page.getByRole('button', { name: /^Show \d+ more$/ }).click();
    assert.equal(await page.locator('.finding').count(), 100);
    // What is opened later is read back from the file then.
    const last = page.locator('.finding').last();
    await last.locator('summary').click();
    assert.equal(await last.locator('mark').textContent(), '"online":99');
    assert.match(await last.textContent(), /line 100, column /);
  });

  for (const [name, content] of [['empty', ''], ['binary', '\0\x01\x02PNG\xff'], ['something else', 'id;name\n1;Ann\n']]) {
    onPage(`a file that is no import: ${name}`, async (page) => {
      await checkFiles(page, [{ name: 'x.dat', mimeType: 'application/octet-stream', buffer: Buffer.from(content, 'latin1') }]);
      assert.doesNotMatch(await page.locator('#verdict-title').textContent(), /Ready/);
    });
  }

  onPage('the worker has no network, and markup has no way in', async (page, { complaints }) => {
    const [worker] = page.workers();
    const doors = await worker.evaluate(() => [typeof fetch, typeof XMLHttpRequest, typeof WebSocket, typeof importScripts]);
    assert.deepEqual(doors, Array(4).fill('undefined'));
    const refused = await page.evaluate(() => {
      try {
        document.createElement('p').innerHTML = '<b>x</b>';
        return 'not refused';
      } catch (error) {
        return error.name;
      }
    });
    assert.equal(refused, 'TypeError');
    // The browser says so, too: this attempt is the only one that may be made.
    await page.waitForTimeout(100);
    assert.ok(complaints.length > 0);
    for (const complaint of complaints.splice(0)) assert.match(complaint, /Trusted|require-trusted-types-for/);
  });
});

test('a page whose checker did not arrive says so, and tries again with the next file', async () => {
  const opened = await open(shared.browser, shared.server, {}, (context) => context.route('**/*.wasm', (route) => route.abort()));
  try {
    const { page } = opened;
    await finished(page);
    assert.equal(await page.locator('#verdict-title').textContent(), 'The check cannot run here');
    await page.context().unroute('**/*.wasm');
    await checkSample(page, 'good');
    await page.locator('.facts .name').waitFor();
    assert.match(await page.locator('#verdict-title').textContent(), /^(Ready to upload|No errors)/);
  } finally {
    await opened.close();
  }
});

describe('for everybody', () => {
  onPage('with the keyboard alone', async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');
    // The first stop leads past the head of the page.
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'file');
    assert.ok(await page.evaluate(() => getComputedStyle(document.getElementById('drop')).outlineStyle !== 'none'), 'focus can be seen');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'choose-folder');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'good');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await finished(page);
    // From the samples on through the result, until a finding is reached; then it closes and opens.
    const reached = [];
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.closest('.finding') ? 'finding' : document.activeElement?.id ?? ''));
      if (reached.at(-1) === 'finding') break;
    }
    assert.equal(reached.at(-1), 'finding');
    const open = () => page.evaluate(() => document.activeElement.closest('details').open);
    assert.equal(await open(), true);
    await page.keyboard.press('Enter');
    assert.equal(await open(), false);
    await page.keyboard.press('Space');
    assert.equal(await open(), true);
    await page.locator('#save-answer').focus();
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.equal(file.suggestedFilename(), 'stream-broken.answer.json');
  });

  onPage('for those who listen', async (page) => {
    const input = page.locator('input[type=file]').first();
    assert.equal(await input.getAttribute('webkitdirectory'), null);
    assert.ok(await page.getByLabel('Drop an import file here or choose one').count() === 1, 'the input has a name');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await checkSample(page, 'broken');
    assert.match(await page.locator('[role=status][aria-live=polite]').textContent(), /^Not ready: \d+ errors/);
  });

  for (const [name, options] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ]) {
    onPage(`${name}: nothing sticks out`, async (page) => {
      await picture(page, `page-${name}-idle`, false);
      for (const title of ['good', 'broken']) {
        await checkSample(page, title);
        assert.equal(await sticksOut(page), 0, title);
        await picture(page, `page-${name}-${title}`);
      }
    }, options);
  }
});
