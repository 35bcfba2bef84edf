// The best that a JavaScript developer would write: JSON.parse of every line, Ajv with one compiled schema per item
// type, Sets for duplicates and references. It trusts the order of today's format (users, channels, members, messages,
// reactions), so a reference is looked up at once, and only parents of replies have to wait for the end.
//
// What it does not do, and the check does: places of findings, custom data limits, teams, complete distinct channels,
// near misses of names, duplicate keys, an answer in the platform's words.

import { eachLine, measure } from './lib/measure.mjs';

await measure(async (file) => {
  const [{ Ajv2020 }, { default: addFormats }, { schemas }] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats'),
    import('./lib/schemas.mjs'),
  ]);
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false });
  addFormats(ajv);
  const valid = Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, ajv.compile(schema)]));

  const users = new Set();
  const channels = new Set();
  const members = new Set();
  const messages = new Set();
  const replies = new Set();
  const reactions = new Set();
  const parents = [];
  const errors = [];
  let items = 0;

  const define = (set, key, what) => {
    if (set.has(key)) errors.push(`line ${items}: duplicate ${what} ${key}`);
    else set.add(key);
  };
  const refer = (set, key, what) => {
    if (!set.has(key)) errors.push(`line ${items}: unknown ${what} ${key}`);
  };
  const channelOf = (type, id, ids) => (id === undefined ? `${type}:${[...ids].sort().join(',')}` : `${type}:${id}`);
  const rules = {
    user({ id }) {
      define(users, id, 'user');
    },
    channel({ type, id, member_ids: ids, created_by: creator }) {
      define(channels, channelOf(type, id, ids), 'channel');
      refer(users, creator, 'user');
    },
    member({ channel_type: type, channel_id: id, channel_member_ids: ids, user_id: user }) {
      const channel = channelOf(type, id, ids);
      define(members, `${channel} ${user}`, 'member');
      refer(channels, channel, 'channel');
      refer(users, user, 'user');
    },
    message(data) {
      define(messages, data.id, 'message');
      refer(channels, channelOf(data.channel_type, data.channel_id, data.channel_member_ids), 'channel');
      refer(users, data.user, 'user');
      if (data.mentioned_users_ids !== undefined) for (const user of data.mentioned_users_ids) refer(users, user, 'user');
      if (data.pinned_by_id !== undefined) refer(users, data.pinned_by_id, 'user');
      if (data.parent_id !== undefined) {
        replies.add(data.id);
        parents.push(data.parent_id);
      }
    },
    reaction({ message_id: message, user_id: user, type }) {
      define(reactions, `${message} ${user} ${type}`, 'reaction');
      refer(messages, message, 'message');
      refer(users, user, 'user');
    },
  };

  eachLine(file, (line) => {
    items++;
    let item;
    try {
      item = JSON.parse(line);
    } catch (cause) {
      errors.push(`line ${items}: ${cause.message}`);
      return;
    }
    const validate = valid[item.type];
    if (validate === undefined) errors.push(`line ${items}: unknown type ${item.type}`);
    else if (!validate(item.data)) errors.push(`line ${items}: ${ajv.errorsText(validate.errors)}`);
    else rules[item.type](item.data);
  });
  for (const parent of parents) {
    refer(messages, parent, 'parent');
    if (replies.has(parent)) errors.push(`reply to a reply: ${parent}`);
  }
  return { items, findings: errors.length, ok: errors.length === 0 };
});
