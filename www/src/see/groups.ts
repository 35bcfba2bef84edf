//! Findings by code, in the order they are asked for.

import type { Finding, Rule, Severity } from "chat-preflight";
import type { Result } from "../protocol";
import { bySeverity } from "../tally";
import { eachInSlices } from "./slices";

/** Findings of one code that match a filter. */
export interface Group {
  code: string;
  /** How many the whole input has, listed or not. */
  count: number;
  /** How many of them are in the report. */
  listed: number;
  severity: Severity;
  rule: Rule | undefined;
  /** Those that match, by index in the report; in file order. */
  found: number[];
}

export type Order = "severity" | "count" | "place";

/** Those that `wanted` accepts, by code; null if nobody wants them any more. */
export async function groupsOf(
  { report, findings, rules, tally }: Result, wanted: (finding: Finding) => boolean, current: () => boolean,
): Promise<Group[] | null> {
  const groups = new Map<string, Group>();
  const unordered = new Set<Group>();
  for (const [code, count] of Object.entries(report.counts)) {
    groups.set(code, { code, count, listed: 0, severity: tally.worst.get(code) ?? "info", rule: rules[code], found: [] });
  }
  const whole = await eachInSlices(findings.length, current, (index) => {
    const finding = findings[index]!;
    const group = groups.get(finding.code);
    if (group === undefined) return;
    group.listed += 1;
    if (!wanted(finding)) return;
    // What only the end of the input decides comes last in the report, wherever it is.
    const before = findings[group.found.at(-1) ?? index]!;
    if (byPlace(before, finding) > 0) unordered.add(group);
    group.found.push(index);
  });
  if (!whole) return null;
  for (const { found } of unordered) found.sort((a, b) => byPlace(findings[a]!, findings[b]!) || a - b);
  return [...groups.values()].filter(({ found }) => found.length > 0);
}

function byPlace({ position: a }: Finding, { position: b }: Finding): number {
  return a.source - b.source || a.byte - b.byte;
}

/** Sorts groups; whatever the order, what stands first in the input comes first where nothing else decides. */
export function sortGroups(groups: Group[], order: Order, findings: Finding[], filtered: boolean): void {
  const size = ({ found, count }: Group): number => (filtered ? found.length : count);
  const first = ({ found }: Group): Finding => findings[found[0]!]!;
  groups.sort((a, b) =>
    (order === "severity" ? bySeverity(a.severity, b.severity) : order === "count" ? size(b) - size(a) : 0) ||
    byPlace(first(a), first(b)));
}
