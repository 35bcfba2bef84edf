// The migration script, on databases with and without faults.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import sqlite from 'node-sqlite3-wasm';

import { addExample } from '../lib/examples.mjs';

const folder = addExample('migrate', ['node-sqlite3-wasm']);

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const migrate = () => run('migrate.mjs', 'chat.db', 'import.jsonl');

/** Makes the database of the sample anew. */
function sample() {
  for (const name of ['chat.db', 'import.jsonl', 'import.jsonl.unchecked']) rmSync(join(folder, name), { force: true });
  assert.equal(run('sample.mjs').status, 0);
}

function change(sql) {
  const database = new sqlite.Database(join(folder, 'chat.db'));
  database.exec(sql);
  database.close();
}

const written = (name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
const message = (id, { room = 1, author = 1, to = 'NULL', body = "''", at = 1609900000000, deleted = 'NULL' }) =>
  `INSERT INTO messages VALUES (${id}, ${room}, ${author}, ${to}, ${body}, ${at}, ${deleted});`;

/** SQL that puts a fault in, the finding it gets, and the row that this is told of. */
const FAULTS = {
  'a login with a space': ["INSERT INTO users VALUES (11, 'dan smith', NULL, NULL, 0, 1, NULL);", 'error invalid-characters', 'users 11'],
  'no time': ["INSERT INTO users VALUES (12, 'eve', NULL, NULL, 0, 'yesterday', NULL);", 'error bad-timestamp', 'users 12'],
  'a number beyond doubles': ["INSERT INTO users VALUES (13, 'fay', NULL, NULL, 0, 9223372036854775807, NULL);", 'error bad-timestamp', 'users 13'],
  'an owner that is gone': ["INSERT INTO rooms VALUES (11, 'lost', NULL, 99, 1, NULL);", 'error missing-field', 'rooms 11'],
  'a member that is gone': ['INSERT INTO memberships (rowid, room_id, user_id, joined_at) VALUES (11, 1, 99, 1);', 'error missing-field', 'memberships 11'],
  'the first message, in no room': [message(11, { room: 99, at: 1 }), 'error missing-field', 'messages 11'],
  'a reply to nothing': [message(12, { to: 99 }), 'error unknown-reference', 'messages 12'],
  'a reply to itself': [message(13, { to: 13 }), 'error stream-nested-thread', 'messages 13'],
  'a long text': [message(14, { body: `'${'x'.repeat(5001)}'` }), 'error too-long', 'messages 14'],
  'microseconds': [message(15, { at: 1609900000000000 }), 'error bad-timestamp', 'messages 15'],
  'a file without https': [
    `${message(16, {})} INSERT INTO attachments VALUES (11, 16, 'image/png', 'http://example.com/a.png', NULL);`, 'error insecure-url', 'messages 16',
  ],
  'an emoji without a name': ["INSERT INTO reactions (rowid, message_id, user_id, emoji, reacted_at) VALUES (11, 2, 1, '🦀', 1);", 'warning invalid-characters', 'reactions 11'],
  'a reaction to nothing': ["INSERT INTO reactions (rowid, message_id, user_id, emoji, reacted_at) VALUES (12, 99, 1, '👍', 1);", 'error unknown-reference', 'reactions 12'],
};

describe('the migration script', () => {
  test('writes what is right, under its name', () => {
    sample();
    assert.deepEqual(migrate(), { status: 0, stdout: 'import.jsonl: 3 users, 1 channels, 3 members, 5 messages, 2 reactions\n', stderr: '' });
    assert.equal(existsSync(join(folder, 'import.jsonl.unchecked')), false);
    const messages = written('import.jsonl').filter(({ type }) => type === 'message').map(({ data }) => data);
    // A reply to a reply, what was deleted, and files without a text.
    assert.deepEqual(messages.map(({ id, type, parent_id: parent, quoted_message_id: quoted }) => [id, type, parent, quoted]), [
      ['old-1', 'regular', undefined, undefined],
      ['old-2', 'reply', 'old-1', undefined],
      ['old-3', 'reply', 'old-1', 'old-2'],
      ['old-4', 'deleted', undefined, undefined],
      ['old-6', 'regular', undefined, undefined],
    ]);
    assert.doesNotMatch(JSON.stringify(messages), /anger|gone/);
    assert.deepEqual(messages[4].attachments.map(({ type }) => type), ['image', 'file']);
  });

  test('tells of each fault with its row, and leaves an earlier file as it is', () => {
    const good = written('import.jsonl');
    change(Object.values(FAULTS).map(([sql]) => sql).join('\n'));
    const { status, stdout, stderr } = migrate();
    assert.deepEqual([status, stderr], [1, ''], stdout);
    const told = stdout.split(/^(?=error |warning )/m);
    for (const [name, [, finding, row]] of Object.entries(FAULTS)) {
      assert.ok(told.some((text) => text.startsWith(`${finding}: `) && text.includes(`\n  row: ${row} {`)), `${name}\n${stdout}`);
    }
    assert.deepEqual(written('import.jsonl'), good);
    assert.ok(written('import.jsonl.unchecked').length > good.length);
  });

  test('leads from one of many items to its row', () => {
    sample();
    change(`
      WITH RECURSIVE n (id) AS (SELECT 10 UNION ALL SELECT id + 1 FROM n WHERE id < 9000)
        INSERT INTO messages SELECT id, 1, 1, NULL, 'message ' || id, 1609900000000 + id, NULL FROM n;
      UPDATE messages SET deleted_at = 'soon' WHERE id = 7000`);
    const { status, stdout } = migrate();
    assert.equal(status, 1);
    assert.match(stdout, /^error bad-timestamp: [^\n]+\n[^\n]+\n  row: messages 7000 \{/m);
    assert.equal(existsSync(join(folder, 'import.jsonl')), false);
  });

  test('says why it cannot run', () => {
    for (const args of [['chat.db'], ['nothing.db', 'import.jsonl'], ['chat.db', 'no/folder/import.jsonl']]) {
      const { status, stdout, stderr } = run('migrate.mjs', ...args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, /^(usage|migrate): .+\n$/);
    }
  });
});
