//! Which findings are wanted.

import type { Finding, Severity } from "chat-preflight";
import type { Order } from "./groups";

/** What is empty or null excludes nothing. */
export interface Filter {
  severity: Severity | null;
  code: string | null;
  /** The kind of item; `file` for what belongs to none. */
  kind: string | null;
  source: number | null;
  /** Has to be in the message, the path or the code, in whatever case. */
  text: string;
  /** From one place of the input to another, both as counted by {@link Extent}. */
  range: [start: number, end: number] | null;
  /** The first and the last day on which messages were sent, as `YYYY-MM-DD`. */
  days: Days | null;
}

/** What somebody looks at: a check of the same files shows it again. */
export interface View {
  filter: Filter;
  order: Order;
  /** How long the input was, on which the range is a part. */
  length: number;
}

export type Days = [first: string, last: string];

export const EVERYTHING: Filter = { severity: null, code: null, kind: null, source: null, text: "", range: null, days: null };

export function isEverything(filter: Filter): boolean {
  return filter.text.trim() === "" && Object.entries(filter).every(([name, value]) => name === "text" || value === null);
}

/** What a finding belongs to. */
export function kindOf({ kind }: Finding): string {
  return kind ?? "file";
}

/** A test for findings. `place` is where in the whole input a finding is. */
export function matcher(filter: Filter, place: (finding: Finding) => number): (finding: Finding) => boolean {
  const { severity, code, kind, source, range, days } = filter;
  const text = filter.text.trim().toLowerCase();
  const has = (where: string): boolean => where.toLowerCase().includes(text);
  return (finding) =>
    (severity === null || finding.severity === severity) &&
    (code === null || finding.code === code) &&
    (kind === null || kindOf(finding) === kind) &&
    (source === null || finding.position.source === source) &&
    (range === null || (place(finding) >= range[0] && place(finding) < range[1])) &&
    // Days of four digits a year are in the order of their texts.
    (days === null || (finding.day !== undefined && finding.day >= days[0] && finding.day <= days[1])) &&
    (text === "" || has(finding.message) || has(finding.path) || has(finding.code));
}
