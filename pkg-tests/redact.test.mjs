// What is redacted says nothing of the files, in no format.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { report, run, write } from './lib/command.mjs';

const { check } = await import(new URL('../npm/dist/node.js', import.meta.url));

let count = 0;
/** A value that stands nowhere else. */
const secret = (what = '') => `zq${(count += 1)}zq${what}`;
const line = (type, data) => `${JSON.stringify({ type, data })}\n`;
const request = (method, path, body) => `${JSON.stringify({ method, path, body })}\n`;

const [ann, room, m1] = [secret(), secret(), secret()];
const message = (more) => ({ id: secret(), user: ann, text: secret(), channel_type: 'messaging', channel_id: room, ...more });
const stream = [
  line('user', { id: secret(' é!'), teams: [secret(), ''], role: secret(), name: secret() }),
  line('user', { id: ann, created_at: secret(), user_mutes: [secret()], channel_mutes: [secret()], push_notifications: { [secret()]: 1 } }),
  line('user', { id: ann }),
  line(secret(), { id: secret() }),
  line('channel', { id: room, type: 'messaging', created_by: secret(), team: secret(), custom: { name: secret() } }),
  line('channel', { type: 'messaging', member_ids: [ann, secret()], created_by: ann }),
  line('member', { channel_type: 'messaging', channel_id: room, user_id: ann }),
  line('member', { channel_type: 'messaging', channel_id: room, user_id: ann }),
  line('message', message({ type: secret(), attachments: [{ type: 'image', image_url: secret(), custom: [secret(), 4915112345678] }] })),
  line('message', message({ id: m1, type: 'regular', deleted_at: '2024-01-01T00:00:00Z', parent_id: secret(), mentioned_users_ids: [secret()] })),
  line('message', message({ type: 'deleted', pinned_by_id: secret() })),
  line('reaction', { message_id: secret(), type: secret(), user_id: ann }),
  `{"type":"user","data":{"id":"${secret()}",}}\n`,
].join('');
const array = `[${stream.trim().split('\n').slice(0, -1).map((text) => text.replace('"data":', '"item":')).join(',\n')}]`;

const talk = [
  request('PUT', '/v1/{appId}/users', { [secret(' /')]: { name: 5, email: secret() }, [ann]: { name: secret(), custom: { a: 1 } } }),
  request('PUT', `/v1/{appId}/conversations/${room}`, { participants: [ann, secret()], custom: { [secret()]: 7 }, notify: secret() }),
  request('POST', `/v1/{appId}/import/conversations/${secret()}/messages`, [{ text: secret(), sender: secret(), type: secret(), timestamp: 5, readBy: [secret()] }]),
  request('PUT', `/v1/{appId}/${secret()}/${secret()}?token=${secret()}`, {}),
  request(secret(), `/v1/{appId}/users`, {}),
].join('');

const comet = [
  request('POST', '/v3/data_import/users', { users: { [ann]: { uid: secret(), name: secret() }, [secret(' é')]: { name: 5, avatar: secret(), role: secret() } } }),
  request('POST', '/v3/data_import/members', { members: { [secret()]: { guid: secret(), uid: secret(), scope: secret() } } }),
  request('POST', '/v3/data_import/messages', { messages: { [secret()]: { muid: secret(), sender: secret(), receiver: secret(), receiverType: 'user', category: secret(), type: secret(), sentAt: 1, data: { text: `<@uid:${secret()}>`, mentionedUserDetails: { [secret()]: { uid: secret() } } } } } }),
].join('');

const bird = [
  request('POST', '/v3/users', { user_id: secret(), nickname: secret(), profile_url: secret(), metadata: { [secret()]: 5 } }),
  request('POST', '/v3/group_channels', { channel_url: secret(' é'), user_ids: [secret()], operator_ids: [secret()], cover_url: secret() }),
  request('POST', `/v3/migration/${secret()}`, { messages: [{ message_type: secret(), user_id: secret(), message: secret(), timestamp: secret(), dedup_id: secret(), mentioned_user_ids: [secret()] }] }),
].join('');

const kitty = JSON.stringify([{ type: secret(), name: secret(), members: [secret(), 5], creator: secret(), properties: secret() }, { name: 5, type: 'DIRECT', members: [secret()] }]);

const FORMATS = ['text', 'json', 'jsonl', 'answer', 'sarif', 'github', 'junit'];
write('zq0zq-stream.jsonl', stream);
write('zq0zq-array.json', array);

/** Of each platform a document, and options. ChatKitty's answers repeat nothing of a file. */
const INPUTS = {
  stream: [stream, {}],
  array: [array, {}],
  'stream-cli': [array, { answer: 'stream-cli' }],
  talkjs: [talk, {}],
  cometchat: [comet, {}],
  sendbird: [bird, {}],
  chatkitty: [kitty, { platform: 'chatkitty', resource: 'channels' }],
};
const SECRET = /zq\d|4915112345678/i;

describe('--redact', () => {
  for (const [name, [source, options]] of Object.entries(INPUTS)) {
    test(`leaves nothing of ${name}`, async () => {
      const given = [];
      const part = { source, name: secret('.json') };
      const plain = await check(part, options);
      const hidden = await check(part, { ...options, redact: true, onFinding: (finding) => given.push(finding) });
      for (const { message: words } of plain.findings.filter(({ code }) => code === 'unknown-reference')) assert.match(words, SECRET);
      assert.match(JSON.stringify(plain), SECRET);
      assert.doesNotMatch(JSON.stringify(hidden, null, 1), SECRET);
      assert.doesNotMatch(JSON.stringify(given), SECRET);
      assert.deepEqual(hidden.counts, plain.counts);
    });
  }

  for (const format of [...FORMATS, 'stream-cli']) {
    test(`leaves nothing in ${format}`, () => {
      const args = ['check', format === 'stream-cli' ? 'zq0zq-array.json' : 'zq0zq-stream.jsonl', '--format', format];
      const [plain, hidden] = [run(args), run([...args, '--redact'])];
      assert.match(plain.stdout, SECRET);
      assert.doesNotMatch(hidden.stdout, SECRET);
      assert.deepEqual([hidden.status, hidden.stderr], [1, '']);
    });
  }

  test('keeps codes, places and counts, and gives the same text the same name', () => {
    const args = ['zq0zq-stream.jsonl', '--platform', 'stream'];
    const [plain, hidden] = [report(args), report([...args, '--redact'])];
    assert.deepEqual(hidden.counts, plain.counts);
    assert.deepEqual(hidden.stats, plain.stats);
    const kept = ({ code, severity, basis, kind, position, related }) => ({ code, severity, basis, kind, position, related: related.length });
    assert.deepEqual(hidden.findings.map(kept), plain.findings.map(kept));
    const names = hidden.findings.filter(({ code }) => code === 'duplicate-id').flatMap(({ message: words }) => words.match(/#[0-9a-f]{8}/g));
    assert.equal(names.filter((one) => one === names[0]).length, 2, names.join());
    assert.deepEqual(report([...args, '--redact']), hidden);
    assert.match(hidden.sources[0].name, /^#[0-9a-f]{8}$/);
  });
});
