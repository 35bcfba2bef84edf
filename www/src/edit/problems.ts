//! What was found in the text, with its places in it.

import type { Diagnostic } from "@codemirror/lint";
import type { Finding, Rule } from "chat-preflight";
import { h } from "../dom";
import { visible } from "../visible";
import type { Checked } from "./live-check";
import { Places } from "./places";

export interface Problem {
  finding: Finding;
  rule: Rule | undefined;
  from: number;
  to: number;
  /** What the mend changes, where there is one. */
  fix: { title: string; changes: { from: number; to: number; insert: string }[] } | null;
}

export function problemsOf({ result, text }: Checked): Problem[] {
  const places = new Places(text);
  return result.findings.map((finding) => {
    const from = places.unit(finding.position.byte);
    const { fix } = finding;
    return {
      finding,
      rule: result.rules[finding.code],
      from,
      to: endOfValue(text, from),
      fix: fix === undefined || fix === null || !("edits" in fix) ? null : {
        title: fix.title,
        changes: fix.edits.map(({ start, end, text: insert }) => ({ from: places.unit(start), to: places.unit(end), insert })),
      },
    };
  });
}

/** The end of the string, number or word at a place; of an object or a list the bracket is enough. */
function endOfValue(text: string, from: number): number {
  const value = /"(?:[^"\\\n]|\\.)*"?|[\w+.-]+|[^\n]/uy;
  value.lastIndex = from;
  return value.test(text) ? value.lastIndex : from;
}

/** The problem as the editor marks it; `mend` is asked for its fix. */
export function diagnosticOf(problem: Problem, mend: (problem: Problem) => void): Diagnostic {
  const { finding, from, to, fix } = problem;
  return {
    from,
    to,
    severity: finding.severity,
    message: visible(finding.message),
    renderMessage: () => h("div", {}, ...explanation(problem)),
    actions: fix === null ? [] : [{ name: visible(fix.title), apply: () => mend(problem) }],
  };
}

/** What was wrong, what to do, and the rule behind it. */
function explanation({ finding: { message, help, code }, rule }: Problem): HTMLElement[] {
  return [
    h("p", {}, visible(message)),
    ...(help === undefined || help === null || help === "" ? [] : [h("p", {}, h("b", {}, "To do: "), visible(help))]),
    h("p", { class: "quiet" }, h("a", { href: `#codes/${code}` }, code), rule === undefined ? "" : `: ${rule.title}`),
  ];
}
