-- A few rows to try it with: threads, an attachment, reactions, soft deletes. All of it can be imported.

INSERT INTO users (id, login, display_name, avatar_url, is_admin, created_at, deleted_at) VALUES
  (1, 'ann', 'Ann Lee', 'https://example.com/ann.png', 1, 1609459200000, NULL),
  (2, 'bob', 'Bob', NULL, 0, 1609545600000, NULL),
  (3, 'cid', NULL, NULL, 0, 1609632000000, 1672531200000);

INSERT INTO rooms (id, slug, title, owner_id, created_at, deleted_at) VALUES
  (1, 'general', 'General', 1, 1609718400000, NULL),
  (2, 'old-plans', 'Old plans', 2, 1609718400000, 1640995200000);

INSERT INTO memberships (room_id, user_id, is_moderator, joined_at, last_read_at) VALUES
  (1, 1, 1, 1609718400000, 1612137600000),
  (1, 2, 0, 1609804800000, NULL),
  (1, 3, 0, 1609804800000, NULL),
  (2, 2, 0, 1609718400000, NULL);

INSERT INTO messages (id, room_id, author_id, reply_to, body, sent_at, deleted_at) VALUES
  (1, 1, 1, NULL, 'Welcome! 👋', 1609891200000, NULL),
  (2, 1, 2, 1, 'Thank you', 1609891260000, NULL),
  (3, 1, 1, 2, 'Gladly', 1609891320000, NULL),
  (4, 1, 3, NULL, 'said in anger', 1609891380000, 1609894980000),
  (5, 2, 2, NULL, 'In a room that is gone', 1609891440000, NULL),
  (6, 1, 2, NULL, NULL, 1609891500000, NULL);

INSERT INTO attachments (id, message_id, media_type, url, file_name) VALUES
  (1, 6, 'image/png', 'https://files.example.com/6/plan.png', 'plan.png'),
  (2, 6, 'application/pdf', 'https://files.example.com/6/plan.pdf', 'plan.pdf');

INSERT INTO reactions (message_id, user_id, emoji, reacted_at) VALUES
  (1, 2, '👍', 1609891265000),
  (1, 3, '❤️', 1609891270000),
  (5, 2, '👍', 1609891445000);
