/// <reference lib="esnext.disposable" />
// Converting from one platform to another.
import type { Position } from "./finding.js";
import type { Limits, Profile } from "./options.js";
import type { Dialect, Platform, Resource } from "./platform.js";
import type { Report, SourceInfo } from "./report.js";
import type { AbortSignalLike, BlobLike, ReadableStreamLike } from "./source.js";

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

export {};
