//! How many findings there are of what severity.

import type { Finding, Report, Severity } from "chat-preflight";

/** How bad each code is at its worst, and how many findings of each severity there are. */
export interface Tally {
  worst: Map<string, Severity>;
  errors: number;
  warnings: number;
  infos: number;
  /** A code with findings of several severities had more of them than the report lists, so the split is a lower bound. */
  exact: boolean;
}

const RANK: Record<Severity, number> = { error: 2, warning: 1, info: 0 };

/** Counts follow `report.counts`, which are complete, not the findings, which are capped. */
export function tallyOf({ counts, findings }: Pick<Report, "counts" | "findings">): Tally {
  const listed = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = listed.get(finding.code);
    if (group === undefined) listed.set(finding.code, [finding]);
    else group.push(finding);
  }
  const out: Tally = { worst: new Map(), errors: 0, warnings: 0, infos: 0, exact: true };
  for (const [code, count] of Object.entries(counts)) {
    const group = listed.get(code) ?? [];
    const split: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
    for (const { severity } of group) split[severity] += 1;
    const worst = group.reduce<Severity>((most, { severity }) => RANK[severity] > RANK[most] ? severity : most, "info");
    const rest = count - group.length;
    if (rest > 0) {
      split[worst] += rest;
      if (split[worst] !== count) out.exact = false;
    }
    out.worst.set(code, worst);
    out.errors += split.error;
    out.warnings += split.warning;
    out.infos += split.info;
  }
  return out;
}

export function bySeverity(a: Severity, b: Severity): number {
  return RANK[b] - RANK[a];
}
