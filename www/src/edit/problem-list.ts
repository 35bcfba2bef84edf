//! The list below the editor: every problem is a button that leads to its place.

import type { Severity } from "chat-preflight";
import { h } from "../dom";
import { visible } from "../visible";
import type { Problem } from "./problems";

/** More than this are only counted. */
const SHOWN = 200;

const NAMES: Record<Severity, string> = { error: "error", warning: "warning", info: "note" };

/** `dropped` problems are not even in the report. */
export function problemList(problems: Problem[], dropped: number, jump: (problem: Problem) => void, mend: (problem: Problem) => void): HTMLElement {
  const rest = Math.max(0, problems.length - SHOWN) + dropped;
  return h("ol", { class: "problems" },
    ...problems.slice(0, SHOWN).map((problem) => {
      const { finding: { severity, code, message, path, position }, fix } = problem;
      const go = h("button", { type: "button", class: "problem" },
        h("span", { class: "badge" }, NAMES[severity]),
        h("span", { class: "place" }, `${position.line}:${position.column}`),
        h("span", { class: "message" }, visible(message), path !== "" && h("code", {}, visible(path))),
        h("code", { class: "code" }, code));
      go.addEventListener("click", () => jump(problem));
      const item = h("li", { "data-severity": severity, "data-code": code }, go);
      if (fix !== null) {
        const button = h("button", { type: "button", class: "fix" }, visible(fix.title));
        button.addEventListener("click", () => mend(problem));
        item.append(button);
      }
      return item;
    }),
    rest > 0 && h("li", { class: "quiet" }, `and ${rest} more`));
}
