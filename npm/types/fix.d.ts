// Mending what can be mended without asking.
import type { FindingCode } from "../dist/codes.js";
import type { ConvertedFile } from "./convert.js";
import type { Position } from "./finding.js";
import type { CheckerOptions } from "./options.js";
import type { Report } from "./report.js";
import type { AbortSignalLike } from "./source.js";

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

export {};
