// The page, as it is built, in Chromium: its views, and the editor.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';

import { checked, openEditor, problems, write, written } from './lib/editor.mjs';
import { barriers, browsing, checkSample, finished, picture, samples, sticksOut } from './lib/page.mjs';

const { onPage } = browsing();

const evil = `</code></pre><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'"\`\${1}\u202e`;
const sampleText = (name) => readFileSync(join(samples, name), 'utf8');
const focused = (page) => page.evaluate(() => document.activeElement.id);
const notice = (page) => page.locator('.edit-notice').textContent();

describe('views', () => {
  onPage('are reached by keyboard; focus, title and marks go along', async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'main');
    for (const [name, heading] of [['Edit', 'edit-title'], ['Reference', 'reference-title'], ['Codes', 'codes-title'], ['Compare', 'compare-title'], ['Check', 'check-title']]) {
      await page.getByRole('link', { name, exact: true }).press('Enter');
      await page.waitForFunction((id) => document.activeElement?.id === id, heading);
      assert.deepEqual(await page.locator('#views [aria-current=page]').allTextContents(), [name]);
      assert.equal(await page.locator('h1').count(), 1);
      assert.equal(await page.locator('#check-view').isVisible(), name === 'Check');
    }
    await page.goBack();
    await page.locator('#compare-title').waitFor();
    assert.equal(await page.title(), 'What each platform can hold: chat-preflight');
  });

  onPage('of no name are the check', async (page) => {
    await page.evaluate(() => { location.hash = 'constructor/x'; });
    assert.equal(await page.locator('#drop').isVisible(), true);
  });

  onPage('a check starts in its own view, and is there when one comes back', async (page) => {
    await checkSample(page, 'broken');
    const title = await page.title();
    await openEditor(page);
    await page.getByRole('link', { name: 'Check', exact: true }).click();
    assert.match(await page.locator('#verdict-title').textContent(), /^Not ready/);
    assert.equal(await page.title(), title);
    await page.locator('.overview a, nav a[href^="#code-"]').first().click();
    assert.equal(await page.locator('#verdict-title').isVisible(), true, 'places in the result are no views');
  });

  // What is not about colours is the same in both.
  for (const [colorScheme, rules] of [['light'], ['dark', ['color-contrast']]]) {
    onPage(`have no serious barrier, ${colorScheme}`, async (page) => {
      for (const address of ['check', 'edit', 'reference/stream/message', 'codes/too-long', 'compare']) {
        await page.evaluate((hash) => { location.hash = hash; }, address);
        await page.locator(address === 'check' ? '#check-title' : `#${address.split('/')[0]}-title`).waitFor();
        if (address === 'edit') await checked(page, /^Not ready/);
        assert.deepEqual(await barriers(page, rules), [], address);
      }
      await page.getByRole('link', { name: 'Check', exact: true }).click();
      await checkSample(page, 'broken');
      assert.deepEqual(await barriers(page, rules), [], 'a result');
    }, { colorScheme });
  }

  onPage('fit on a phone', async (page) => {
    for (const address of ['edit', 'reference/cometchat/message', 'codes', 'compare']) {
      await page.evaluate((hash) => { location.hash = hash; }, address);
      await page.locator(`#${address.split('/')[0]}-title`).waitFor();
      if (address === 'edit') await checked(page, /^Not ready/);
      assert.equal(await sticksOut(page), 0, address);
      await picture(page, `page-phone-${address.split('/')[0]}`, false);
    }
  }, { viewport: { width: 390, height: 844 } });
});

describe('the editor', () => {
  onPage('shows what is wrong while one writes', async (page, { later }) => {
    await openEditor(page);
    await checked(page, /^Not ready: 14 errors/);
    assert.ok((await problems(page)).includes('reserved-field'));
    const before = later().length;
    await write(page, '{"type":"user","data":{"id":"ann","online":true}}\n{"type":"user","data":{"id":"bob 1"}}\n');
    await checked(page, /^Not ready: 2 errors/);
    assert.deepEqual(await problems(page), ['reserved-field', 'invalid-characters']);
    assert.deepEqual(await page.locator('.cm-lintRange-error').allTextContents(), ['"online"', '"bob 1"']);
    assert.equal(await page.locator('.cm-lint-marker-error').count(), 2);
    await page.locator('.cm-lintRange-error').first().hover();
    const tip = page.locator('.cm-tooltip-lint');
    await tip.waitFor();
    assert.match(await tip.textContent(), /online is a reserved field/);
    assert.equal(await tip.getByRole('link').getAttribute('href'), '#codes/reserved-field');
    await picture(page, 'page-edit-hover', false);
    await write(page, '{"type":"user","data":{"id":"ann","online":1}}\n'.repeat(300));
    await checked(page, /^Not ready: \d{3} errors/);
    assert.match(await page.locator('.problems li').last().textContent(), /^and \d{3} more$/);
    await write(page, '{"type":"user","data":{"id":"ann"}}\n');
    await checked(page, /^Ready to upload/);
    assert.equal(await page.locator('.cm-lintRange').count(), 0);
    assert.deepEqual(later().slice(before), [], 'nobody is asked');
  });

  onPage('problems lead to their places, by keyboard too', async (page) => {
    await openEditor(page);
    await write(page, '{"type":"user","data":{"id":"ann"}}\n{"type":"user","data":{"id":"日本 🔧","role":7}}\n');
    await checked(page, /^Not ready: 2 errors/);
    await page.locator('.problem').last().press('Enter');
    await page.waitForFunction(() => document.activeElement?.className === 'editor');
    await page.keyboard.type('8');
    await checked(page, /^Not ready/);
    assert.match(await written(page), /"role":87\}/, 'the cursor is in front of the value');
    await page.locator('.cm-content').press('Home');
    await page.keyboard.press('F8');
    await page.keyboard.press('Delete');
    // Tab is not caught: it leads on.
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'problem');
    assert.doesNotMatch(await written(page), /日本/);
  });

  onPage('a fix is made at its place, whatever characters stand in front of it', async (page) => {
    await openEditor(page);
    const text = '{"type":"user","data":{"id":"ann","name":"🔧 é \u202e",}}\n';
    await write(page, text);
    await checked(page, /^Not ready: 1 error/);
    const fix = page.getByRole('button', { name: 'remove the trailing comma' });
    await fix.click();
    await checked(page, /^Ready to upload/);
    assert.equal(await written(page), text.replace(',}', '}'));
    await page.locator('.cm-content').press('Control+z');
    await checked(page, /^Not ready: 1 error/);
    await page.locator('.cm-lintRange-error').hover();
    await page.locator('.cm-diagnosticAction').click();
    await checked(page, /^Ready to upload/);
    assert.equal(await written(page), text.replace(',}', '}'));
  });

  onPage('knows the fields of the place', async (page) => {
    await openEditor(page);
    const options = page.locator('.cm-tooltip-autocomplete li .cm-completionLabel');
    const offered = async (platform, text, back) => {
      await write(page, text);
      await page.waitForFunction((name) => document.querySelector('#edit-platform').selectedOptions[0].text === `auto: ${name}`, platform);
      for (let step = 0; step < back; step += 1) await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Control+Space');
      await options.first().waitFor();
      const all = await options.allTextContents();
      await page.keyboard.press('Escape');
      return all;
    };
    const message = await offered('Stream', '{"type":"message","data":{"id":"m1", }}', 2);
    for (const name of ['parent_id', 'created_at', 'attachments']) assert.ok(message.includes(name), `${name} of ${message}`);
    for (const name of ['id', 'push_provider_type', 'updated_at']) assert.ok(!message.includes(name), name);
    assert.deepEqual(await offered('Stream', '{"type":"device","data":{"push_provider_type":""}}', 3), ['apn', 'firebase', 'huawei', 'xiaomi']);
    const user = await offered('TalkJS', '{"method":"PUT","path":"/v1/{appId}/users","body":{"ann":{"name":"Ann", }}}', 3);
    for (const name of ['email', 'photoUrl']) assert.ok(user.includes(name), `${name} of ${user}`);
    // What is chosen is written with its quotes and its colon.
    await page.locator('#edit-platform').selectOption('stream');
    await write(page, '{"type":"message","data":{"id":"m1"');
    await checked(page, /^Not ready: /);
    await page.keyboard.type(',"par');
    await options.filter({ hasText: 'parent_id' }).first().waitFor();
    await page.waitForTimeout(100);
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('"m0"');
    assert.equal(await written(page), '{"type":"message","data":{"id":"m1","parent_id": "m0"');
  });

  onPage('reads the document as what one chooses', async (page) => {
    await openEditor(page);
    await write(page, '[{"name":"ann","displayName":"Ann"}]');
    await checked(page, /./);
    await page.locator('#edit-platform').selectOption('chatkitty');
    await page.locator('#edit-resource').selectOption('users');
    await checked(page, /ChatKitty|Ready/);
    assert.deepEqual(await page.locator('#edit-dialect option').allTextContents().then((all) => all.slice(1)), ['camel', 'snake']);
    await page.locator('#edit-platform').selectOption('stream');
    await checked(page, /Stream|Not/);
    assert.equal(await page.locator('#edit-resource').isVisible(), false);
  });

  onPage('opens every sample, and what the check has read', async (page) => {
    await openEditor(page);
    const options = await page.locator('#edit-sample option').evaluateAll((all) => all.slice(1).map(({ value, parentElement, textContent }) =>
      [value, parentElement.label, textContent]));
    assert.ok(options.length >= 12);
    for (const [value, platform, title] of options) {
      await page.locator('#edit-sample').selectOption(value);
      await page.waitForFunction((name) => document.querySelector('#edit-platform').selectedOptions[0].text === `auto: ${name}`, platform);
      await checked(page, title.startsWith('good') ? /^(Ready|No errors)/ : /^Not ready/);
    }
    await page.getByRole('link', { name: 'Check', exact: true }).click();
    await checkSample(page, 'broken', 'TalkJS');
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    await page.locator('#edit-title').waitFor();
    assert.equal(await written(page), sampleText('talkjs-broken.jsonl'));
    await page.waitForFunction(() => document.querySelector('#edit-platform').selectedOptions[0].text === 'auto: TalkJS');
  });

  onPage('changes no byte that nobody changed, and refuses what it would change', async (page) => {
    await openEditor(page);
    const open = (name, buffer) => page.locator('#edit-file').setInputFiles({ name, mimeType: 'application/json', buffer });
    const odd = Buffer.from('\ufeff{"type":"user","data":{"id":"ann"}}\r\n\r\n{"type":"user",\u2028"data":{"id":"b\u0000b"}}\n');
    await open('odd.jsonl', odd);
    await page.locator('.problems [data-code="byte-order-mark"]').waitFor();
    assert.deepEqual(Buffer.from(await written(page)), odd);
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"type":"user","data":{"id":"dropped"}}'], 'dropped.jsonl'));
      return data;
    });
    await page.locator('.cm-content').dispatchEvent('drop', { dataTransfer: dropped });
    await checked(page, /^Ready to upload/);
    assert.equal(await written(page), '{"type":"user","data":{"id":"dropped"}}');
    await page.locator('.cm-content').press('Control+z');
    await page.locator('.problems [data-code="byte-order-mark"]').waitFor();
    await open('large.jsonl', Buffer.alloc(1_000_001, '\n'));
    await page.locator('.edit-notice p').waitFor();
    assert.match(await notice(page), /^Not opened\. large\.jsonl has 1\.0 MB; the editor takes 1\.0 MB\./);
    await open('latin.jsonl', Buffer.from('{"type":"user","data":{"id":"é"}}\n', 'latin1'));
    await page.locator('.edit-notice').filter({ hasText: 'UTF-8' }).waitFor();
    assert.deepEqual(Buffer.from(await written(page)), odd);
    await page.getByRole('button', { name: 'Check it instead' }).click();
    await finished(page);
    assert.equal(await page.locator('.facts .name').textContent(), 'latin.jsonl');
  });

  onPage('markup in a document is text', async (page) => {
    await openEditor(page);
    await write(page, JSON.stringify({ type: 'user', data: { id: evil, [evil]: evil, online: evil, role: [evil] } }));
    await checked(page, /^Not ready/);
    await page.locator('.cm-lintRange-error').first().hover();
    await page.locator('.cm-tooltip-lint').waitFor();
    await page.waitForTimeout(200);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('main script, main img:not(.cm-widgetBuffer), main iframe').count(), 0);
    assert.match(await page.locator('.problems').textContent(), /<script>/);
    assert.equal(await sticksOut(page), 0);
  });
});

describe('links', () => {
  const clipboard = (context) => context.grantPermissions(['clipboard-read', 'clipboard-write']);

  onPage('bring a document and the choice to another tab', async (page, { later }) => {
    await openEditor(page);
    const text = `[{"name":"ann 🔧","displayName":${JSON.stringify(evil)}}]\r\n`;
    await write(page, text);
    await page.locator('#edit-platform').selectOption('chatkitty');
    await page.locator('#edit-resource').selectOption('users');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.locator('.edit-notice input').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, await page.locator('.edit-notice input').inputValue());
    assert.match(link, /\/some\/sub\/path\/#edit\/chatkitty\.users\.auto\/[\w-]+$/);
    const other = await page.context().newPage();
    await other.goto(link);
    await checked(other, /./);
    assert.equal(await written(other), text);
    assert.deepEqual(await other.locator('#edit-platform, #edit-resource').evaluateAll((all) => all.map(({ value }) => value)), ['chatkitty', 'users']);
    assert.equal(await other.evaluate(() => window.hacked), undefined);
    assert.equal(other.url(), link, 'as long as nothing is changed, reloading brings it back');
    await other.locator('.cm-content').press('x');
    assert.match(other.url(), /#edit$/);
    assert.ok(later().every((url) => !url.includes('chatkitty')), 'what is behind the # is not sent');
  }, {}, clipboard);

  onPage('that would be too long are not made', async (page) => {
    await openEditor(page);
    let seed = 7;
    const noise = Array.from({ length: 40_000 }, () => (seed = (seed * 48271) % 2147483647).toString(36)).join('').slice(0, 60_000);
    await write(page, noise);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.locator('.edit-notice p').waitFor();
    assert.match(await notice(page), /^No link\. The document is too long for a link: packed it has \d+ characters, a link takes 32000\./);
  });

  onPage('that are broken say so', async (page) => {
    await openEditor(page);
    const before = await written(page);
    const bomb = 'stream.auto.auto/' + await page.evaluate(async () => {
      const packed = await new Response(new Blob([new Uint8Array(8_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer();
      return btoa(String.fromCharCode(...new Uint8Array(packed))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    });
    for (const [rest, message] of [
      ['stream.auto.auto/q1YqVrJSSs', /damaged/],
      ['stream.auto.auto/!!!', /damaged: it has characters/],
      ['stream.auto.auto', /damaged/],
      ['slack.auto.auto/AwA', /not known here/],
      ['stream.users.auto/AwA', /not known here/],
      ['constructor.auto.auto/AwA', /not known here/],
      ['<img src=x onerror=alert(1)>', /damaged/],
      ['%E0%A4%A', /damaged/],
      [bomb, /larger than the 1000000 bytes/],
    ]) {
      await page.evaluate(() => document.querySelector('.edit-notice').replaceChildren());
      await page.evaluate((hash) => { location.hash = hash; }, `edit/${rest}`);
      await page.locator('.edit-notice p').waitFor();
      assert.match(await notice(page), /^This link cannot be opened\. /, rest);
      assert.match(await notice(page), message, rest);
    }
    assert.equal(await written(page), before, 'what was there stays');
  });
});
