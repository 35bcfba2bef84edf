// The rules of Stream's import items as JSON Schema, one schema per type, as a careful developer would write them:
// types, lengths, character sets, formats, conditions, reserved names. Further keys are custom data.

const time = { type: 'string', format: 'date-time' };
const text = { type: 'string' };
const flag = { type: 'boolean' };
const id = (maxLength, pattern) => ({ type: 'string', minLength: 1, maxLength, ...(pattern && { pattern }) });
const userId = id(255, '^[@\\w-]*$');
const messageId = id(255);
const list = (items, more = {}) => ({ type: 'array', items, ...more });
const reserved = (...names) => Object.fromEntries(names.map((name) => [name, false]));
const object = (required, properties, more = {}) => ({ type: 'object', required, properties, ...more });

/** Exactly one of a channel's id and its members. */
const channelKey = (name, members) => ({
  oneOf: [{ required: [name] }, { required: [members] }],
});

const attachment = object([], {
  type: text,
  asset_url: { type: 'string', format: 'uri', pattern: '^https://' },
  image_url: { type: 'string', format: 'uri', pattern: '^https://' },
  thumb_url: { type: 'string', format: 'uri', pattern: '^https://' },
  migrate_resources: flag,
});

export const schemas = {
  user: object(['id'], {
    id: userId,
    role: id(255),
    invisible: flag,
    created_at: time,
    deleted_at: time,
    deactivated_at: time,
    teams: list(text),
    teams_role: { type: 'object', additionalProperties: text },
    language: text,
    channel_mutes: list({ type: 'string', pattern: '^[^:]+:[^:]+$' }),
    user_mutes: list(userId),
    blocked_user_ids: list(userId),
    ...reserved('app_pk', 'online', 'pk', 'user_pk', 'last_active'),
  }),
  channel: object(['type', 'created_by'], {
    id: id(64, '^[\\w-]*$'),
    member_ids: list(userId, { minItems: 1 }),
    type: id(64, '^[\\w-]*$'),
    created_by: userId,
    frozen: flag,
    disabled: flag,
    team: text,
    created_at: time,
    truncated_at: time,
    banned_users: list(userId),
    ...reserved('last_message_at', 'cid', 'created_by_pk', 'members', 'config', 'app_pk', 'pk'),
  }, channelKey('id', 'member_ids')),
  member: object(['channel_type', 'user_id'], {
    channel_type: id(64),
    channel_id: id(64),
    channel_member_ids: list(userId, { minItems: 1 }),
    user_id: userId,
    channel_role: text,
    created_at: time,
    last_read: time,
    invited: flag,
    invite_accepted_at: time,
    invite_rejected_at: time,
    hide_channel: flag,
    hide_messages_before: time,
    archived_at: time,
  }, channelKey('channel_id', 'channel_member_ids')),
  message: object(['id', 'channel_type', 'user'], {
    id: messageId,
    channel_type: id(64),
    channel_id: id(64),
    channel_member_ids: list(userId, { minItems: 1 }),
    user: userId,
    text,
    html: text,
    type: { enum: ['regular', 'reply', 'deleted', 'system'] },
    attachments: list(attachment, { maxItems: 30 }),
    parent_id: messageId,
    show_in_channel: flag,
    created_at: time,
    deleted_at: time,
    mentioned_users_ids: list(userId),
    restricted_visibility: list(userId),
    quoted_message_id: messageId,
    pinned_at: time,
    pinned_by_id: userId,
    pin_expires: time,
    ...reserved('tmp_id', 'app_pk', 'latest_reactions', 'own_reactions', 'reactions_count', 'reply_count', 'command',
      'pk', 'quoted_message', 'pinned_by'),
  }, {
    ...channelKey('channel_id', 'channel_member_ids'),
    dependentRequired: {
      show_in_channel: ['parent_id'],
      pinned_at: ['pinned_by_id'],
      pinned_by_id: ['pinned_at'],
      pin_expires: ['pinned_at'],
    },
    if: { required: ['type'], properties: { type: { const: 'deleted' } } },
    then: { required: ['deleted_at'] },
    else: { properties: { deleted_at: false } },
  }),
  reaction: object(['message_id', 'type', 'user_id', 'created_at'], {
    message_id: messageId,
    type: id(30, '^[\\w\\-+:.]*$'),
    user_id: userId,
    created_at: time,
    ...reserved('app_pk', 'pk', 'user', 'user_pk'),
  }),
};
