// The types of what is imported, held against the checks: what checks without an error or a warning compiles as a literal
// of its type.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import PLATFORMS from '../npm/dist/platforms.js';
import { documents } from './lib/documents.mjs';
import { root, temporaryFolder } from './lib/package.mjs';
import { COMPILERS, NODE, compile } from './lib/typescript.mjs';

const PREFIXES = { stream: 'Stream', sendbird: 'Sendbird', cometchat: 'CometChat', talkjs: 'TalkJs', chatkitty: 'ChatKitty' };
const DIALECTS = { array: 'Array', snake: 'Snake' };

/** The type of a document, or of one of its lines. */
function typeOf({ report, source }) {
  const prefix = `${PREFIXES[report.platform]}${DIALECTS[source.dialect] ?? ''}`;
  if (source.resource === 'requests') return `${prefix}Request`;
  if (source.resource === 'import') return source.dialect === 'array' ? 'StreamArrayDocument' : 'StreamImportItem';
  return `${prefix}${source.resource[0].toUpperCase()}${source.resource.slice(1)}Document`;
}

const literal = (value) => JSON.stringify(value).replace(/\u2028|\u2029/g, (end) => `\\u${end.charCodeAt(0).toString(16)}`);

test('what checks clean compiles', () => {
  const folder = temporaryFolder();
  const counts = Object.fromEntries(PLATFORMS.map(({ name }) => [name, 0]));
  const names = new Set();
  let code = '';
  for (const one of documents()) {
    // Calls that are known and not checked have no type.
    const spoken = one.report.findings.some(({ severity, code }) => severity !== 'info' || code === 'not-checked');
    if (spoken || one.report.platform === null) continue;
    // The types know paths without their host.
    if (one.values.some(({ path }) => path?.includes('://'))) continue;
    const type = typeOf(one);
    names.add(type);
    counts[one.report.platform] += 1;
    code += `// ${one.name}\n${one.values.map((value) => `(${literal(value)}) satisfies ${type};\n`).join('')}`;
  }
  for (const [platform, count] of Object.entries(counts)) assert.ok(count > 5, `only ${count} clean cases of ${platform}`);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const types = JSON.stringify(join(root, 'npm/dist/items.js'));
  writeFileSync(join(folder, 'cases.ts'), `import type { ${[...names].sort().join(', ')} } from ${types};\n${code}`);
  compile(folder, ['cases.ts']);
});

// What each platform refuses or warns about: the type, a good value, and what makes it wrong.
const WRONG = [
  ['StreamUser', '{ id: "ann", name: "Ann" }', ['{ name: "Ann" }', '{ id: 7 }', '{ id: "ann", online: true }', '{ id: "ann", role: null }', '{ id: "ann", push_preferences: { chat_level: "some" } }']],
  ['StreamChannel', '{ type: "messaging", id: "general", created_by: "ann", topic: "x" }', [
    '{ type: "messaging", created_by: "ann" }', '{ type: "messaging", id: "general", member_ids: ["ann"], created_by: "ann" }',
  ]],
  ['StreamMessage', '{ id: "1", channel_type: "messaging", channel_id: "general", user: "ann", type: "regular" }', [
    '{ id: "1", channel_type: "messaging", channel_id: "general", user: "ann", type: "loud" }', '{ channel_type: "messaging", channel_id: "general", user: "ann" }',
  ]],
  ['StreamImportItem', '{ type: "user", data: { id: "ann" } }', ['{ type: "user", item: { id: "ann" } }', '{ type: "reaction", data: { id: "ann" } }', '{ type: "person", data: {} }']],
  ['StreamArrayItem', '{ type: "user", item: { id: "ann", role: null } }', ['{ type: "user", data: { id: "ann" } }', '{ type: "user", item: { id: null } }']],
  ['SendbirdMessage', '{ message_type: "MESG", user_id: "ann", message: "hi", timestamp: 1700000000000 }', [
    '{ message_type: "MESG", user_id: "ann", message: "hi", timestamp: "1700000000000" }', '{ message_type: "MESG", user_id: "ann", url: "x", timestamp: 1 }',
    '{ message_type: "ADMM", user_id: "ann", message: "hi", timestamp: 1 }', '{ message_type: "TEXT", user_id: "ann", message: "hi", timestamp: 1 }',
  ]],
  ['SendbirdOpenChannel', '{ name: "General" }', ['{ name: "General", is_distinct: true }', '{ title: "General" }']],
  ['SendbirdRequest', '{ method: "POST", path: "/v3/migration/general", body: { messages: [] } }', [
    '{ method: "POST", path: "/v3/migration/general", body: [] }', '{ method: "PUT", path: "/v3/migration/general", body: { messages: [] } }', '{ method: "POST", path: "/v3/user", body: {} }',
  ]],
  ['CometChatGroup', '{ guid: "general", name: "General", type: "public", createdAt: 1700000000 }', ['{ guid: "general", name: "General" }', '{ guid: "general", name: "General", type: "open" }']],
  ['CometChatUsersDocument', '{ users: { ann: { uid: "ann", name: "Ann" } } }', ['{ users: [{ uid: "ann", name: "Ann" }] }', '{ groups: {} }', '{ users: { ann: { uid: "ann", nickname: "Ann" } } }']],
  ['TalkJsConversation', '{ participants: ["ann"], subject: null, custom: { topic: "x" } }', ['{ participants: "ann" }', '{ participants: ["ann"], custom: { topic: 7 } }', '{ members: ["ann"] }']],
  ['TalkJsParticipant', '{ access: "Read", notify: "MentionsOnly" }', ['{ access: "None" }', '{ notify: "Never" }']],
  ['ChatKittyChannel', '{ type: "PUBLIC", members: ["ann"] }', ['{ type: "public", members: ["ann"] }', '{ type: "PUBLIC", members: ["ann"], display_name: "General" }']],
  ['ChatKittyUser', '{ name: "ann", displayName: "Ann", isGuest: false, properties: {} }', ['{ name: "ann", displayName: "Ann", properties: {} }', '{ name: "ann", displayName: "Ann", is_guest: false, properties: {} }']],
  ['ChatKittySnakeUser', '{ name: "ann", display_name: "Ann", is_guest: false, properties: {} }', ['{ name: "ann", displayName: "Ann", is_guest: false, properties: {} }']],
  ['FindingCode', '"missing-field"', ['"missing-feild"']],
];

for (const compiler of COMPILERS) {
  test(`what is refused does not compile with ${compiler}`, () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const types = JSON.stringify(join(root, 'npm/index.js'));
    const code = WRONG.flatMap(([type, good, bad], at) => [
      `export const good${at}: ${type} = ${good};`,
      ...bad.flatMap((value, index) => ['// @ts-expect-error', `export const bad${at}_${index}: ${type} = ${value};`]),
    ]);
    writeFileSync(join(folder, 'wrong.ts'), `import type { ${WRONG.map(([type]) => type).join(', ')} } from ${types};\n${code.join('\n')}\n`);
    compile(folder, ['wrong.ts'], NODE, compiler);
  });
}
