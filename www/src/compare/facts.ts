//! What each platform can hold, where no table of the checks says it: the tables know fields, not their absence, and not
//! what they are good for. A cell that names a field gets the field's limits from there.

import type { Platform } from "chat-preflight";

/** `yes`: as it is; `partly`: in another form, or not all of it; `no`: an import has no place for it. */
export type Holds = "yes" | "partly" | "no";

/** What it can do, in a few words, and the field that does it: `message.parent_id`. */
export type Cell = [holds: Holds, words: string, field?: string];

export interface Fact {
  what: string;
  cells: Record<Platform, Cell>;
}

export interface Group {
  title: string;
  facts: Fact[];
}

const NONE: Cell = ["no", ""];

export const GROUPS: Group[] = [
  {
    title: "Messages",
    facts: [
      {
        what: "Text",
        cells: { stream: ["yes", "", "message.text"], sendbird: ["yes", "", "message.message"], cometchat: ["yes", "", "message.data.text"], talkjs: ["yes", "", "message.text"], chatkitty: ["yes", "", "message.body"] },
      },
      {
        what: "Own id",
        cells: {
          stream: ["yes", "", "message.id"], sendbird: ["partly", "told apart by it, but gets a new id", "message.dedup_id"], cometchat: ["partly", "beside an id of the platform", "message.muid"],
          talkjs: ["no", "gets a new one"], chatkitty: ["partly", "told apart by it", "message.idempotencyKey"],
        },
      },
      {
        what: "Time of sending",
        cells: { stream: ["yes", "", "message.created_at"], sendbird: ["yes", "", "message.timestamp"], cometchat: ["partly", "milliseconds are lost", "message.sentAt"], talkjs: ["yes", "", "message.timestamp"], chatkitty: ["no", "the time of the import; the order is kept"] },
      },
      {
        what: "Threads",
        cells: { stream: ["partly", "one level", "message.parent_id"], sendbird: NONE, cometchat: NONE, talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Quoted messages",
        cells: { stream: ["yes", "", "message.quoted_message_id"], sendbird: NONE, cometchat: NONE, talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Reactions",
        cells: { stream: ["yes", "items of their own", "reaction.type"], sendbird: NONE, cometchat: NONE, talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Attachments",
        cells: {
          stream: ["yes", "by https URL", "message.attachments"], sendbird: ["partly", "one FILE message each, by URL", "message.url"], cometchat: ["partly", "one media message each, by URL", "message.data.attachments"],
          talkjs: ["partly", "uploaded first", "message.attachmentToken"], chatkitty: NONE,
        },
      },
      {
        what: "Mentions",
        cells: { stream: ["yes", "", "message.mentioned_users_ids"], sendbird: ["yes", "", "message.mentioned_user_ids"], cometchat: ["yes", "in the text, as <@uid:…>", "message.mentionedUserDetails"], talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "System messages",
        cells: { stream: ["partly", "spoken by a user", "message.type"], sendbird: ["yes", "ADMM", "message.message_type"], cometchat: ["no", "only as the text of a user"], talkjs: ["no", "only as the text of a user"], chatkitty: ["yes", "SYSTEM_TEXT", "message.type"] },
      },
      {
        what: "Deleted messages",
        cells: { stream: ["yes", "", "message.deleted_at"], sendbird: NONE, cometchat: NONE, talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Pinned messages",
        cells: { stream: ["yes", "", "message.pinned_at"], sendbird: NONE, cometchat: NONE, talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Custom data",
        cells: {
          stream: ["yes", "any other key, 5 KB in all"], sendbird: ["partly", "one text, and a type", "message.data"], cometchat: ["yes", "", "message.data.metadata"],
          talkjs: ["partly", "texts only", "message.custom"], chatkitty: ["yes", "", "message.properties"],
        },
      },
    ],
  },
  {
    title: "Read state",
    facts: [
      {
        what: "How far somebody has read",
        cells: {
          stream: ["yes", "by member", "member.last_read"], sendbird: ["partly", "by channel, for all members", "messages.update_read_ts"], cometchat: ["partly", "by message, in chats of two", "message.readAt"],
          talkjs: ["yes", "by message", "message.readBy"], chatkitty: NONE,
        },
      },
      {
        what: "Delivered",
        cells: { stream: NONE, sendbird: NONE, cometchat: ["yes", "by message", "message.deliveredAt"], talkjs: NONE, chatkitty: NONE },
      },
    ],
  },
  {
    title: "Channels and members",
    facts: [
      {
        what: "Key",
        cells: { stream: ["yes", "with the type in front", "channel.id"], sendbird: ["yes", "", "channel.channel_url"], cometchat: ["yes", "", "group.guid"], talkjs: ["yes", "", "conversation.id"], chatkitty: ["partly", "messages name a number that only ChatKitty knows", "channel.name"] },
      },
      {
        what: "Direct chats",
        cells: { stream: ["yes", "a channel by its members", "channel.member_ids"], sendbird: ["yes", "", "channel.is_distinct"], cometchat: ["partly", "two people, without a group", "message.receiverType"], talkjs: ["yes", "a conversation", "conversation.participants"], chatkitty: ["yes", "up to 10 people", "channel.type"] },
      },
      {
        what: "Open to anyone",
        cells: { stream: ["partly", "by the channel type", "channel.type"], sendbird: ["partly", "open channels, created by another call"], cometchat: ["yes", "", "group.type"], talkjs: NONE, chatkitty: ["yes", "", "channel.type"] },
      },
      {
        what: "Roles of members",
        cells: { stream: ["yes", "", "member.channel_role"], sendbird: ["partly", "operators", "channel.operator_ids"], cometchat: ["yes", "", "member.scope"], talkjs: ["partly", "to read, or to read and write", "participant.access"], chatkitty: NONE },
      },
      {
        what: "Joined at",
        cells: { stream: ["yes", "", "member.created_at"], sendbird: NONE, cometchat: ["yes", "", "member.joinedAt"], talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Created at",
        cells: { stream: ["yes", "", "channel.created_at"], sendbird: NONE, cometchat: ["yes", "", "group.createdAt"], talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Banned members",
        cells: { stream: ["yes", "", "channel.banned_users"], sendbird: NONE, cometchat: ["yes", "", "member.isBanned"], talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Custom data",
        cells: { stream: ["yes", "any other key, 5 KB in all"], sendbird: ["partly", "one text, and a type", "channel.data"], cometchat: ["yes", "", "group.metadata"], talkjs: ["partly", "texts only", "conversation.custom"], chatkitty: ["yes", "", "channel.properties"] },
      },
    ],
  },
  {
    title: "Users",
    facts: [
      {
        what: "Id",
        cells: { stream: ["yes", "", "user.id"], sendbird: ["yes", "", "user.user_id"], cometchat: ["partly", "lower case", "user.uid"], talkjs: ["yes", "", "user.id"], chatkitty: ["yes", "", "user.name"] },
      },
      {
        what: "Display name",
        cells: { stream: ["yes", "as custom data"], sendbird: ["yes", "", "user.nickname"], cometchat: ["yes", "", "user.name"], talkjs: ["yes", "", "user.name"], chatkitty: ["yes", "", "user.displayName"] },
      },
      {
        what: "Picture",
        cells: { stream: ["yes", "as custom data"], sendbird: ["yes", "", "user.profile_url"], cometchat: ["yes", "", "user.avatar"], talkjs: ["yes", "", "user.photoUrl"], chatkitty: ["partly", "with its type and size", "user.displayPicture"] },
      },
      {
        what: "Role",
        cells: { stream: ["yes", "the app has to have it", "user.role"], sendbird: NONE, cometchat: ["yes", "the app has to have it", "user.role"], talkjs: ["yes", "", "user.role"], chatkitty: NONE },
      },
      {
        what: "Created at",
        cells: { stream: ["yes", "", "user.created_at"], sendbird: NONE, cometchat: ["yes", "", "user.createdAt"], talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Deactivated",
        cells: { stream: ["yes", "", "user.deactivated_at"], sendbird: ["partly", "by a later call", "update.is_active"], cometchat: ["partly", "afterwards: messages of such a user fail", "user.deactivatedAt"], talkjs: NONE, chatkitty: NONE },
      },
      {
        what: "Custom data",
        cells: { stream: ["yes", "any other key, 5 KB in all"], sendbird: ["partly", "5 texts", "user.metadata"], cometchat: ["yes", "", "user.metadata"], talkjs: ["partly", "texts only", "user.custom"], chatkitty: ["yes", "", "user.properties"] },
      },
    ],
  },
  {
    title: "How it is handed over",
    facts: [
      {
        what: "In what",
        cells: {
          stream: ["yes", "one file for all of it, up to 300 MB; what is larger is imported in parts"], sendbird: ["partly", "a request for each user and channel; 100 messages of a channel a request", "messages.messages"],
          cometchat: ["partly", "requests of up to 50 things, 60 requests a minute", "messages.messages"], talkjs: ["partly", "requests of up to 10 messages of a conversation"], chatkitty: ["yes", "a file for each kind of thing"],
        },
      },
      {
        what: "How old it may be",
        cells: { stream: ["yes", "any age"], sendbird: ["yes", "any age"], cometchat: ["partly", "as far back as the app keeps messages, 6 months by default"], talkjs: ["yes", "any age"], chatkitty: ["no", "imported messages have no times"] },
      },
    ],
  },
];
