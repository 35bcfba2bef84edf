// How far the wasm's memory grows over a file: the glue tells, the package does not. Not timed.

import { readFileSync } from 'node:fs';

import { pieces } from './lib/measure.mjs';

const dist = new URL('../npm/dist/', import.meta.url);
const { initSync, Checker } = await import(new URL('chat_preflight.js', dist));
const { memory } = initSync({ module: readFileSync(new URL('chat_preflight_bg.wasm', dist)) });
const checker = new Checker({});
checker.source();
for (const piece of pieces(process.argv[2])) checker.push(piece);
const outcome = checker.finish();
const total = outcome.replay ? undefined : outcome.stats.total;
console.log(JSON.stringify({ memory: memory.buffer.byteLength, replay: outcome.replay === true, total }));
