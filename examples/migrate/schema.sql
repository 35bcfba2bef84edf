-- The chat that is left: a schema as many have grown it. Times are milliseconds since 1970; nothing enforces references.

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  display_name TEXT,
  avatar_url TEXT,
  is_admin INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
);

CREATE TABLE rooms (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  title TEXT,
  owner_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER
);

CREATE TABLE memberships (
  room_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  is_moderator INTEGER NOT NULL DEFAULT 0,
  joined_at INTEGER NOT NULL,
  last_read_at INTEGER,
  PRIMARY KEY (room_id, user_id)
);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  room_id INTEGER NOT NULL,
  author_id INTEGER NOT NULL,
  reply_to INTEGER,
  body TEXT,
  sent_at INTEGER NOT NULL,
  deleted_at INTEGER
);
CREATE INDEX messages_by_time ON messages (sent_at, id);
CREATE INDEX messages_by_parent ON messages (reply_to);

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  url TEXT NOT NULL,
  file_name TEXT
);
CREATE INDEX attachments_by_message ON attachments (message_id);

CREATE TABLE reactions (
  message_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  reacted_at INTEGER NOT NULL,
  PRIMARY KEY (message_id, user_id, emoji)
);
