// What the rows of the old chat become in Stream: for each kind a query and the item of a row, in the order that Stream
// demands. Each row gives one item and tells its rowid as `row`, so that a finding leads back to it.

/** Stream takes names of reactions, no emoji. One that is not listed goes over as it is, and the check says so. */
const REACTIONS = { "👍": "like", "❤️": "love", "😂": "haha", "😮": "wow", "😢": "sad", "🎉": "party" };

/** Rooms that were deleted stay behind, with all that is in them. What refers to no room at all is a fault, and is kept. */
const IN_ROOM = "LEFT JOIN rooms ON rooms.id = room_id";
const ROOM_IS_THERE = "rooms.deleted_at IS NULL";

export const SECTIONS = [
  {
    table: "users",
    query: "SELECT rowid AS row, * FROM users ORDER BY id",
    item: (row) => ({
      type: "user",
      data: {
        id: row.login,
        name: row.display_name,
        image: row.avatar_url,
        role: row.is_admin ? "admin" : "user",
        created_at: time(row.created_at),
        deleted_at: time(row.deleted_at),
      },
    }),
  },
  {
    table: "rooms",
    query: `
      SELECT rooms.rowid AS row, rooms.*, owners.login AS owner FROM rooms
      LEFT JOIN users AS owners ON owners.id = owner_id
      WHERE ${ROOM_IS_THERE} ORDER BY rooms.id`,
    item: (row) => ({
      type: "channel",
      data: { type: "messaging", id: row.slug, name: row.title, created_by: row.owner, created_at: time(row.created_at) },
    }),
  },
  {
    table: "memberships",
    query: `
      SELECT memberships.rowid AS row, memberships.*, slug, login FROM memberships
      ${IN_ROOM} LEFT JOIN users ON users.id = user_id
      WHERE ${ROOM_IS_THERE} ORDER BY room_id, user_id`,
    item: (row) => ({
      type: "member",
      data: {
        channel_type: "messaging",
        channel_id: row.slug,
        user_id: row.login,
        channel_role: row.is_moderator ? "channel_moderator" : "channel_member",
        created_at: time(row.joined_at),
        last_read: time(row.last_read_at),
      },
    }),
  },
  {
    table: "messages",
    // Stream knows threads of one level: a reply to a reply belongs to the first message, and quotes the other.
    query: `
      WITH RECURSIVE threads (reply, first) AS (
        SELECT replies.id, parents.id FROM messages AS replies
          JOIN messages AS parents ON parents.id = replies.reply_to WHERE parents.reply_to IS NULL
        UNION ALL SELECT messages.id, first FROM messages JOIN threads ON messages.reply_to = reply
      )
      SELECT messages.rowid AS row, messages.*, slug, login, first, (
        SELECT json_group_array(json_object('media_type', media_type, 'url', url, 'file_name', file_name) ORDER BY attachments.id)
        FROM attachments WHERE message_id = messages.id
      ) AS attachments
      FROM messages ${IN_ROOM} LEFT JOIN users ON users.id = author_id LEFT JOIN threads ON reply = messages.id
      WHERE ${ROOM_IS_THERE} ORDER BY sent_at, messages.id`,
    item(row) {
      const parent = row.first ?? row.reply_to;
      const deleted = row.deleted_at !== null;
      return {
        type: "message",
        data: {
          id: messageId(row.id),
          channel_type: "messaging",
          channel_id: row.slug,
          user: row.login,
          type: deleted ? "deleted" : parent === null ? "regular" : "reply",
          text: deleted ? null : (row.body ?? ""),
          attachments: deleted ? null : JSON.parse(row.attachments).map(attachment),
          parent_id: messageId(parent),
          quoted_message_id: parent === row.reply_to ? null : messageId(row.reply_to),
          created_at: time(row.sent_at),
          deleted_at: time(row.deleted_at),
        },
      };
    },
  },
  {
    table: "reactions",
    query: `
      SELECT reactions.rowid AS row, reactions.*, login FROM reactions
      LEFT JOIN messages ON messages.id = message_id
      ${IN_ROOM} LEFT JOIN users ON users.id = user_id
      WHERE ${ROOM_IS_THERE} ORDER BY message_id, user_id, emoji`,
    item: (row) => ({
      type: "reaction",
      data: {
        message_id: messageId(row.message_id),
        user_id: row.login,
        type: REACTIONS[row.emoji] ?? row.emoji,
        created_at: time(row.reacted_at),
      },
    }),
  },
];

function attachment({ media_type: mediaType, url, file_name: title }) {
  const [kind] = mediaType.split("/");
  if (kind === "image") return { type: "image", image_url: url, title, mime_type: mediaType };
  return { type: ["audio", "video"].includes(kind) ? kind : "file", asset_url: url, title, mime_type: mediaType };
}

/** Ids are unique in the whole app there, so they say where they come from. */
function messageId(id) {
  return id === null ? null : `old-${id}`;
}

/** RFC 3339. What is no time goes out as it is: the check will say so, and of which row. */
function time(milliseconds) {
  if (milliseconds === null) return null;
  const date = new Date(Number(milliseconds));
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}
