// What is wrong, where, and what that means.
import type { FindingCode } from "../dist/codes.js";

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
  /**
   * The day on which the message was sent, as `YYYY-MM-DD`: the one that `report.timeline` counts it on. Only with the option
   * `days`, and if the message has a time that can be read.
   */
  day?: string;
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
