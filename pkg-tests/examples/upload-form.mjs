// The upload form, built with Vite, in a real browser: what stands in a file is text, and nothing wrong is sent.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { addExample } from '../lib/examples.mjs';
import { root } from '../lib/package.mjs';
import { launch, open, serve } from '../lib/page.mjs';

const GOOD = '{"type":"user","data":{"id":"ann"}}\n';
const EVIL = `"><img src=x onerror="alert(1)"><script>alert(2)</script></li>{{7*7}}\u202e`;

const file = (name, text) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
const users = (...all) => all.map((data) => `${JSON.stringify({ type: 'user', data })}\n`).join('');

describe('the upload form', () => {
  let server;
  let browser;
  before(async () => {
    const folder = addExample('upload-form');
    execFileSync(process.execPath, [join(root, 'www/node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], { cwd: folder });
    server = await serve(() => join(folder, 'dist'));
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** A test on a fresh page; `posts` are the bodies that its form has sent. */
  function onPage(name, work, { complaints = [], prepare = () => {} } = {}) {
    test(name, async () => {
      const posts = [];
      const opened = await open(browser, server, {}, async (context) => {
        await context.route('**/upload', (route, request) => {
          posts.push(request.postData());
          return route.fulfill({ body: 'thank you' });
        });
        await prepare(context);
      });
      try {
        await work(pageOf(opened.page), posts, opened);
        assert.deepEqual(opened.complaints.filter((one) => !complaints.some((known) => known.test(one))), []);
      } finally {
        await opened.close();
      }
    });
  }

  /** What a person does and sees there. */
  function pageOf(page) {
    const verdict = page.locator('#verdict');
    return {
      page,
      choose: (...files) => page.getByLabel('Import file').setInputFiles(files),
      verdict: async (wanted) => {
        await verdict.filter({ hasText: wanted }).waitFor({ timeout: 20_000 });
        return verdict.textContent();
      },
      findings: () => page.locator('#findings li').allTextContents(),
      open: () => page.getByRole('button', { name: 'Upload' }).isEnabled(),
      upload: () => page.getByRole('button', { name: 'Upload' }).click(),
    };
  }

  onPage('sends nothing before it is checked, and then the file as it is', async (form, posts, { later }) => {
    assert.equal(await form.open(), false);
    await form.choose(file('good.jsonl', GOOD));
    assert.equal(await form.verdict('can be uploaded'), 'good.jsonl can be uploaded.');
    assert.deepEqual(await form.findings(), []);
    assert.ok(later().every((url) => url.startsWith(server.url)), 'the check asks somebody');
    await form.upload();
    await form.page.waitForURL('**/upload');
    assert.equal(posts.length, 1);
    assert.match(posts[0], /name="file"; filename="good\.jsonl"\r\n[^]*\{"type":"user","data":\{"id":"ann"\}\}/);
  });

  onPage('shows what is wrong as text, whatever it is', async (form, posts) => {
    await form.choose(file(`${EVIL.replaceAll('/', '∕')}.jsonl`, users({ id: EVIL }, { id: 'ann', role: EVIL, created_at: EVIL })));
    assert.ok((await form.verdict('has errors')).startsWith('"><img src=x onerror='));
    const [first, second] = await form.findings();
    assert.match(first, /^error, line 1, column 29: user\.id .*<img src=x onerror=/);
    assert.match(second, /^error, line 2, column \d+: user\.created_at .*<script>alert\(2\)<\/script>/);
    assert.equal(await form.open(), false);
    assert.equal(await form.page.locator('img, #findings *:not(li), #verdict *').count(), 0);
    assert.deepEqual(posts, []);
  });

  onPage('puts errors first and few findings of many', async (form) => {
    const warned = Array.from({ length: 15 }, (_, number) => ({ id: `user-${number}`, blocked_user_ids: [`none-${number}`] }));
    await form.choose(file('many.jsonl', users(...warned, { id: 'a b' })));
    assert.match(await form.verdict('has errors'), /These are the first 10 of 16 findings\.$/);
    const shown = await form.findings();
    assert.deepEqual([shown.length, shown[0].split(',')[0], shown[1].split(',')[0]], [10, 'error', 'warning']);
  });

  onPage('goes by the file that was chosen last', async (form) => {
    const large = users(...Array.from({ length: 60_000 }, (_, number) => ({ id: `user ${number}` })));
    await form.choose(file('large.jsonl', large));
    await form.choose(file('good.jsonl', GOOD));
    assert.equal(await form.verdict('can be uploaded'), 'good.jsonl can be uploaded.');
    await form.choose(file('bad.jsonl', users({ name: 'Ann' })));
    await form.verdict('bad.jsonl has errors');
    assert.equal(await form.open(), false);
    await form.choose(file('good.jsonl.gz', gzipSync(GOOD)));
    await form.verdict('good.jsonl.gz can be uploaded');
    assert.deepEqual([await form.open(), await form.findings()], [true, []]);
    await form.choose();
    assert.equal(await form.verdict('Choose'), 'Choose a file.');
    assert.equal(await form.open(), false);
  });

  onPage('stays shut where the checker does not load', async (form) => {
    await form.choose(file('good.jsonl', GOOD));
    assert.match(await form.verdict('could not be checked'), /^good\.jsonl could not be checked: the wasm could not be loaded: /);
    assert.equal(await form.open(), false);
  }, { prepare: (context) => context.route('**/*.wasm', (route) => route.abort()), complaints: [/Failed to load resource/] });

  onPage('stays shut where the worker does not load', async (form) => {
    await form.choose(file('good.jsonl', GOOD));
    assert.equal(await form.verdict('could not be checked'), 'good.jsonl could not be checked: the checker did not load');
    assert.equal(await form.open(), false);
  }, { prepare: (context) => context.route('**/worker-*.js', (route) => route.abort()), complaints: [/Failed to load resource/] });
});
