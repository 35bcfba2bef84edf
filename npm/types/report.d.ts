// The result of a check.
import type { FindingCode } from "../dist/codes.js";
import type { Answer } from "./answer.js";
import type { Finding } from "./finding.js";
import type { Dialect, Form, Platform, Resource } from "./platform.js";

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

/** Messages of one day (or of the days from it on, if there are too many days). */
export interface TimelineBucket {
  /** `YYYY-MM-DD` */
  day: string;
  messages: number;
}
