//! One finding: a line to read, and behind it the item, the mend, and what else belongs to it.

import type { Finding, Position, Severity } from "chat-preflight";
import type { CheckerClient } from "../checker";
import { h } from "../dom";
import type { Place, Result } from "../protocol";
import { visible } from "../visible";
import { excerptView } from "./excerpt-view";
import { BASES, SEVERITIES } from "./words";

/** What rows need to know. */
export interface Context {
  result: Shown;
  client: CheckerClient;
  /** Why no item can be shown, if that is so. */
  without?: string;
}

/** A result, or what is known of one. */
export interface Shown extends Pick<Result, "findings" | "excerpts"> {
  report: Pick<Result["report"], "sources">;
}

export function where({ source, line, column }: Position, { report }: Shown): string {
  const place = `line ${line}, column ${column}`;
  const name = report.sources.length > 1 ? report.sources[source]?.name ?? `file ${source + 1}` : "";
  return name === "" ? place : `${name}, ${place}`;
}

/** The path; for a whole item its kind. Where a line is no item, and may hold all of them, the item's number comes first. */
export function pathOf({ path, kind, position }: Finding, { report }: Shown): string {
  const inside = path === "" ? kind ?? "" : path;
  const { resource, dialect } = report.sources[position.source] ?? {};
  const numbered = kind !== null && resource !== "requests" && dialect !== "jsonl";
  return numbered ? `item ${position.item}, ${inside}` : inside;
}

/** The row of the finding with that index. `opened` keeps which rows are open while they are out of the page. */
export function rowView(index: number, usual: Severity, opened: Set<number>, context: Context): HTMLElement {
  const finding = context.result.findings[index]!;
  const { message, path, position, severity } = finding;
  const element = h("details", { class: "finding", open: opened.has(index) },
    h("summary", {},
      h("span", { class: "place" }, where(position, context.result)),
      h("code", { class: path === "" ? "path none" : "path" }, visible(pathOf(finding, context.result))),
      h("span", { class: "message" },
        severity !== usual && h("span", { class: "badge", "data-severity": severity }, SEVERITIES[severity]), visible(message))));
  let filled = false;
  const fill = (): void => {
    if (element.open) opened.add(index);
    else opened.delete(index);
    if (filled || !element.open) return;
    filled = true;
    element.append(body(index, finding, context));
  };
  element.addEventListener("toggle", fill);
  fill();
  return element;
}

function body(index: number, finding: Finding, context: Context): HTMLElement {
  const { path, position, related, help, fix, basis, kind, day } = finding;
  const { result, client, without } = context;
  const known = result.excerpts[index];
  const excerpt = (place: Place, line: number): HTMLElement =>
    without === undefined ? excerptSlot(place, line, client) : h("p", { class: "quiet" }, without);
  return h("div", { class: "body" },
    known === undefined ? excerpt({ ...position, path }, position.line) : h("div", { class: "slot" }, excerptView(known, position.line)),
    help !== undefined && help !== null && help !== "" && h("p", { class: "help" }, h("b", {}, "To do: "), visible(help)),
    fix !== undefined && fix !== null && h("p", { class: "help" }, h("b", {}, "Safe fix: "), visible(fix.title)),
    ...related.map((other) => h("div", { class: "related" },
      h("p", {}, `${visible(other.message)}: ${where(other.position, result)}`),
      excerpt({ ...other.position, path: "" }, other.position.line))),
    h("p", { class: "quiet" },
      `${kind === null ? "file" : kind}, item ${position.item}, byte ${position.byte} (from 0)${day === undefined ? "" : `, sent on ${day}`}. `,
      h("b", {}, `${basis.charAt(0).toUpperCase()}${basis.slice(1)}`), `: ${BASES[basis]}.`));
}

/** What stands at a place, as soon as it is read back. */
function excerptSlot(place: Place, line: number, client: CheckerClient): HTMLElement {
  const slot = h("div", { class: "slot" });
  void client.excerpts([place]).then(([excerpt]) => slot.append(excerptView(excerpt ?? null, line)));
  return slot;
}
