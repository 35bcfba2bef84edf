//! What the whole comes to, in a few words.

import type { Finding, Severity } from "chat-preflight";
import { readyFor } from "chat-preflight/words";
import { platformName } from "./detection";
import { counted } from "./dom";
import type { Result } from "./protocol";
import { visible } from "./visible";

export interface Verdict {
  /** Colours and the sign. */
  kind: "good" | "warning" | "bad" | "unknown";
  title: string;
  text: string;
  /** Both, for those who listen. */
  spoken: string;
}

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
export function tally(result: Pick<Result, "report" | "findings">): Tally {
  const listed = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    const group = listed.get(finding.code);
    if (group === undefined) listed.set(finding.code, [finding]);
    else group.push(finding);
  }
  const out: Tally = { worst: new Map(), errors: 0, warnings: 0, infos: 0, exact: true };
  for (const [code, count] of Object.entries(result.report.counts)) {
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

export function verdictOf(result: Pick<Result, "report" | "findings">): Verdict {
  const { report } = result;
  const { errors, warnings, infos, exact } = tally(result);
  const about = exact ? "" : "about ";
  const extra = [
    warnings > 0 ? counted(warnings, "warning") : "",
    infos > 0 ? counted(infos, "note") : "",
  ].filter((part) => part !== "");
  const make = (kind: Verdict["kind"], title: string, text: string): Verdict => ({ kind, title, text, spoken: `${title}. ${text}` });

  if (report.platform === null && !report.ok) {
    const reason = result.findings.find(({ severity }) => severity === "error")?.message;
    return make("unknown", "Not recognised", reason === undefined
      ? "This does not look like an import file of any platform that is known here."
      : `${reason.charAt(0).toUpperCase()}${visible(reason.slice(1))}.`);
  }
  const platform = platformName(report.platform);
  if (report.sources.some(({ form }) => form === "export") && !report.ok) {
    return make("bad", "This is an export, not an import", `${platform} cannot import it as it is: ${about}${counted(errors, "error")}. Convert it below.`);
  }
  if (!report.ok) {
    return make("bad", `Not ready: ${about}${counted(errors, "error")}`,
      `${platform} would refuse this import, or lose data.${extra.length > 0 ? ` Also ${extra.join(" and ")}.` : ""}`);
  }
  if (warnings > 0) {
    return make("warning", `No errors, ${counted(warnings, "warning")}`,
      `${platform} should accept this import. Look at the warnings first.`);
  }
  const ready = report.platform === null ? "ready" : readyFor(report.platform);
  return make("good", ready.charAt(0).toUpperCase() + ready.slice(1), `No errors and no warnings in ${counted(report.stats.items, "item")}.${infos > 0 ? ` ${counted(infos, "note")}.` : ""}`);
}
