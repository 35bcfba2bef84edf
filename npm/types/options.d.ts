// What a check is asked.
import type { Finding } from "./finding.js";
import type { Dialect, Platform, Resource } from "./platform.js";
import type { AbortSignalLike, Part, Source } from "./source.js";

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
  /**
   * Whether the report has short hashes in the place of what the files say: ids, texts, names of files; in messages, paths,
   * help and answers. Codes, names of fields, places, sizes and times stay. The same text has the same hash, in any report:
   * it is a pseudonym, and short or common texts can be guessed from theirs. Default false.
   */
  redact?: boolean | undefined;
  /** Whether findings about messages say on which day those were sent, for who looks at a stretch of time. Default false. */
  days?: boolean | undefined;
}

/** Options of `check()`. */
export interface CheckOptions extends CheckerOptions {
  /**
   * Called with each finding of the report, once, as soon as it is complete: in the order in which they are found, which is
   * that of the input, then what only its end could decide. A duplicate comes when the place of the first definition is
   * known; what is wrong with a gzip or zip comes last.
   */
  onFinding?: ((finding: Finding) => void) | undefined;
  /**
   * Threads at most, from 1 to 64. Large files of Stream's JSON Lines are checked in runs of lines side by side; what can
   * be no other way, and everything else, by one thread. The report is the same. Not asked, it takes up to four, and no
   * more than there are cores, for files from 280 MB on.
   */
  threads?: number | undefined;
  /** Called about 20 times a second, and at the end. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Aborts the check, which then rejects with an `AbortError`. */
  signal?: AbortSignalLike | undefined;
}

/** Options of `merge()`: those that the partial results were made with, and their inputs. */
export interface MergeOptions extends CheckerOptions {
  /** What each partial result was made of, in the same order. Read only if the results alone are not enough. */
  inputs?: readonly (Source | Part)[] | undefined;
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
