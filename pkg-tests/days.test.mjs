// The day of a finding: the one that the timeline counts its message on.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';

import { findCases, readCase } from './lib/cases.mjs';

const { check } = await import(new URL('../npm/dist/node.js', import.meta.url));

const options = { now: '2026-01-01T00:00:00Z', days: true };
const jsonl = (items) => items.map((item) => `${JSON.stringify(item)}\n`).join('');
const milliseconds = (day) => Date.parse(`${day}T12:00:00Z`);

/** The days of the findings about messages, in file order, and how many others have one. */
async function daysOf(input, more = {}) {
  const { findings, timeline } = await check(input, { ...options, ...more });
  return {
    messages: findings.filter(({ kind }) => kind === 'message').map(({ day }) => day),
    others: findings.filter(({ kind, day }) => kind !== 'message' && day !== undefined).length,
    timeline: timeline.map(({ day }) => day),
  };
}

describe('days', () => {
  test('of Stream, where they stand and where the end decides', async () => {
    const message = (id, created_at, more) => ({ type: 'message', data: { id, channel_type: 'messaging', channel_id: 'c', user: 'ann', type: 'regular', text: 'x', created_at, ...more } });
    const input = jsonl([
      { type: 'user', data: { id: 'ann', role: 7 } }, { type: 'channel', data: { id: 'c', type: 'messaging', created_by: 'ann' } },
      message('a', '2023-05-01T10:00:00Z', { user: 'zed' }), message('b', '2023-05-03T23:30:00-02:00', { text: 7 }), message('c', 'soon'),
      message('a', '2023-05-05T00:00:00Z'),
    ]);
    const { messages, others, timeline } = await daysOf(input);
    assert.deepEqual(messages, ['2023-05-04', undefined, '2023-05-05', '2023-05-01']);
    assert.deepEqual(timeline, ['2023-05-01', '2023-05-04', '2023-05-05']);
    assert.equal(others, 0, 'a user is of no day');
    const array = JSON.stringify(input.trim().split('\n').map((line) => JSON.parse(line)).map(({ type, data }) => ({ type, item: data })));
    assert.deepEqual((await daysOf(array)).messages.slice(-1), ['2023-05-01']);
  });

  test('of each row of a request that has several', async () => {
    const row = (id, day, more) => ({ message_id: id, type: 'MESG', user_id: 'ann', message: 'x', timestamp: milliseconds(day), ...more });
    const rows = [row(1, '2023-05-01', { message: 7 }), row(2, '2023-05-02'), row(3, '2023-05-03', { message: 8 })];
    const path = '/v3/migration/room';
    for (const input of [{ messages: rows }, { method: 'POST', path, body: { messages: rows } }].map((body) => `${JSON.stringify(body)}\n`)) {
      const { findings } = await check(input, { ...options, platform: 'sendbird' });
      const wrong = findings.filter(({ code, kind }) => code === 'wrong-type' && kind === 'message');
      assert.deepEqual(wrong.map(({ day }) => day), ['2023-05-01', '2023-05-03'], input.slice(0, 20));
    }
  });

  test('of CometChat and TalkJS', async () => {
    const seconds = (day) => milliseconds(day) / 1000;
    const comet = (muid, day, more) => ({ muid, sender: 'ann', receiver: 'bob', receiverType: 'user', category: 'message', type: 'text', data: { text: 'x' }, sentAt: seconds(day), ...more });
    const cometchat = JSON.stringify({ messages: { a: comet('a', '2025-12-01', { sender: 7 }), b: comet('b', '2025-12-02') } });
    assert.ok((await daysOf(cometchat, { platform: 'cometchat' })).messages.includes('2025-12-01'));
    const talk = (idempotencyKey, day, more) => ({ idempotencyKey, type: 'UserMessage', sender: 'ann', text: 'x', timestamp: milliseconds(day), ...more });
    const talkjs = JSON.stringify([talk('a', '2025-12-01'), talk('b', '2025-12-03', { text: 7 })]);
    assert.ok((await daysOf(talkjs, { platform: 'talkjs', resource: 'messages', channel: 'c' })).messages.includes('2025-12-03'));
  });

  test('are all that the option changes, and those of the timeline, for all cases', async () => {
    let dated = 0;
    for (const folder of findCases(fileURLToPath(new URL('cases/', import.meta.url)))) {
      const { inputs, options: own, expected } = readCase(folder);
      const parts = inputs.map(({ name, bytes }) => ({ name, source: bytes }));
      const report = await check(parts, { ...own, days: true });
      const known = new Set(report.timeline.map(({ day }) => day));
      for (const finding of report.findings) {
        if (finding.day === undefined) continue;
        dated += 1;
        assert.ok(known.has(finding.day), `${folder}: ${finding.day}`);
        delete finding.day;
      }
      const { findings } = JSON.parse(expected);
      assert.deepEqual(report.findings, findings, folder);
    }
    assert.ok(dated > 100, `${dated} findings have a day`);
  });

  test('have to be asked for with true or false', async () => {
    await assert.rejects(check('', { days: 1 }), { name: 'PreflightError', code: 'bad-option' });
  });
});
