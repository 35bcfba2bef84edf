/// <reference lib="esnext.disposable" />

/**
 * Checks chat-import files before anyone uploads them, and converts them from one platform to another. Nothing leaves the
 * machine.
 *
 * ```js
 * import { check } from "chat-preflight";
 *
 * const report = await check(file);
 * if (!report.ok) console.log(report.findings[0].message);
 * ```
 *
 * @packageDocumentation
 */

/**
 * Loads the wasm. `detect`, `check`, `convert`, and `Checker` in Node call it themselves; in browsers, await it before the first
 * `new Checker()`. Calling it again does nothing.
 *
 * @param source Where the wasm comes from, if not from this package: a compiled `WebAssembly.Module`, its bytes, a URL
 *   or a `Response`. Only the first call counts.
 */
export function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/**
 * Recognises a document by its first bytes, and by its name where those leave a doubt. Gzip is looked into. A stream
 * is used up by it.
 */
export function detect(source: Source | Part): Promise<Detection>;

/**
 * Checks one document, or several as one: what one of them refers to may stand in another.
 *
 * Problems of the data are findings. It rejects with a {@link PreflightError} for what is wrong with the call, with an
 * `AbortError` if `options.signal` says so, and with the error of a stream that breaks.
 */
export function check(input: Source | Part | readonly (Source | Part)[], options?: CheckOptions): Promise<Report>;

/**
 * Mends what can be mended without asking, and checks what comes out: comments, trailing commas and JavaScript's quotes in
 * JSON, known names of fields under others, times in another unit, numbers in quotes, items over several lines or out of
 * order, requests with too many rows, lists that may be empty and have to be there. No id is made up, no text is cut,
 * nothing is left out; all else stays as it is, to the byte. A text with nothing to mend comes out the same, and so does what
 * was mended before. What was compressed comes out uncompressed.
 *
 * ```js
 * const { files, applied, report } = await fix(file);
 * for (const { count, title } of applied) console.log(count, title);
 * if (report.ok) await upload(await files[0].blob());
 * ```
 */
export function fix(input: Source | Part | readonly (Source | Part)[], options?: FixOptions): Promise<Repair>;

/**
 * Converts a chat history from one platform to another: one document, or several as one history. What is written is
 * checked. What did not go over as it was is counted in `losses`.
 *
 * ```js
 * const conversion = await convert(file, { to: "stream" });
 * for (const { name, size } of conversion.files) console.log(name, size);
 * for (const { count, kind, field, treatment, reason } of conversion.losses) console.log(count, kind, field, treatment, reason);
 * ```
 *
 * The same input and options give the same bytes, as long as `now` is among the options. Problems of the data are part of
 * the result. It rejects as `check` does, and with `options.strict` for the first item that cannot be read.
 */
export function convert(input: Source | Part | readonly (Source | Part)[], options: ConvertOptions): Promise<Conversion>;

/** The registry of finding codes: all, or those that a platform's files can get. */
export function rules(platform?: Platform): Promise<Rule[]>;

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = { [keyword: string]: unknown };

/**
 * The JSON Schema of what a platform imports, made from the tables of the checks: of a kind of item (`"message"`) or of
 * document (`"messages"`), or without a kind of any document. Stream's `"import"` is the schema of one line of JSON Lines.
 * What is only a warning passes, limits in bytes are given in characters, and references, duplicates and order are for
 * {@link check}. Rejects with `bad-option` for what there is not.
 */
export function schema(platform: Platform, kind?: string): Promise<JsonSchema>;

/**
 * The push API, for callers who read in their own way. Bytes are pushed as they are in the uncompressed file, in
 * pieces of any size; big ones are faster. Where `check()` will do, it is the better choice: it unpacks gzip, keeps
 * streams for a second reading and frees the memory.
 *
 * ```js
 * await init();
 * using checker = new Checker({ platform: "stream" });
 * checker.push(bytes);
 * let outcome = checker.finish();
 * if ("replay" in outcome) {
 *   checker.push(bytes); // all of it once more
 *   outcome = checker.finish();
 * }
 * ```
 */
export class Checker {
  constructor(options?: CheckerOptions);
  /** Starts the next document. Need not be called for a single one without a name. */
  source(document?: { name?: string | undefined; resource?: Resource | undefined; channel?: string | undefined }): void;
  /** Takes the next bytes. */
  push(bytes: Uint8Array): void;
  /**
   * Ends the input. `{ replay: true }` asks for all documents once more, from their beginning, with `source()` and
   * `push()`; the next `finish()` gives the report. A clean input is read once.
   */
  finish(): Report | Replay;
  /** Bytes taken, in this reading of the input. */
  readonly bytes: number;
  /** Items seen, in this reading of the input. */
  readonly items: number;
  /** Findings so far. */
  readonly findings: number;
  /** Gives the memory back. Freeing twice does no harm. */
  free(): void;
  [Symbol.dispose](): void;
}

/** The input has to be pushed once more. */
export interface Replay {
  replay: true;
}

/** What a call throws or rejects with if it could not do its work. */
export class PreflightError extends Error {
  constructor(code: string, message: string, options?: { cause?: unknown });
  readonly name: "PreflightError";
  /**
   * Stable: `bad-option`, `unknown-option`, `bad-input`, `not-initialized`, `load-failed` (the wasm did not load),
   * `unreadable` (a File that changed or went away), `spool-failed` (a stream could not be kept for a second
   * reading, or a history while it is converted), `unreadable-item` (with the option `strict`), `freed`, or `internal` (a fault of this package: please report it; the next call works again).
   */
  readonly code: string;
}

/** A document to check. Strings are the text of a document, not a path. */
export type Source = BlobLike | Uint8Array | ArrayBuffer | string | ReadableStreamLike | AsyncIterable<Uint8Array | string>;

/** A document with what its bytes do not say. */
export interface Part {
  source: Source;
  /** Its name in the report; a `File` has one. */
  name?: string | undefined;
  /** What it holds; detected if absent. */
  resource?: Resource | undefined;
  /** The channel it belongs to, where it does not say so itself, such as the conversation of TalkJS's messages. */
  channel?: string | undefined;
}

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

/** What a check is asked. The defaults detect everything. */
export interface CheckerOptions {
  platform?: Platform | undefined;
  /** Resource of the (first) document. */
  resource?: Resource | undefined;
  /** Channel of the (first) document. */
  channel?: string | undefined;
  dialect?: Dialect | undefined;
  /** What only the target app knows. */
  profile?: Profile | undefined;
  /** The time of the check, RFC 3339; the clock's if absent. Later times in a file are in the future. */
  now?: string | undefined;
  /** Seed of the fingerprints that ids are kept as; random if absent. No report depends on it. */
  seed?: number | undefined;
  /** Most findings listed for one code; 0 lists all. Counts are always complete. Default 100. */
  maxFindings?: number | undefined;
  /** Whose wording `report.answer` has. Default `dashboard`. */
  answer?: "dashboard" | "stream-cli" | undefined;
  limits?: Limits | undefined;
}

/** Options of `check()`. */
export interface CheckOptions extends CheckerOptions {
  /** Called about 20 times a second, and at the end. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Aborts the check, which then rejects with an `AbortError`. */
  signal?: AbortSignalLike | undefined;
}

/** Options of `fix()`: those of the check before and behind it. */
export interface FixOptions extends CheckerOptions {
  /** Called about 20 times a second. */
  onProgress?: ((progress: FixProgress) => void) | undefined;
  /** Aborts the repair, which then rejects with an `AbortError`. Nothing is left behind. */
  signal?: AbortSignalLike | undefined;
}

/** How far a repair is. */
export interface FixProgress {
  /** The text is mended, its items are sorted, what came out is checked. */
  phase: "fix" | "sort" | "check";
  /** Each pass mends what the one before could not see yet; from 1. Only while mending. */
  pass?: number;
  /** Bytes of this phase that are done. */
  bytes: number;
  /** How many there are; `undefined` for streams. */
  total: number | undefined;
  /** Items seen in this phase. */
  items: number;
}

/** What `fix()` gives. */
export interface Repair {
  /** The documents as they are now, in their order and under their names. */
  files: ConvertedFile[];
  /** What was done, in the order of the first places. */
  applied: Mend[];
  /** The check of what came out. */
  report: Report;
  /** Gives up the files; their bytes may lie in a temporary file. Happens by itself once nobody knows them any more. */
  close(): Promise<void>;
}

/** One kind of mend. */
export interface Mend {
  /** The findings that it was made for. */
  code: FindingCode;
  title: string;
  /** How often it was made. */
  count: number;
  /** Where, for the first times: in the text as it was when it was made, behind the mends of earlier passes. */
  first: Position[];
}

/** Options of `convert()`. Only `to` is required; the defaults detect the input and keep as much of it as they can. */
export interface ConvertOptions {
  /** The platform to write for. */
  to: Platform;
  /** The platform that the input is of. Default: what it looks like. */
  from?: Platform | undefined;
  /** What documents hold that do not say so as a {@link Part}. */
  resource?: Resource | undefined;
  /** The channel that messages without one belong to, in documents that do not say so as a {@link Part}. */
  channel?: string | undefined;
  /** Stream: the dialect of the input. ChatKitty: that of the input, and of the output. */
  dialect?: Dialect | undefined;
  /** The app that will import. */
  profile?: Profile | undefined;
  /** RFC 3339; the clock's time if absent. What retention and "in the future" are measured by. */
  now?: string | undefined;
  /** Seed of fingerprints; random if absent. No result depends on it. */
  seed?: number | undefined;
  limits?: Limits | undefined;
  /**
   * Who speaks system messages and owns what has no known owner; made in the output if the input lacks it. Default
   * `migration-system`.
   */
  systemUser?: string | undefined;
  /** System messages, where the target has none: left out, or spoken by the system user. Default `drop`. */
  systemMessages?: "drop" | "user" | undefined;
  /** Deleted messages, where the target has none: left out, or kept as text. Default `drop`. */
  deleted?: "drop" | "keep" | undefined;
  /** Stream: the channel type that groups become. Default `messaging`. */
  channelType?: string | undefined;
  /**
   * Values that the target has no field for: kept in its custom data as `source_<field>`, from where a conversion back
   * restores them, or lost. Default `custom`.
   */
  park?: "custom" | "none" | undefined;
  /** ChatKitty: the numbers of channels by name. Numbers beyond 2^53 as strings. */
  channelIds?: Readonly<Record<string, number | string>> | undefined;
  /**
   * ChatKitty as source: channels whose number is not in `channelIds` cannot be read, or the number becomes the name.
   * Default `stop`.
   */
  unknownChannels?: "stop" | "keep" | undefined;
  /** RFC 3339: when the first message was sent, where the source has no times; the next ones follow a second apart. */
  startTime?: string | undefined;
  /** RFC 3339: messages from before are left out, and counted. CometChat: so is what the app does not keep, by the profile. */
  since?: string | undefined;
  /** RFC 3339: messages from then on are left out, and counted. */
  until?: string | undefined;
  /** The `ids` of an earlier conversion, so that ids change in the same way; for the way back with `from` and `to` swapped. */
  ids?: readonly ChangedId[] | undefined;
  /** TalkJS: tokens of files that have been uploaded, by the URLs in `uploads` of an earlier conversion. */
  uploads?: readonly { url: string; token: string }[] | undefined;
  /** Whether to stop at the first item that cannot be read, with a `PreflightError` `unreadable-item`. Default false. */
  strict?: boolean | undefined;
  /** Called about 20 times a second. */
  onProgress?: ((progress: ConvertProgress) => void) | undefined;
  /** Aborts the conversion, which then rejects with an `AbortError`. Nothing is left behind. */
  signal?: AbortSignalLike | undefined;
}

/** How far a conversion is. */
export interface ConvertProgress {
  /** The input is read, the history is written, what was written (or could not be read) is checked. */
  phase: "read" | "write" | "check";
  /** Bytes done in this phase. */
  bytes: number;
  /** Bytes there are in this phase, if that is known. */
  total: number | undefined;
  /** Items read, or checked. */
  items: number;
}

/** The result of a conversion. All but the contents of its files is plain data. */
export interface Conversion {
  /**
   * Whether something was written, every item could be read, no ids fell together, and the check of the output finds no
   * error. Losses and pending messages are no errors.
   */
  ok: boolean;
  /** The platform of the input; `null` if it was not recognised. */
  from: Platform | null;
  to: Platform;
  /** The documents that were read. Positions refer to them. */
  sources: SourceInfo[];
  /** What was written. None of them is empty; without any there was nothing to write. */
  files: ConvertedFile[];
  /** All that did not go over as it was. */
  losses: Loss[];
  /** Ids that had to change. */
  ids: ChangedId[];
  /** Ids that became another one's: an error, for the target cannot tell them apart. */
  collisions: (ChangedId & { position: Position })[];
  /** The first items and parts of items that could not be read. */
  unreadable: { kind: string; position: Position; why: string }[];
  /** How many there are. */
  unreadableCount: number;
  /** Files to upload before the output is sent, where the target wants that. With tokens they go into the option `uploads`. */
  uploads: { url: string; name: string; mediaType: string; message: string }[];
  /** Messages that wait for something that is not known yet; `steps` says for what. */
  pending: number;
  /** What is left to do by hand, in order, in words. */
  steps: string[];
  /** The check of the output, for the platform `to`; `null` if there is nothing to check. */
  report: Report | null;
  /** A check of the input without its exports, if something in it could not be read or nothing came of it. */
  inputReport?: Report;
  stats: {
    /** By kind: `users`, `channels`, `members`, `messages`, `reactions`. */
    read: Record<string, number>;
    /** Without what was left out as a whole. */
    written: Record<string, number>;
  };
  /** Where requests were written: how many, and how long it takes to send them at the pace that the platform allows. */
  requests?: { count: number; seconds: number | null };
  /**
   * Gives back what the files take, in memory or on disk; they cannot be read any more then. Who forgets it has them
   * until they are garbage, at the latest until the process ends.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What the surroundings have: the real thing where its type is known. */
type PlatformBlob = typeof globalThis extends { Blob: { prototype: infer Known } } ? Known : BlobLike;
type PlatformStream = typeof globalThis extends { ReadableStream: { prototype: infer Known } } ? Known : ReadableStreamLike;

/** A file that a conversion has written. It can be read as often as wanted. */
export interface ConvertedFile {
  /** Such as `import.jsonl`, or `import-001.jsonl` where a single one would be larger than the platform takes. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Of `Uint8Array`s. */
  stream(): PlatformStream;
  /** In browsers without reading it; in Node it is in memory then. */
  blob(): Promise<PlatformBlob>;
  text(): Promise<string>;
}

/** Values of one field, or whole items, that did not go over as they were, all for one reason. */
export interface Loss {
  /** `user`, `channel`, `member`, `message`, `attachment`, `reaction`, `other`. */
  kind: string;
  /** The name of the field, or the key of custom data; empty for whole items. */
  field: string;
  /** Not in the output; in the target's custom data; in the output in another form. */
  treatment: "lost" | "parked" | "changed";
  reason: string;
  count: number;
  /** The first places in the input. */
  first: Position[];
}

/** An id, and what it became. */
export interface ChangedId {
  kind: "user" | "channel" | "message";
  from: string;
  to: string;
}

/** How far a check is. */
export interface Progress {
  /** Bytes read, compressed ones if the input is. */
  bytes: number;
  /** Bytes there are, if that is known. */
  total: number | undefined;
  items: number;
  findings: number;
  /** Whether the input is read once more, for texts and places; `bytes` then starts again. */
  replay: boolean;
}

/** Sizes beyond which an item is not looked into. */
export interface Limits {
  /** Largest item, in bytes. Default 16 MiB. */
  itemBytes?: number | undefined;
  /** Deepest nesting inside an item. Default 10,000. */
  depth?: number | undefined;
}

/**
 * What only the target app knows, so that it can be checked offline. What is left out is not checked, or has the
 * platform's default where one is named here.
 */
export interface Profile {
  /** Ids that are in the app already. It closes the kinds it lists: other ids of them are errors. */
  existing?: {
    users?: readonly string[] | undefined;
    /**
     * Stream: as `type:id`. Else as the platform's messages name them: by channel URL (Sendbird), group id (CometChat),
     * conversation id (TalkJS), channel id (ChatKitty).
     */
    channels?: readonly string[] | undefined;
    messages?: readonly string[] | undefined;
  } | undefined;
  /** Stream, CometChat: the app's roles. */
  roles?: readonly string[] | undefined;
  /** Stream: the app's channel types. */
  channelTypes?: Readonly<Record<string, { maxMessageLength?: number | undefined }>> | undefined;
  /** Stream: whether channel ids may hold `!`, as those of exported distinct channels do. */
  allowExclamationInChannelIds?: boolean | undefined;
  /** Stream: largest custom data of one object, in bytes of compact JSON. Default 5 KiB. */
  customDataLimit?: number | undefined;
  /** CometChat: how many months back messages may have been sent; `null` for any time. Default 6. */
  retentionMonths?: number | null | undefined;
  /** Sendbird: longest text of a message, in characters. Default 5,000. */
  maxMessageLength?: number | undefined;
  /** TalkJS: most participants of a conversation that the plan allows. */
  participantLimit?: number | undefined;
}

/** The result of a check: plain data, the same for the same input and options. */
export interface Report {
  /** Whether there is no error. */
  ok: boolean;
  /** `null` if it was not recognised. */
  platform: Platform | null;
  sources: SourceInfo[];
  stats: Stats;
  /** Findings by code, all of them. */
  counts: Partial<Record<FindingCode, number>>;
  /** The first findings of each code: in file order, then what only the end of the input could decide. */
  findings: Finding[];
  /** How many findings were left out of `findings`. */
  dropped: number;
  /** What the platform would answer; `null` if it was not recognised. */
  answer: Answer | null;
  /** Messages created per day, in the order of days. A wrong unit of time shows at a glance. */
  timeline: TimelineBucket[];
}

/** A document that was read. */
export interface SourceInfo {
  name: string | null;
  resource: Resource | null;
  dialect: Dialect | null;
  form: Form;
}

/** How much was read. Kinds are in the plural: `users`, `channels`… */
export interface Stats {
  /** Uncompressed bytes. */
  bytes: number;
  items: number;
  /** Items seen. */
  total: Record<string, number>;
  /** Items without an error. */
  valid: Record<string, number>;
}

/**
 * What the platform would answer: one text where it takes one file (Stream), else a reply to each file (ChatKitty) or
 * request (Sendbird, CometChat, TalkJS) that has errors. Which it is can be asked with `"text" in answer`.
 */
export type Answer = TextAnswer | FileAnswers | RequestAnswers;

/** One answer to all of the input. */
export interface TextAnswer extends AnswerText {
  /** Errors left out because of `maxFindings`. */
  omitted: number;
}

/** The replies to files that have errors, in their order. */
export interface FileAnswers {
  files: FileAnswer[];
  /** Replies left out because of `maxFindings`. */
  omitted: number;
}

/** The replies to requests that have errors, in their order. */
export interface RequestAnswers {
  requests: RequestAnswer[];
  /** Replies left out because of `maxFindings`. */
  omitted: number;
}

/** The reply to one file. */
export interface FileAnswer extends AnswerText {
  /** Index into `report.sources`. */
  source: number;
  /** The HTTP status. */
  status: number;
}

/** The reply to one request. */
export interface RequestAnswer extends AnswerText {
  method: string;
  /** With placeholders such as `{appId}` where the input does not say more. */
  path: string;
  /** Index into `report.sources`. */
  source: number;
  /** How many things the request carries. */
  items: number;
  /** The HTTP status. */
  status: number;
  /** Of a request that is refused as a whole: the keys of those of its things that are imported all the same. */
  imported?: string[];
}

/** The body of an answer. */
export interface AnswerText {
  /** Whether any of it is our guess: codes are dependable then, sentences are hints. */
  predicted: boolean;
  /** The exact JSON; empty where the body is. */
  text: string;
  /**
   * `text`, parsed; `null` where it is empty. Numbers beyond 2^53 and the order of integer-like keys are kept in `text`
   * only.
   */
  body: unknown;
}

/** Messages of one day (or of the days from it on, if there are too many days). */
export interface TimelineBucket {
  /** `YYYY-MM-DD` */
  day: string;
  messages: number;
}

/** How bad: refused or data lost; accepted but probably not meant; worth knowing. */
export type Severity = "error" | "warning" | "info";

/** How sure we are: stated by the platform, seen in its own code, or concluded. */
export type Basis = "documented" | "observed" | "inferred";

/** One problem, in one place. */
export interface Finding {
  code: FindingCode;
  severity: Severity;
  basis: Basis;
  /** What was wrong, and what was expected. */
  message: string;
  /** The kind of item, if it belongs to one. */
  kind: string | null;
  /**
   * JSON path inside the item, such as `data.attachments[0].url`; in a request it begins with `body`. Empty for the whole
   * item or file.
   */
  path: string;
  position: Position;
  /** Other places that belong to it. */
  related: { message: string; position: Position }[];
  /** What to do. */
  help?: string;
  /** A mend that is safe to make. */
  fix?: Fix;
}

/** A place in the input. */
export interface Position {
  /** Index into `report.sources`. */
  source: number;
  /** Offset in the uncompressed document, from 0. */
  byte: number;
  /** From 1. */
  line: number;
  /** From 1, in bytes of UTF-8. */
  column: number;
  /** Number of the item in its document, from 0. */
  item: number;
}

/** A mend: bytes of the uncompressed file to replace, all of them at once, or a rewrite of the whole file; `fix` makes both. */
export type Fix = { title: string } & ({ edits: { start: number; end: number; text: string }[] } | { whole: "reorder" | "split" });

/** A row of the registry. */
export interface Rule {
  code: FindingCode;
  /** The pattern in a few words. */
  title: string;
  /** What was found. */
  what: string;
  /** Why the platform cares. */
  why: string;
  /** An input that gets the finding. */
  bad: string;
  /** The same, mended. */
  good: string;
  /** Where to read on. */
  url: string;
}

/** The name of a finding's pattern. A release renames none and gives none a new meaning; it may add some. */
export type FindingCode =
  | "unknown-format"
  | "export-not-import"
  | "empty-input"
  | "no-items"
  | "bad-gzip"
  | "wrong-encoding"
  | "byte-order-mark"
  | "invalid-utf8"
  | "file-too-large"
  | "legacy-dialect"
  | "malformed-json"
  | "truncated-file"
  | "trailing-data"
  | "blank-line"
  | "item-over-lines"
  | "item-too-large"
  | "too-deep"
  | "lone-surrogate"
  | "duplicate-key"
  | "key-case"
  | "wrong-name"
  | "unknown-field"
  | "not-imported"
  | "wrong-payload-key"
  | "unknown-item-type"
  | "item-type-alias"
  | "not-checked"
  | "unknown-request"
  | "several-requests"
  | "sent-too-early"
  | "wrong-type"
  | "missing-field"
  | "conflicting-fields"
  | "too-long"
  | "too-short"
  | "too-many"
  | "invalid-characters"
  | "upper-case-id"
  | "invalid-value"
  | "reserved-field"
  | "insecure-url"
  | "invalid-url"
  | "bad-timestamp"
  | "wrong-time-unit"
  | "lenient-timestamp"
  | "future-timestamp"
  | "custom-data-too-large"
  | "wrong-order"
  | "duplicate-id"
  | "unknown-reference"
  | "repeated-value"
  | "too-few"
  | "chatkitty-mixed-dialects"
  | "chatkitty-no-times"
  | "chatkitty-no-idempotency-key"
  | "sendbird-field-of-another-type"
  | "sendbird-deactivated-sender"
  | "sendbird-leaves-channels"
  | "stream-unknown-role"
  | "stream-unknown-channel-type"
  | "stream-nested-thread"
  | "stream-parent-elsewhere"
  | "stream-team-mismatch"
  | "stream-incomplete-distinct-channel"
  | "stream-extra-distinct-member"
  | "talkjs-duplicate-message"
  | "talkjs-sender-in-read-by"
  | "talkjs-id-needs-encoding"
  | "cometchat-key-mismatch"
  | "cometchat-retention"
  | "cometchat-partial-import"
  | "cometchat-unknown-role"
  | "cometchat-joined-too-early"
  | "cometchat-not-a-member"
  | "cometchat-self-chat"
  | "cometchat-text-with-attachments"
  | "cometchat-unreachable-url";

/** Where the wasm may come from: a `WebAssembly.Module`, its bytes, its URL, or a `Response`. */
export type WasmSource = object | string;

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number;
  slice(start?: number, end?: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A `ReadableStream` of bytes. */
export interface ReadableStreamLike {
  getReader(): unknown;
  cancel(reason?: unknown): Promise<void>;
}

/** An `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
