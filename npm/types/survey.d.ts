// Who wrote how much, and how large custom data is.
import type { Position } from "./finding.js";
import type { CheckerOptions, Progress } from "./options.js";
import type { AbortSignalLike } from "./source.js";

/** Options of `survey()`. The defaults detect everything. */
export interface SurveyOptions extends Pick<CheckerOptions, "platform" | "resource" | "channel" | "dialect" | "profile" | "limits"> {
  /** Called about 20 times a second. */
  onProgress?: ((progress: Pick<Progress, "bytes" | "total" | "items">) => void) | undefined;
  /** Aborts the survey, which then rejects with an `AbortError`. */
  signal?: AbortSignalLike | undefined;
}

/** Who wrote how much, and how large custom data is: of what could be read, imports and exports. */
export interface Survey {
  /** How many messages there are. */
  messages: number;
  /** The channels with most messages, at most 20, the largest first. Ids are those of a conversion; Stream's are `type:id`. */
  channels: Share[];
  /** The users who sent most messages, in the same way. */
  senders: Share[];
  /** By kind of item that there is: `user`, `channel`, `member`, `message`, `reaction`. */
  customData: CustomData[];
  /** Stream: the largest custom data of one object, in bytes; `null` where a platform names no such limit. */
  customDataLimit: number | null;
}

/** What one channel or sender has of the messages. */
export interface Share {
  id: string;
  messages: number;
  /** With more than 8,192 ids some counts are incomplete: at most so many more messages may belong to this one. Else 0. */
  missed: number;
}

/** How large the custom data of one kind of item is, as compact JSON. */
export interface CustomData {
  kind: string;
  items: number;
  /** Items by size: those without custom data, those of up to 64 bytes, up to 128, and so on; the last holds all that is larger. */
  classes: { upTo: number; items: number }[];
  /** In bytes. */
  largest: number;
  /** Where that is; `null` if there is no custom data. */
  position: Position | null;
}

export {};
