// What the built package makes of rich histories, held to the same files as the core is by `tests/converted.rs`.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { convert } from '../npm/dist/node.js';
import { root } from './lib/package.mjs';

const folder = join(root, 'pkg-tests/convert');
const sources = {
  stream: ['stream.jsonl'],
  sendbird: ['sendbird.requests.jsonl'],
  cometchat: ['cometchat.requests.jsonl'],
  talkjs: ['talkjs.requests.jsonl'],
  chatkitty: ['chatkitty/channels.json', 'chatkitty/messages.json', 'chatkitty/users.json'],
};
/** What only `tests/converted.rs` keeps there. */
const BESIDE = new Set(['losses.jsonl', 'not-back.txt', 'channel-ids.json']);

const text = (...path) => readFileSync(join(folder, ...path), 'utf8');

/** Numbers of channels, as texts: they may be beyond 2^53. */
function channelIds(from, pair) {
  const path = from === 'chatkitty' ? ['chatkitty/channel-ids.json'] : ['expected', pair, 'channel-ids.json'];
  if (!existsSync(join(folder, ...path))) return undefined;
  return JSON.parse(text(...path).replace(/:\s*(\d+)/g, ': "$1"'));
}

describe('conversions are as expected', () => {
  for (const from of Object.keys(sources)) {
    for (const to of Object.keys(sources)) {
      test(`${from} to ${to}`, async () => {
        const pair = `${from}-to-${to}`;
        // In small pieces, so that items are cut.
        const input = sources[from].map((name) => ({ name, source: pieces(readFileSync(join(folder, name))) }));
        const options = { to, now: '2024-06-01T00:00:00Z', startTime: '2024-03-01T00:00:00Z', channelIds: channelIds(from, pair) };
        const conversion = await convert(input, options);
        try {
          const files = await Promise.all(conversion.files.map(async (file) => [file.name, await file.text()]));
          assert.deepEqual(files.map(([name]) => name).sort(), readdirSync(join(folder, 'expected', pair)).filter((name) => !BESIDE.has(name)).sort());
          for (const [name, written] of files) assert.equal(written, text('expected', pair, name), name);
          const losses = text('expected', pair, 'losses.jsonl').split('\n').filter(Boolean).map((line) => JSON.parse(line));
          assert.deepEqual(conversion.losses, losses);
          assert.equal(conversion.ok, true);
        } finally {
          await conversion.close();
        }
      });
    }
  }
});

async function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += 113) yield bytes.subarray(at, at + 113);
}
