// Several threads: the report is that of one, and whatever happens no thread stays behind.

import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run } from './lib/run.mjs';

const at = (name) => new URL(`../npm/dist/${name}`, import.meta.url);
const { check } = await import(at('node.js'));
const { createFacade } = await import(at('facade.js'));

const OPTIONS = { now: '2026-01-01T00:00:00Z' };
const folder = mkdtempSync(join(tmpdir(), 'threads-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const user = (id) => `{"type":"user","data":{"id":"${id}"}}\n`;
const channel = (id) => `{"type":"channel","data":{"id":"${id}","type":"messaging","created_by":"ann"}}\n`;
const message = (id, more = '') =>
  `{"type":"message","data":{"id":"${id}","channel_type":"messaging","channel_id":"general","user":"ann","type":"regular","text":"${'x'.repeat(400)}","created_at":"2024-01-01T00:00:00Z"${more}}}\n`;

/** Enough for a file that is worth two threads. */
const BLOCKS = 9;

/** Messages of nine megabytes. */
const block = (name, odd = '') => Array.from({ length: 17_000 }, (_, number) => message(`${name}-${number}`, number % 4_000 === 1_999 ? odd : '')).join('');
const head = user('ann') + channel('general');

/** The file, and what stands at its end. */
const file = (...more) => new Blob([head, ...Array.from({ length: BLOCKS }, (_, number) => block(number)), ...more], { type: 'text/plain' });

const FILES = {
  clean: () => file(),
  'unknown references and unknown fields': () => new Blob([head, ...Array.from({ length: BLOCKS }, (_, number) => block(number, ',"parent_id":"nobody","pinned":1'))]),
  'something that stands twice, far apart': () => file(message('0-7'), message('7-7')),
  'the wrong order in the second half': () => file(user('bob'), message('last')),
  'no line end at the end, and an item cut short': () => file(message('last').slice(0, 90)),
  'lines of white space, and invalid UTF-8': () => file(' \r\n', new Uint8Array([0x22, 0xff, 0x0a]), message('last')),
};

/** Threads that were started, and that have ended. */
const counted = { started: 0, ended: 0 };
const ids = new Set();
createHook({
  init(id, type) {
    if (type !== 'WORKER') return;
    ids.add(id);
    counted.started += 1;
  },
  destroy(id) {
    if (ids.delete(id)) counted.ended += 1;
  },
}).enable();

/** All threads end; that may take a moment. */
async function allEnd() {
  for (let patience = 100; counted.ended < counted.started; patience -= 1) {
    assert.ok(patience > 0, 'a thread is still there');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('two threads find what one finds', { concurrency: false }, () => {
  for (const [name, make] of Object.entries(FILES)) {
    test(name, async () => {
      const input = make();
      const before = counted.started;
      const seen = [];
      const two = await check(input, { ...OPTIONS, threads: 2, onFinding: (finding) => seen.push(finding) });
      assert.equal(counted.started, before + 1);
      assert.deepEqual(two, await check(input, { ...OPTIONS, threads: 1 }));
      assert.equal(counted.started, before + 1);
      assert.equal(seen.length, two.findings.length);
      await allEnd();
    });
  }

  test('on the command line', async () => {
    const path = join(folder, 'import.jsonl');
    writeFileSync(path, Buffer.from(await file(message('last', ',"parent_id":"nobody"')).arrayBuffer()));
    const cli = fileURLToPath(new URL('../npm/dist/cli.js', import.meta.url));
    const reports = [];
    for (const threads of ['1', '3']) {
      reports.push(run([cli, 'check', path, '--threads', threads, '--format', 'json', '--now', OPTIONS.now], folder));
    }
    assert.equal(reports[0], reports[1]);
  });
});

test('progress goes up to all of it', async () => {
  const input = file();
  const states = [];
  await check(input, { ...OPTIONS, threads: 2, onProgress: (state) => states.push(state) });
  assert.deepEqual(states.at(-1), { bytes: input.size, total: input.size, items: BLOCKS * 17_000 + 2, findings: 0, replay: false });
  for (const [at, { bytes }] of states.entries()) assert.ok(bytes >= (states[at - 1]?.bytes ?? 0) && bytes <= input.size, `${bytes}`);
});

test('an abort ends the threads', async () => {
  const before = counted.started;
  const abort = new AbortController();
  const checking = check(file(), { ...OPTIONS, threads: 2, signal: abort.signal, onProgress: ({ bytes }) => { if (bytes > 4e6) abort.abort(); } });
  await assert.rejects(checking, { name: 'AbortError' });
  assert.equal(counted.started, before + 1);
  await allEnd();
});

describe('threads that do not work out', { concurrency: false }, () => {
  for (const [name, startThread] of Object.entries({
    'cannot be started': () => { throw new Error('no more threads'); },
    'break at once': (_, fail) => { setTimeout(fail); return { post() {}, end() {} }; },
    'know nothing that can be carried': (hear) => ({ post: ({ buffer, end }) => setTimeout(() => hear(end ? { ended: true } : { buffer, bytes: 0, items: 0, findings: 0 })), end() {} }),
  })) {
    test(`${name}: their part is read here`, async () => {
      const wasm = new WebAssembly.Module(readFileSync(at('chat_preflight_bg.wasm')));
      const facade = createFacade({ load: () => wasm, gzip: () => assert.fail('nothing is packed'), threads: { cores: () => 2, startThread }, createSpool: () => assert.fail('no stream') });
      const { stats, ok } = await facade.check(file(), { ...OPTIONS, threads: 2 });
      assert.deepEqual([stats.items, ok], [BLOCKS * 17_000 + 2, true]);
    });
  }
});

test('the number has to be one', async () => {
  for (const threads of [0, -1, 1.5, '2', 65, null]) {
    await assert.rejects(check('{}', { threads }), { name: 'PreflightError', code: 'bad-option', message: /^options\.threads is/ });
  }
  const report = await check(user('ann'), { ...OPTIONS, threads: 8 });
  assert.equal(report.ok, true);
});
