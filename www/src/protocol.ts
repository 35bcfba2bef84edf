//! What the page and its worker say to each other.

import type {
  ChangedId, Conversion, ConvertOptions, Detection, Dialect, Finding, FindingCode, Loss, Platform, Position, Report, Resource, Rule, Severity, Survey,
} from "chat-preflight";
import type { Tally } from "./tally";

/** What the files are to be read as; where it says nothing, as what they are recognised as. */
export interface Choice {
  platform: Platform | null;
  /** By file. */
  resources: (Resource | null)[];
  /** By file: the channel that it belongs to, where it does not say so itself. */
  channels?: (string | null)[];
  /** Of all of them. */
  dialect?: Dialect | null;
  /** How many findings of a code are listed: as the checker has it, or so many; 0 for all. */
  maxFindings?: number | null;
}

/** How a document comes: by itself, compressed, or as a file in a zip. */
export type Packing = "gzip" | "zip" | null;

/** A document, before it is checked. A zip is as many as there are files in it. */
export interface Known {
  name: string;
  /** Bytes as they are packed. */
  size: number;
  packed: Packing;
  detection: Detection;
}

/** What was found of one code while the check goes on. */
export interface Found {
  code: FindingCode;
  /** The pattern in a few words. */
  title: string;
  /** How many so far, of those that will be listed. */
  count: number;
  /** Whether no more will be listed. */
  full: boolean;
  severity: Severity;
  /** The first ones, as far as they were not sent before. */
  fresh: Finding[];
}

/** A place in the input that the page wants to show. */
export interface Place {
  source: number;
  byte: number;
  /** The way to it from its item, if it belongs to one. */
  path: string;
}

/** A piece of the input around a place, cut on character boundaries. */
export interface Excerpt {
  /** Whether it is what holds the value, indented for reading, and not the text as it stands on its line. */
  indented: boolean;
  /** What ends at the place, if nothing stands there. */
  end: "line" | "file" | null;
  /** What stands in front of the value, from the beginning of its line if that is near. */
  before: string;
  /** The value itself, or the character that does not belong there. */
  value: string;
  /** What follows, up to the end of the line if that is near. */
  after: string;
  /** Whether text was left out at either end, or in the value. */
  cutBefore: boolean;
  cutValue: boolean;
  cutAfter: boolean;
}

/** What the platform would answer, for showing and for saving. */
export interface AnswerView {
  /** Whether it is one text about all, or a reply to each file or request that has errors. */
  to: "all" | "files" | "requests";
  predicted: boolean;
  omitted: number;
  /** The text, or the first replies. */
  shown: ReplyView[];
  /** How many replies there are in the file. */
  count: number;
  /** The exact text, or the replies as JSON Lines. */
  file: Blob;
}

/** One text, and what it replies to. */
export interface ReplyView {
  /** The index of the file. */
  source: number;
  /** Method and path of a request. */
  request: string | null;
  /** How many things a request carries. */
  items: number | null;
  status: number | null;
  /** The text, indented, and cut if it is very long. */
  text: string;
  cut: boolean;
}

/** The report without what is long. */
export type Summary = Omit<Report, "answer" | "findings">;

/** A finished check. */
export interface Result {
  report: Summary;
  findings: Finding[];
  tally: Tally;
  /** The kinds of items with findings; `file` for what belongs to none. */
  kinds: string[];
  /** The last byte with a finding, by source. */
  reached: number[];
  answer: AnswerView | null;
  reportFile: Blob;
  /** The findings as JSON Lines. */
  findingsFile: Blob;
  /** What the registry says of the codes that were found. */
  rules: Record<string, Rule>;
  /** The place of the first finding of each code, by index into `findings`. */
  excerpts: Record<number, Excerpt | null>;
  seconds: number;
}

/** What a conversion is to do. */
export interface Wish {
  options: Pick<
    ConvertOptions,
    | "to" | "profile" | "systemUser" | "systemMessages" | "deleted" | "park" | "channelType" | "channelIds" | "unknownChannels"
    | "startTime" | "since" | "until" | "ids" | "dialect" | "strict"
  >;
  /** The rows of an `uploads.json`; those without a token are still to be uploaded. */
  uploads: { url: string; token?: string | null }[];
}

/** The first rows of a list, and how many it has. */
export interface Rows<Row> {
  rows: Row[];
  count: number;
}

/** What a check of the output says. */
export interface OutputReport {
  ok: boolean;
  /** The first of each code. */
  findings: { code: string; severity: Severity; message: string; count: number }[];
}

/** A finished conversion. */
export interface Converted extends Pick<Conversion, "ok" | "from" | "to" | "stats" | "pending" | "steps"> {
  /** What was written for the platform, each by itself. */
  data: { name: string; blob: Blob }[];
  /** All of that, and what stands beside it on the command line. */
  zip: Blob;
  /** The names in the zip. */
  names: string[];
  /** Those that are lost first, then by how many. */
  losses: Rows<Loss>;
  ids: Rows<ChangedId>;
  collisions: Rows<ChangedId & { position: Position }>;
  unreadable: Rows<{ kind: string; position: Position; why: string }>;
  /** Why it is not whole. */
  shortcomings: string[];
  /** How many files are to be uploaded first. */
  uploads: number;
  requests: { count: number; seconds: number | null } | null;
  report: OutputReport | null;
  seconds: number;
}

export type ToWorker =
  | { type: "check"; run: number; files: File[]; choice: Choice }
  | { type: "convert"; run: number; files: File[]; choice: Choice; wish: Wish }
  | { type: "survey"; run: number; files: File[]; choice: Choice }
  | { type: "cancel"; run: number }
  | { type: "excerpts"; run: number; request: number; places: Place[] };

export type FromWorker =
  | { type: "ready" }
  | { type: "unusable"; message: string }
  | { type: "detected"; run: number; documents: Known[] }
  | { type: "progress"; run: number; bytes: number; total: number | null; items: number; findings: number; again: boolean }
  | { type: "found"; run: number; codes: Found[] }
  /** Of a finished check: some of its findings, in their order. What is left to say comes with `done`. */
  | { type: "findings"; run: number; findings: Finding[] }
  | { type: "done"; run: number; result: Omit<Result, "findings"> }
  | { type: "step"; run: number; phase: "read" | "write" | "check" | "pack"; bytes: number; total: number | null; items: number }
  | { type: "converted"; run: number; result: Converted }
  | { type: "surveyed"; run: number; survey: Survey }
  | { type: "stopped"; run: number }
  /** `usable` says whether the worker can go on. */
  | { type: "failed"; run: number; message: string; usable: boolean }
  | { type: "excerpts"; run: number; request: number; excerpts: (Excerpt | null)[] };
