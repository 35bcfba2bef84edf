//! What the whole comes to, in a few words.

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

export function verdictOf(result: Pick<Result, "report" | "findings" | "tally">): Verdict {
  const { report } = result;
  const { errors, warnings, infos, exact } = result.tally;
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
