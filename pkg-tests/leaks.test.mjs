// A process that checks and converts all day has as much memory in the evening as in the morning.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

import { nameless, user } from './lib/command.mjs';
import { zipOf } from './lib/make-zip.mjs';

const at = (name) => new URL(`../npm/dist/${name}`, import.meta.url);
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

// From the modules that browsers get: the entry for Node has the glue inside, and does not give the memory out.
const [glue, { createFacade }, { FileSpool }] = await Promise.all(['chat_preflight.js', 'facade.js', 'spool-node.js'].map((name) => import(at(name))));
const { init, check, convert } = createFacade({
  load: () => new WebAssembly.Module(readFileSync(at('chat_preflight_bg.wasm'))),
  gzip: () => import(at('gzip/node.js')),
  createSpool: () => new FileSpool(),
});
await init();
const { memory } = glue.initSync();

/** Does `work` often, and holds what it leaves in the heap against `most` bytes; the wasm's memory must not grow at all. */
async function leavesNothing(times, most, work) {
  const heap = async () => {
    // What is closing closes first.
    await setTimeout(50);
    gc();
    gc();
    return process.memoryUsage().heapUsed;
  };
  for (let count = 0; count < times / 5; count += 1) await work(count);
  const before = { heap: await heap(), wasm: memory.buffer.byteLength };
  for (let count = 0; count < times; count += 1) await work(count);
  const grown = await heap() - before.heap;
  assert.equal(memory.buffer.byteLength, before.wasm);
  assert.ok(grown < most, `${grown} bytes are left of ${times} times`);
}

describe('what is left in memory', () => {
  const text = user('ann') + user('ann') + nameless + '{"type":"device","data":{"id":"d","user_id":"zed"}}\n';
  const bytes = new TextEncoder().encode(text);
  const inputs = [bytes, text, new Blob([text]), gzipSync(text), new Uint8Array(zipOf([['a.jsonl', text], ['b.jsonl', text]]))];

  // A kilobyte of each would be found.
  test('of a thousand checks is nothing', async () => {
    await leavesNothing(1000, 1_000_000, async (count) => {
      const input = count % 6 === 5 ? new ReadableStream({ start(stream) { stream.enqueue(bytes); stream.close(); } }) : inputs[count % 6];
      const { counts } = await check(input, { onFinding: () => {}, redact: count % 2 === 0 });
      assert.ok(counts['missing-field'] > 0);
    });
  });

  test('of two hundred conversions is nothing', async () => {
    await leavesNothing(200, 512_000, async (count) => {
      const conversion = await convert(inputs[count % 5], { to: ['talkjs', 'sendbird', 'cometchat'][count % 3] });
      assert.ok(conversion.files.length > 0);
      await conversion.close();
    });
  });
});
