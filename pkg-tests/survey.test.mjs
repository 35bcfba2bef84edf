// Who wrote how much: counted without checking anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import * as talk from './lib/talk.mjs';

const { survey, PreflightError } = await import(new URL('../npm/dist/node.js', import.meta.url));

const items = [
  { type: 'user', data: { id: 'ann', team: 'red' } },
  { type: 'channel', data: { id: 'general', type: 'messaging', created_by: 'ann' } },
  ...['ann', 'bob', 'ann'].map((user, index) => ({
    type: 'message',
    data: { id: `m${index}`, type: 'regular', channel_type: 'messaging', channel_id: 'general', user, text: 'x', created_at: '2024-01-01T00:00:00Z', ...(index === 2 ? { mood: 'x'.repeat(9000) } : {}) },
  })),
];
const text = items.map((item) => `${JSON.stringify(item)}\n`).join('');

for (const [name, source] of [['text', text], ['gzip', new Blob([gzipSync(text)])]]) {
  test(`Stream: channels, senders, custom data and its limit; ${name}`, async () => {
    const { messages, channels, senders, customData, customDataLimit } = await survey(source);
    assert.equal(messages, 3);
    assert.deepEqual(channels, [{ id: 'messaging:general', messages: 3, missed: 0 }]);
    assert.deepEqual(senders.map(({ id, messages: some }) => [id, some]), [['ann', 2], ['bob', 1]]);
    const { classes, largest, position } = customData.find(({ kind }) => kind === 'message');
    assert.deepEqual(classes.filter((one) => one.items > 0), [{ upTo: 0, items: 2 }, { upTo: 16384, items: 1 }]);
    assert.equal(largest, JSON.stringify({ mood: 'x'.repeat(9000) }).length);
    assert.equal(position.line, 5);
    assert.equal(customDataLimit, 5120);
  });
}

test('other platforms, several documents, and what cannot be read', async () => {
  const counts = await survey([talk.good, `${talk.messages('r2', 'bob', 'three')}{"method":\n`, 'no import at all'], { platform: 'talkjs' });
  assert.deepEqual(counts.channels.map(({ id, messages }) => [id, messages]), [['r1', 2], ['r2', 1]]);
  assert.equal(counts.customDataLimit, null);
  assert.deepEqual(await survey('', {}).then(({ messages, channels, customData }) => ({ messages, channels, customData })), { messages: 0, channels: [], customData: [] });
});

test('a wrong call, and an abort', async () => {
  for (const [options, code, say] of [[{ to: 'talkjs' }, 'unknown-option', /no to; it knows platform/], [{ platform: 'slack' }, 'bad-option', /platform is "slack"/], [{ limits: { depth: 'deep' } }, 'bad-option', /depth/]]) {
    await assert.rejects(survey(text, options), (error) => error instanceof PreflightError && error.code === code && say.test(error.message));
  }
  await assert.rejects(survey(text, { signal: AbortSignal.abort() }), { name: 'AbortError' });
});
