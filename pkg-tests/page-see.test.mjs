// The page shows what a check found: filters, long lists, items, pictures, files to save; for everybody.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe } from 'node:test';
import { gzipSync } from 'node:zlib';

import { faulty, jsonl, says, shown } from './lib/findings-list.mjs';
import {
  barriers, browsing, checkFiles, checkSample, download, finished, groups, picture, sticksOut,
} from './lib/page.mjs';

const shared = browsing();
const { onPage } = shared;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('findings', () => {
  onPage('are filtered by what they are, and what is shown is counted', async (page, { later }) => {
    await checkSample(page, 'broken');
    const all = await groups(page);
    const total = Object.values(all).reduce((sum, count) => sum + Number(count), 0);
    assert.equal(await shown(page), `${total} findings`);

    await page.getByLabel('Severity').selectOption('warning');
    await says(page, `2 of ${total} findings`);
    assert.deepEqual(await groups(page), { 'unknown-reference': '1 of 1', 'invalid-characters': '1 of 1' });
    assert.equal(await page.locator('#status').textContent(), `2 of ${total} findings`, 'it is said, too');
    // The first of each group is open here as well.
    await page.locator('#code-unknown-reference .finding[open] mark').waitFor();

    await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
    await says(page, `${total} findings`);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'find', 'the keyboard keeps its place');
    assert.deepEqual(await groups(page), all);

    for (const [label, value, expected] of [['Kind', 'reaction', ['missing-field', 'invalid-characters']], ['Code', 'bad-timestamp', ['bad-timestamp']]]) {
      await page.getByLabel(label, { exact: true }).selectOption(value);
      await page.locator('.shown', { hasText: ' of ' }).waitFor();
      assert.deepEqual(Object.keys(await groups(page)), expected, label);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await says(page, `${total} findings`);
    }

    // In the message, in the path, in the code; in whatever case.
    for (const [text, codes] of [['no such text', []], ['tomas-WEBER', ['unknown-reference']], ['asset_url', ['insecure-url']], ['too-l', ['too-long']]]) {
      await page.getByLabel('Search').fill(text);
      await page.waitForFunction((wanted) =>
        [...document.querySelectorAll('.group')].map((group) => group.dataset.code).join() === wanted, codes.join());
      assert.equal(await shown(page), `${codes.length} of ${total} findings`, text);
    }
    assert.deepEqual(later(), []);
  });

  onPage('are sorted by how bad, how many, and where', async (page) => {
    await checkFiles(page, [jsonl('few.jsonl', [
      { type: 'user', data: { id: 'a b' } }, ...faulty(3).map((item) => JSON.stringify(item)), { type: 'user', data: { id: 'c', surname: 1 }, more: 1 },
      { type: 'user', data: { id: 'x'.repeat(300) } },
    ])]);
    const places = () => page.locator('.group').evaluateAll((all) => all.map((group) =>
      [group.dataset.severity, Number(group.querySelector('header .count').textContent), Number(/line (\d+)/.exec(group.querySelector('.place').textContent)[1])]));
    const order = async (value) => {
      await page.getByLabel('Order').selectOption(value);
      await page.waitForTimeout(100);
      return places();
    };
    const rank = { error: 0, warning: 1, info: 2 };
    for (const [value, column] of [['count', ([, count]) => -count], ['place', ([, , line]) => line], ['severity', ([severity]) => rank[severity]]]) {
      const keys = (await order(value)).map(column);
      assert.ok(keys.length >= 3, 'several groups');
      assert.deepEqual(keys, [...keys].sort((a, b) => a - b), value);
    }
  });

  onPage('of several files: by file', async (page) => {
    await checkFiles(page, [jsonl('one.jsonl', faulty(2)), jsonl('two.jsonl', faulty(2).map((item) => ({ ...item, data: { ...item.data, id: `${item.data.id}-two` } })))]);
    await page.getByLabel('File', { exact: true }).selectOption('two.jsonl');
    await page.locator('.shown', { hasText: ' of ' }).waitFor();
    for (const place of await page.locator('.place').allTextContents()) assert.match(place, /^two\.jsonl, /);
  });

  onPage('of a file that is all of one channel: of which is said', async (page) => {
    const message = { message_type: 'MESG', user_id: 'ann', message: 'hi', timestamp: 1_700_000_000_000, dedup_id: 'a' };
    await checkFiles(page, [
      jsonl('channels.json', [{ channel_url: 'room', name: 'Room', user_ids: ['ann'] }]),
      jsonl('messages.json', [{ messages: [message] }]),
    ]);
    await page.getByLabel('Channel', { exact: true }).fill('elsewhere');
    await page.keyboard.press('Enter');
    await page.locator('#code-unknown-reference', { hasText: 'the channel "elsewhere"' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.value), 'elsewhere', 'the keyboard keeps its place');
    await picture(page, 'page-of-a-channel', false);
    await page.getByLabel('Channel', { exact: true }).fill(' room ');
    await page.keyboard.press('Enter');
    await page.locator('#verdict-title', { hasText: 'Ready to' }).waitFor();
  });

  onPage('show the item, the rule, the basis and the mend', async (page) => {
    await checkSample(page, 'broken');
    const first = page.locator('#code-too-long .finding').first();
    const item = await first.locator('pre').first().textContent();
    assert.equal(JSON.parse(item).data.name, 'Escalated', 'the whole item');
    assert.match(item, /^\{\n {2}"type": "channel",\n {2}"data": \{\n {4}"id": "support-/);
    assert.match(await first.textContent(), /To do: shorten.*Documented: the platform's documentation/s);
    // What is missing is missed in its object.
    const lacking = page.locator('#code-missing-field .finding').first();
    assert.match(await lacking.locator('mark').first().textContent(), /^\{\n.*"message_id": "m-0002"/s);
    // What is no JSON is shown as it stands.
    assert.match(await page.locator('#code-malformed-json .finding pre').first().textContent(), /before\.jpg" "title"/);
    const fixed = page.locator('.finding', { hasText: 'Safe fix: ' });
    assert.ok(await fixed.count() > 0);
    const about = page.locator('#code-too-long .about');
    await about.locator('summary').click();
    const terms = await about.locator('dt').allTextContents();
    assert.deepEqual(terms, ['What', 'Why', 'Bad', 'Good', 'Source']);
    assert.match(await about.locator('a').getAttribute('href'), /^https:\/\//);
    const addressed = page.url();
    await page.locator('.overview a', { hasText: 'malformed-json' }).press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'code-malformed-json-title');
    assert.equal(page.url(), addressed, 'the address stays what it is');
  });

  onPage('in a long array, on one line, in gzip: the item and no more of it', async (page) => {
    const items = Array.from({ length: 400 }, (_, index) => ({ type: 'user', item: { id: `u${index}`, note: '\\"]}{', online: index === 300, tags: [['x', { online: 1 }]] } }));
    for (const [name, buffer] of [['array.json', Buffer.from(JSON.stringify(items))], ['array.json.gz', gzipSync(JSON.stringify(items))]]) {
      await checkFiles(page, [{ name, mimeType: 'application/json', buffer }]);
      const group = page.locator('#code-reserved-field');
      await group.getByRole('button', { name: /^Show/ }).click();
      await group.locator('summary', { hasText: 'item 77, ' }).click();
      const open = group.locator('.finding', { hasText: 'item 77, ' });
      assert.deepEqual(JSON.parse(await open.locator('pre').textContent()), items[77], name);
      assert.equal(await open.locator('mark').textContent(), '"online":false');
    }
  });
});

describe('files to save', () => {
  onPage('the report and its findings, whole', async (page) => {
    await checkFiles(page, [jsonl('many.jsonl', faulty(1500))]);
    await page.getByRole('button', { name: 'Show all 1650' }).click();
    await says(page, '1650 findings');
    const report = (await download(page, 'Download report')).bytes.toString('utf8');
    const parsed = JSON.parse(report);
    assert.equal(parsed.findings.length, 1650);
    assert.equal(report, `${JSON.stringify(parsed, null, 2)}\n`, 'one text, as if it had been written at once');
    const lines = await download(page, 'Download findings');
    assert.equal(lines.name, 'many.findings.jsonl');
    assert.deepEqual(lines.bytes.toString('utf8').trimEnd().split('\n').map((line) => JSON.parse(line)), parsed.findings);
  });
});

describe('pictures', () => {
  const message = (index, day) => ({
    type: 'message', data: { id: `m${index}`, channel_type: 'messaging', channel_id: 'general', user: 'ann', type: 'regular', text: 'x', created_at: `${day}T00:00:00Z` },
  });
  const start = [{ type: 'user', data: { id: 'ann' } }, { type: 'channel', data: { id: 'general', type: 'messaging', created_by: 'ann' } }];

  onPage('a wrong unit of time and a hole can be seen and read', async (page, { later }) => {
    const days = ['1970-01-20', '2023-05-01', '2023-05-02', '2023-05-02', '2023-08-01'];
    await checkFiles(page, [jsonl('time.jsonl', [...start, ...days.map((day, index) => message(index, day))])]);
    const timeline = page.locator('#timeline');
    assert.equal(await timeline.locator('.said').textContent(), '5 messages from 1970-01-20 to 2023-08-01; longest without any: 19458 days from 1970-01-21 on.');
    const bars = await timeline.locator('path').getAttribute('d');
    assert.equal(bars.match(/M/g).length, 2, 'one bar at each end');
    await timeline.getByText('The numbers').click();
    assert.deepEqual((await timeline.locator('tbody td:last-child').allTextContents()).map(Number), [1, 4]);
    // The keyboard looks closer, and back.
    const from = timeline.getByLabel('From');
    await from.focus();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('#timeline .said').textContent.startsWith('4 messages'));
    assert.equal(await timeline.locator('.said').textContent(), '4 messages from 2023-05-01 to 2023-08-01; longest without any: 90 days from 2023-05-03 on.');
    assert.equal(await timeline.locator('tbody').count(), 0, 'old numbers are gone');
    await timeline.getByRole('button', { name: 'All time' }).press('Enter');
    assert.match(await timeline.locator('.said').textContent(), /^5 messages/);
    assert.deepEqual(later(), []);
  });

  onPage('a message without a time is not forgotten', async (page) => {
    await checkFiles(page, [jsonl('time.jsonl', [...start, message(1, '2023-05-01'), message(2, 'soon')])]);
    assert.equal(await page.locator('#timeline .said').textContent(), '1 message, of 2023-05-01. 1 more without a time that can be read.');
  });

  /** Twenty days with a message each, of which every third has a fault; and a user with one, who is of no day. */
  const dated = jsonl('dated.jsonl', [{ type: 'user', data: { id: 'bob', role: 7 } }, ...start,
    ...Array.from({ length: 20 }, (_, index) => {
      const one = message(index, `2023-05-${String(index + 1).padStart(2, '0')}`);
      return index % 3 === 0 ? { ...one, data: { ...one.data, text: 7 } } : one;
    })]);
  const daysShown = (page) => page.locator('#code-wrong-type .message').allTextContents();

  onPage('a range of time shows only the findings of its messages: with the mouse', async (page, { later }) => {
    await checkFiles(page, [dated]);
    const timeline = page.locator('#timeline');
    assert.match(await timeline.locator('.said').textContent(), /Choose a range to see only its findings\.$/);
    await says(page, '8 findings');
    const plot = await timeline.locator('.plot').boundingBox();
    // From the middle of the fourth day to that of the tenth.
    await page.mouse.move(plot.x + plot.width * 3.5 / 20, plot.y + 20);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width * 9.5 / 20, plot.y + 30, { steps: 3 });
    await page.mouse.up();
    const said = '3 of 8 findings: those about messages from 2023-05-04 to 2023-05-10; 1 of the others is not about a message with a time';
    await says(page, said);
    assert.equal(await page.locator('#status').textContent(), said, 'it is said, too');
    assert.equal((await daysShown(page)).length, 3);
    assert.equal(await timeline.locator('.said').textContent(), '7 messages from 2023-05-04 to 2023-05-10.', 'the picture looks closer');
    assert.equal(await page.getByLabel('First day').inputValue(), '2023-05-04');
    // Together with another filter, and without it again.
    await page.getByLabel('Kind').selectOption('user');
    await page.locator('.shown', { hasText: '0 of 8 findings' }).waitFor();
    await page.getByLabel('Kind').selectOption('');
    await says(page, said);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await says(page, '8 findings');
    assert.match(await timeline.locator('.said').textContent(), /^20 messages/, 'the picture knows of it');
    assert.equal(await page.getByLabel('First day').inputValue(), '2023-05-01');
    assert.deepEqual(later(), []);
  });

  onPage('a range of time shows only the findings of its messages: with the keyboard', async (page, { later }) => {
    await checkFiles(page, [dated]);
    const timeline = page.locator('#timeline');
    await page.getByLabel('Last day').fill('2023-05-04');
    await says(page, '2 of 8 findings: those about messages from 2023-05-01 to 2023-05-04; .*');
    await page.getByLabel('First day').fill('2023-05-02');
    await says(page, '1 of 8 findings: those about messages from 2023-05-02 to 2023-05-04; .*');
    await page.getByLabel('First day').focus();
    await page.keyboard.press('Escape');
    await says(page, '8 findings');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'timeline-first', 'the keyboard keeps its place');
    // What is no range, or holds nothing, changes nothing, and that is said.
    await page.getByLabel('Last day').fill('2023-05-03');
    await says(page, '1 of 8 findings: .*');
    await page.getByLabel('First day').fill('2023-05-04');
    assert.equal(await timeline.locator('.said').textContent(), 'The last day is before the first.');
    await says(page, '1 of 8 findings: .*');
    await timeline.getByRole('button', { name: 'All time' }).press('Enter');
    await says(page, '8 findings');
    // The thumbs do the same.
    await timeline.getByLabel('To', { exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    await says(page, '7 of 8 findings: those about messages from 2023-05-01 to 2023-05-19; .*');
    await picture(page, 'page-range-of-time');
    assert.deepEqual(await barriers(page), []);
    assert.deepEqual(later(), []);
  });

  onPage('a range of time filters several rows of one request', async (page) => {
    const row = (id, day, more) => ({ message_id: id, type: 'MESG', user_id: 'ann', message: 'x', timestamp: Date.parse(`2023-05-0${day}T12:00:00Z`), ...more });
    const body = { messages: [row(1, 1, { message: 7 }), row(2, 2), row(3, 3, { message: 8 })] };
    await checkFiles(page, [jsonl('sendbird.jsonl', [{ method: 'POST', path: '/v3/migration/room', body }])]);
    const all = Object.values(await groups(page)).reduce((sum, count) => sum + Number(count), 0);
    await page.getByLabel('First day').fill('2023-05-03');
    await page.locator('.shown', { hasText: ` of ${all} findings: those about messages of 2023-05-03` }).waitFor();
    assert.deepEqual((await groups(page))['wrong-type'], '1 of 2');
  });

  onPage('all findings of what is looked at can be asked for', async (page, { later }) => {
    // More of one code than are listed at first, on the first day and on the second.
    const many = Array.from({ length: 240 }, (_, at) => {
      const one = message(at, at < 60 ? '2023-05-01' : '2023-05-02');
      if (at % 2 === 0) one.data.html = at;
      return one;
    });
    await checkFiles(page, [jsonl('many.jsonl', [...faulty(1), ...start, ...many])]);
    await page.getByLabel('First day').fill('2023-05-02');
    await page.getByLabel('Search').fill('html');
    await page.getByLabel('Code', { exact: true }).selectOption('wrong-type');
    await page.getByLabel('Order').selectOption('place');
    await page.locator('.shown', { hasText: /listed, of .*: those about messages of 2023-05-02/ }).waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await says(page, '90 of .* findings: those about messages of 2023-05-02; .*');
    assert.equal(await page.getByLabel('Search').inputValue(), 'html');
    assert.equal(await page.getByLabel('Code', { exact: true }).inputValue(), 'wrong-type');
    assert.equal(await page.getByLabel('Order').inputValue(), 'place');
    assert.equal(await page.getByLabel('First day').inputValue(), '2023-05-02');
    assert.match(await page.locator('#timeline .said').textContent(), /^180 messages on 2023-05-02/);
    await page.getByRole('button', { name: 'All time' }).click();
    await says(page, '120 of .* findings');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await says(page, '[0-9]+ findings');
    assert.deepEqual(later(), []);
  });

  onPage('all findings of a range of the file can be asked for', async (page) => {
    await checkFiles(page, [jsonl('many.jsonl', faulty(300))]);
    const along = page.locator('#along');
    await along.getByLabel('To').focus();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('PageDown');
    await page.locator('.shown', { hasText: /listed, of 330 findings/ }).waitFor();
    const to = await along.getByLabel('To').inputValue();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('.shown', { hasText: / of 330 findings$/ }).waitFor();
    assert.equal(await along.getByLabel('To').inputValue(), to);
    await along.getByRole('button', { name: 'Whole file' }).click();
    await says(page, '330 findings');
  });

  onPage('a range of the file shows only its findings', async (page) => {
    await checkFiles(page, [jsonl('many.jsonl', faulty(90))]);
    const along = page.locator('#along');
    const plot = await along.locator('.plot').boundingBox();
    await page.mouse.move(plot.x + plot.width * 0.75, plot.y + 20);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width - 2, plot.y + 30, { steps: 3 });
    await page.mouse.up();
    await page.locator('.shown', { hasText: ' of 99 findings' }).waitFor();
    const first = await page.locator('.group .place').first().textContent();
    assert.ok(Number(/line (\d+)/.exec(first)[1]) > 60, first);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await says(page, '99 findings');
    assert.match(await along.locator('.said').textContent(), /^99 findings/, 'the picture knows of it');
    // The same with the keyboard.
    await along.getByLabel('To').focus();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('PageDown');
    await page.locator('.shown', { hasText: ' of 99 findings' }).waitFor();
    await along.getByRole('button', { name: 'Whole file' }).press('Enter');
    await says(page, '99 findings');
  });

  onPage('channels, senders and custom data are counted on demand', async (page, { later }) => {
    const evil = '<img src=x onerror="window.hacked = 1">';
    const large = message(3, '2024-01-01');
    large.data.note = 'x'.repeat(6000);
    large.data.user = evil;
    await checkFiles(page, [jsonl('who.jsonl', [...start, message(1, '2024-01-01'), message(2, '2024-01-02'), large])]);
    await page.getByRole('button', { name: 'Count them' }).press('Enter');
    await page.locator('.bar-table').first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'survey-title', 'the keyboard keeps its place');
    assert.match(await page.locator('#status').textContent(), /^3 messages\./);
    const tables = await page.locator('.bar-table').evaluateAll((all) => Object.fromEntries(all.map((table) =>
      [table.caption.textContent, [...table.tBodies[0].rows].map((row) => [row.cells[0].textContent, row.cells[1].textContent])])));
    assert.deepEqual(tables, {
      'Messages by channel': [['messaging:general', '3 100.0%']],
      'Messages by sender': [['ann', '2 66.7%'], [evil, '1 33.3%']],
      'Custom data of messages': [['none', '2'], ...[64, 128, 256, 512, 1024, 2048, 4096].map((size) => [`up to ${size}`, '0']), ['up to 8192', '1']],
    });
    assert.equal(await page.locator('.survey .over').last().textContent(), 'The largest has 6011 bytes, in line 5; Stream allows 5120.');
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    // What was checked can still be read back.
    await page.locator('.finding[open] mark').first().waitFor();
    assert.deepEqual(later(), []);
  });
});

describe('a check that runs', () => {
  onPage('is on screen at once', async (page) => {
    // Counted in frames, which a slow machine makes longer, not more.
    const shown = page.evaluate(() => new Promise((resolve) => {
      document.querySelector('input[type=file]').addEventListener('change', () => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(!document.querySelector('#progress').hidden)));
      }, { capture: true });
    }));
    await page.locator('input[type=file]').first().setInputFiles([jsonl('few.jsonl', faulty(2000))]);
    assert.equal(await shown, true);
    await finished(page);
  });
});

describe('for everybody', () => {
  for (const scheme of ['light', 'dark']) {
    onPage(`${scheme}: axe finds nothing serious`, async (page) => {
      await checkSample(page, 'broken');
      await page.locator('details.about summary').first().click();
      await page.locator('.data summary').first().click();
      await page.getByRole('button', { name: 'Count them' }).click();
      await page.locator('.bar-table').first().waitFor();
      await page.getByLabel('Severity').selectOption('error');
      await page.locator('.shown', { hasText: ' of ' }).waitFor();
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`), []);
      await picture(page, `page-see-${scheme}`, false);
    }, { colorScheme: scheme });
  }

  onPage('phone: nothing sticks out', async (page) => {
    await checkFiles(page, [jsonl('many.jsonl', faulty(300))]);
    await page.getByText('The numbers').first().click();
    assert.equal(await sticksOut(page), 0);
    await picture(page, 'page-see-phone', false);
  }, { viewport: { width: 390, height: 844 } });

  onPage('markup in every field is text, in the controls and in the pictures, too', async (page) => {
    const evil = `</option></text><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'"`;
    const user = { type: 'user', data: { id: evil, role: evil, name: [evil], created_at: evil, online: evil, [evil]: evil } };
    const name = evil.replaceAll('/', '_');
    await checkFiles(page, [jsonl(`${name}.jsonl`, [user, user]), jsonl(`2${name}.jsonl`, [user, { type: evil, data: { [evil]: evil } }])]);
    await page.getByLabel('Search').fill('<script>');
    await page.locator('.shown', { hasText: ' of ' }).waitFor();
    await page.getByText('The numbers').first().click();
    await page.locator('details').evaluateAll((all) => { for (const one of all) one.open = true; });
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('main script, main img, main iframe').count(), 0);
    assert.match(await page.locator('#by-source').textContent(), /<script>/);
    assert.match(await page.locator('.found mark').first().textContent(), /<script>|&lt;/);
  });
});
