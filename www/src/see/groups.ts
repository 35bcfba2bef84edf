//! Findings by code, in the order they are asked for.

import type { Finding, Rule, Severity } from "chat-preflight";
import type { Result } from "../protocol";
import { bySeverity, type Tally } from "../verdict";
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
  { report, findings, rules }: Result, tally: Tally, wanted: (finding: Finding) => boolean, current: () => boolean,
): Promise<Group[] | null> {
  const groups = new Map<string, Group>();
  for (const [code, count] of Object.entries(report.counts)) {
    groups.set(code, { code, count, listed: 0, severity: tally.worst.get(code) ?? "info", rule: rules[code], found: [] });
  }
  const whole = await eachInSlices(findings.length, current, (index) => {
    const finding = findings[index]!;
    const group = groups.get(finding.code);
    if (group === undefined) return;
    group.listed += 1;
    if (wanted(finding)) group.found.push(index);
  });
  if (!whole) return null;
  const inOrder = (a: number, b: number): number => byPlace(findings[a]!, findings[b]!) || a - b;
  const found = [...groups.values()].filter(({ found: some }) => some.length > 0);
  // What only the end of the input decides comes last in the report; most groups are in order already, and then this is quick.
  for (const { found: some } of found) some.sort(inOrder);
  return found;
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
