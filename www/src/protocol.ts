//! What the page and its worker say to each other.

import type { Detection, Finding, Report, Rule } from "chat-preflight";

/** A place in the input that the page wants to show. */
export interface Place {
  source: number;
  byte: number;
}

/** A piece of the input around a place, cut on character boundaries. */
export interface Excerpt {
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
  predicted: boolean;
  omitted: number;
  /** The answer, indented, and cut if it is very long. */
  shown: string;
  cut: boolean;
  /** Its exact text. */
  file: Blob;
}

/** A finished check. */
export interface Result {
  /** The report without the parts that are only for saving. */
  report: Omit<Report, "answer" | "timeline">;
  findings: Finding[];
  answer: AnswerView | null;
  reportFile: Blob;
  /** What the registry says of the codes that were found. */
  rules: Record<string, Rule>;
  /** The place of the first finding of each code, by index into `findings`. */
  excerpts: Record<number, Excerpt | null>;
  seconds: number;
}

export type ToWorker =
  | { type: "check"; run: number; files: File[] }
  | { type: "cancel"; run: number }
  | { type: "excerpts"; run: number; request: number; places: Place[] };

export type FromWorker =
  | { type: "ready" }
  | { type: "unusable"; message: string }
  | { type: "detected"; run: number; source: number; detection: Detection; gzip: boolean }
  | { type: "progress"; run: number; bytes: number; total: number | null; items: number; findings: number; again: boolean }
  | { type: "done"; run: number; result: Result }
  | { type: "stopped"; run: number }
  | { type: "failed"; run: number; message: string }
  | { type: "excerpts"; run: number; request: number; excerpts: (Excerpt | null)[] };
