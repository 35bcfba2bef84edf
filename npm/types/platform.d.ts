// Platforms, and what their documents are.

/** A chat platform: Stream, Sendbird, CometChat, TalkJS, ChatKitty. */
export type Platform = "stream" | "sendbird" | "cometchat" | "talkjs" | "chatkitty";

/**
 * What one input document holds.
 *
 * - `import`: a whole import file (Stream).
 * - `users`, `channels`, `groups` (CometChat), `members`, `conversations` (TalkJS), `messages`: the body of such a
 *   request, or for ChatKitty such a file.
 * - `requests` (Sendbird, CometChat, TalkJS): JSON Lines, one `{"method","path","body"}` a line, in the order in which
 *   they are sent. The path says what the body holds.
 */
export type Resource = "import" | "users" | "channels" | "groups" | "members" | "conversations" | "messages" | "requests";

/**
 * The form of a document, where a platform knows several.
 *
 * - Stream: `jsonl` is today's, one `{"type","data"}` a line; `array` the older one, a JSON array of `{"type","item"}`.
 * - ChatKitty: `camel` has names such as `displayName`, `snake` such as `display_name`.
 */
export type Dialect = "jsonl" | "array" | "camel" | "snake";

/** Whether a document is made for importing, or came out of a platform. */
export type Form = "import" | "export";

/** What a document seems to be. */
export interface Detection {
  platform: Platform | null;
  resource: Resource | null;
  dialect: Dialect | null;
  form: Form;
  /** `certain`: only this fits; `likely`: this fits best; `none`: nothing fits. */
  confidence: "certain" | "likely" | "none";
  /** What was seen, for people. */
  why: string;
}
