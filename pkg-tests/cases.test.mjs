// Every case through the built wasm, straight at its boundary: the report has to be the native one, byte for byte.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { findCases, readCase } from './lib/cases.mjs';

const dist = new URL('../npm/dist/', import.meta.url);
const top = fileURLToPath(new URL('cases/', import.meta.url));
const glue = await import(new URL('chat_preflight.js', dist));
glue.initSync({ module: readFileSync(new URL('chat_preflight_bg.wasm', dist)) });

/** Sizes of the pieces, and the seed that goes with each: no report may depend on either. */
const RUNS = [
  { chunk: 1, seed: 1 },
  { chunk: 7, seed: 2 },
  { chunk: 65_536, seed: 3 },
  { chunk: Infinity, seed: 4 },
];

function check({ inputs, options }, { chunk, seed }) {
  const checker = new glue.Checker({ ...options, seed });
  try {
    for (let reading = 0; reading < 2; reading++) {
      for (const { name, bytes } of inputs) {
        checker.source(name);
        const step = Math.min(chunk, bytes.length || 1);
        for (let at = 0; at < bytes.length; at += step) checker.push(bytes.subarray(at, at + step));
      }
      const outcome = checker.finish();
      if (outcome.replay !== true) return outcome;
    }
  } finally {
    checker.free();
  }
  throw new Error('the checker asked for a third reading');
}

/** What has a text in an answer: itself, or each of its replies. */
function texts(answer) {
  if (answer === null) return [];
  return answer.requests ?? answer.files ?? [answer];
}

const folders = findCases(top);

test('there are cases', () => assert.ok(folders.length > 0));

for (const folder of folders) {
  test(relative(top, folder), () => {
    const found = readCase(folder);
    for (const run of RUNS) {
      const report = check(found, run);
      for (const one of texts(report.answer)) {
        // The native report has the text alone; its parsed form is made at the boundary.
        assert.deepEqual(one.body, one.text === '' ? null : JSON.parse(one.text));
        delete one.body;
      }
      assert.equal(`${JSON.stringify(report, null, 2)}\n`, found.expected, `chunks of ${run.chunk}, seed ${run.seed}`);
    }
  });
}
