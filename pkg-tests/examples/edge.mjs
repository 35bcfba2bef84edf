// The edge function: called with requests under the entry point of Node, and under that of edge runtimes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { addExample } from '../lib/examples.mjs';
import { samples } from '../lib/page.mjs';

const folder = addExample('edge');
const { default: worker } = await import(pathToFileURL(join(folder, 'worker.mjs')));

const GOOD = '{"type":"user","data":{"id":"ann"}}\n';
const JSONL = { 'content-type': 'application/jsonl' };
const LARGEST = 32 * 1024 * 1024;
const LINE = 64 * 1024;

async function send(body, headers = JSONL, method = 'POST') {
  const duplex = body instanceof ReadableStream ? 'half' : undefined;
  const response = await worker.fetch(new Request('https://edge.example/', { method, headers, body, duplex }));
  assert.match(response.headers.get('content-type'), /^application\/json/);
  return { status: response.status, headers: response.headers, ...(await response.json()) };
}

/** A body of so many lines of 64 KiB, made as it is read. */
function lines(count, onCancel = () => {}) {
  let made = 0;
  return new ReadableStream({
    pull(controller) {
      if (made === count) return controller.close();
      const item = JSON.stringify({ type: 'user', data: { id: `user-${made += 1}` } });
      controller.enqueue(new TextEncoder().encode(`${item.padEnd(LINE - 1)}\n`));
    },
    cancel: onCancel,
  });
}

describe('the edge function', () => {
  test('answers with the report', async () => {
    const good = await send(readFileSync(join(samples, 'stream-good.jsonl')));
    assert.deepEqual([good.status, good.ok, good.platform], [200, true, 'stream']);
    const bad = await send(readFileSync(join(samples, 'stream-broken.jsonl')), { 'content-type': 'Application/JSON; charset=utf-8' });
    assert.deepEqual([bad.status, bad.ok, bad.findings[0].code], [422, false, 'reserved-field']);
    assert.equal((await send('')).findings[0].code, 'empty-input');
    assert.equal((await send('<html>')).findings[0].code, 'unknown-format');
  });

  test('lists few of many findings, and counts all', async () => {
    const { findings, counts } = await send('{"type":"user","data":{"name":"Ann"}}\n'.repeat(1000));
    assert.deepEqual([findings.length, counts['missing-field']], [20, 1000]);
  });

  const REFUSED = {
    'another method': [[undefined, {}, 'GET'], 405],
    'another type': [[GOOD, { 'content-type': 'text/html' }], 415],
    'no type': [[new Blob([GOOD]), {}], 415],
    'no body': [[undefined], 400],
    'gzip': [[Uint8Array.of(0x1f, 0x8b, 8, 0)], 415],
    'what is said to be too large': [[GOOD, { ...JSONL, 'content-length': String(LARGEST + 1) }], 413],
  };
  for (const [name, [request, status]] of Object.entries(REFUSED)) {
    test(`refuses ${name}`, async () => {
      const { error, ...answer } = await send(...request);
      assert.deepEqual([answer.status, typeof error, answer.findings], [status, 'string', undefined]);
    });
  }

  test('takes what is just small enough, and reads no further than that', async () => {
    assert.equal((await send(lines(LARGEST / LINE))).status, 200);
    let cancelled = false;
    const { status } = await send(lines(10 * LARGEST / LINE, () => { cancelled = true; }));
    assert.deepEqual([status, cancelled], [413, true]);
  });

  test('fails as its stream does', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('the client went away')) });
    await assert.rejects(send(broken), /the client went away/);
  });

  test('runs on the entry point of edge runtimes', () => {
    // Node takes an import of wasm for its exports; there it is the compiled module.
    const load = `
      export async function load(url, context, next) {
        if (!url.endsWith(".wasm")) return next(url, context);
        const source = 'import { readFileSync } from "node:fs"; export default new WebAssembly.Module(readFileSync(new URL(' + JSON.stringify(url) + ')));';
        return { format: "module", shortCircuit: true, source };
      }`;
    writeFileSync(join(folder, 'hooks.mjs'), load);
    writeFileSync(join(folder, 'register.mjs'), 'import { register } from "node:module"; register("./hooks.mjs", import.meta.url);');
    writeFileSync(join(folder, 'call.mjs'), `
      import { readFileSync } from "node:fs";
      import worker from "./worker.mjs";
      for (const file of process.argv.slice(2)) {
        const request = new Request("https://edge.example/", { method: "POST", headers: ${JSON.stringify(JSONL)}, body: readFileSync(file) });
        const response = await worker.fetch(request);
        const { platform, findings } = await response.json();
        console.log(import.meta.resolve("chat-preflight").split("/").at(-1), response.status, platform, findings.length);
      }`);
    const files = ['stream-good.jsonl', 'talkjs-broken.jsonl'].map((name) => join(samples, name));
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=workerd', '--import', './register.mjs', 'call.mjs', ...files],
      { cwd: folder, encoding: 'utf8' },
    );
    assert.match(stdout, /^workerd\.js 200 stream 0\nworkerd\.js 422 talkjs [1-9]\d*\n$/, stderr);
  });
});
