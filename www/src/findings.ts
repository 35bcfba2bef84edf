//! Findings, grouped by code.

import type { Basis, Finding, Position, Rule, Severity } from "chat-preflight";
import type { CheckerClient } from "./checker";
import { h, nextFrame } from "./dom";
import { excerptView } from "./excerpt-view";
import type { Excerpt, Result } from "./protocol";
import { visible } from "./visible";
import { bySeverity, type Tally } from "./verdict";

/** Findings of a group that are in the page from the beginning; the others come when they are asked for. */
const FIRST_ROWS = 12;
const MORE_ROWS = 100;
/** Rows at once from which on the page lays out only what is near. */
const MANY_ROWS = 240;

/** What each severity is called, as a noun that counts. */
const NAMES: Record<Severity, string> = { error: "error", warning: "warning", info: "note" };

const BASES: Record<Basis, string> = {
  documented: "the platform's documentation, schemas or code say so",
  observed: "seen by running the platform's own code, or in its answers",
  inferred: "concluded from other facts; the platform may differ",
};

interface Group {
  code: string;
  count: number;
  severity: Severity;
  rule: Rule | undefined;
  /** The findings, each with its index in the report. */
  findings: [number, Finding][];
}

/** What the rows of all groups need. */
interface Context {
  result: Result;
  client: CheckerClient;
}

/** The section of findings; nothing if there is none. */
export async function findingsView(
  result: Result, tally: Tally, client: CheckerClient, current: () => boolean,
): Promise<HTMLElement | null> {
  const groups = grouped(result, tally);
  if (groups.length === 0) return null;
  const rows = groups.reduce((sum, { findings }) => sum + Math.min(findings.length, FIRST_ROWS), 0);
  const view = h("section", { class: rows > MANY_ROWS ? "findings many" : "findings", "aria-labelledby": "findings-title" },
    h("h3", { id: "findings-title" }, "Findings"));
  if (groups.length > 1) view.append(overview(groups));
  for (const [index, group] of groups.entries()) {
    // A few groups a frame: a report may have thousands of findings, and the page has to stay alive.
    if (index % 4 === 3) await nextFrame();
    if (!current()) break;
    view.append(groupView(group, { result, client }));
  }
  view.append(h("p", { class: "quiet bases" }, ...Object.entries(BASES).flatMap(([basis, text], index) => [
    index === 0 ? "" : "; ", h("b", {}, basis), `: ${text}`,
  ]), "."));
  return view;
}

function grouped(result: Result, tally: Tally): Group[] {
  const groups = new Map<string, Group>();
  for (const [code, count] of Object.entries(result.report.counts)) {
    groups.set(code, { code, count, severity: tally.worst.get(code) ?? "info", rule: result.rules[code], findings: [] });
  }
  for (const [index, finding] of result.findings.entries()) groups.get(finding.code)?.findings.push([index, finding]);
  // The worst first; else as they first appear in the file.
  return [...groups.values()].filter(({ count }) => count > 0).sort((a, b) =>
    bySeverity(a.severity, b.severity) || (a.findings[0]?.[0] ?? 0) - (b.findings[0]?.[0] ?? 0));
}

function overview(groups: Group[]): HTMLElement {
  return h("nav", { "aria-label": "Findings by code" }, h("ul", { class: "overview" }, ...groups.map(({ code, count, severity, rule }) =>
    h("li", { "data-severity": severity },
      h("a", { href: `#${anchor(code)}` },
        h("span", { class: "count" }, count),
        h("span", { class: "badge" }, NAMES[severity]),
        h("code", {}, code),
        h("span", { class: "title" }, rule?.title ?? ""))))));
}

function anchor(code: string): string {
  return `code-${code}`;
}

function groupView(group: Group, context: Context): HTMLElement {
  const { code, count, severity, rule, findings } = group;
  const bases = [...new Set(findings.map(([, { basis }]) => basis))];
  const rows = h("div", { class: "rows" });
  // One width for all rows of the group, so that they can be read down as columns.
  const widest = (texts: string[]): string => String(Math.max(0, ...texts.map((text) => text.length)));
  rows.style.setProperty("--place", widest(findings.map(([, { position }]) => where(position, context.result))));
  rows.style.setProperty("--path", widest(findings.map(([, finding]) => pathOf(finding, context.result))));
  const more = h("button", { type: "button", class: "more" });
  let shown = 0;
  const grow = (by: number): void => {
    for (const [index, finding] of findings.slice(shown, shown + by)) {
      rows.append(row(index, finding, group, context, shown === 0));
      shown += 1;
    }
    more.hidden = shown >= findings.length;
    more.textContent = `Show ${Math.min(MORE_ROWS, findings.length - shown)} more`;
  };
  grow(FIRST_ROWS);
  more.addEventListener("click", () => {
    const next = shown;
    grow(MORE_ROWS);
    rows.querySelectorAll<HTMLElement>("summary")[next]?.focus();
  });

  return h("section", { class: "group", id: anchor(code), "data-code": code, "data-severity": severity, "aria-labelledby": `${anchor(code)}-title` },
    h("header", {},
      h("h4", { id: `${anchor(code)}-title` },
        h("span", { class: "badge" }, NAMES[severity]),
        h("code", {}, code)),
      h("span", { class: "count" }, count),
      bases.length === 1 && h("span", { class: "basis", title: BASES[bases[0]!] }, bases[0]!)),
    rule === undefined ? null : about(rule),
    rows,
    more,
    count > findings.length && h("p", { class: "quiet" },
      `Shown are the first ${findings.length} of ${count}; the counts are complete.`));
}

/** What the registry says of the code. */
function about(rule: Rule): HTMLElement | null {
  const { title, what, why, bad, good, url } = rule;
  const pairs: [string, HTMLElement | null][] = [
    ["What", what ? h("p", {}, what) : null],
    ["Why", why ? h("p", {}, why) : null],
    ["Bad", bad ? h("pre", {}, bad) : null],
    ["Good", good ? h("pre", {}, good) : null],
    ["Source", /^https:\/\//.test(url ?? "") ? h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url) : null],
  ];
  const known = pairs.filter(([, content]) => content !== null);
  if (known.length === 0) return null;
  return h("details", { class: "about" },
    h("summary", {}, title, h("span", { class: "hint" }, "about this rule")),
    h("dl", {}, ...known.flatMap(([name, content]) => [h("dt", {}, name), h("dd", {}, content)])));
}

function where({ source, line, column }: Position, { report }: Result): string {
  const place = `line ${line}, column ${column}`;
  const name = report.sources.length > 1 ? report.sources[source]?.name ?? `file ${source + 1}` : "";
  return name === "" ? place : `${name}, ${place}`;
}

/** The path; for a whole item its kind. Where a line is no item, and may hold all of them, the item's number comes first. */
function pathOf({ path, kind, position }: Finding, { report }: Result): string {
  const inside = path === "" ? kind ?? "" : path;
  const { resource, dialect } = report.sources[position.source] ?? {};
  const numbered = kind !== null && resource !== "requests" && dialect !== "jsonl";
  return numbered ? `item ${position.item}, ${inside}` : inside;
}

function row(index: number, finding: Finding, group: Group, context: Context, open: boolean): HTMLElement {
  const { message, path, position, severity } = finding;
  const mixed = severity !== group.severity;
  const element = h("details", { class: "finding", open },
    h("summary", {},
      h("span", { class: "place" }, where(position, context.result)),
      h("code", { class: path === "" ? "path none" : "path" }, visible(pathOf(finding, context.result))),
      h("span", { class: "message" }, mixed && h("span", { class: "badge", "data-severity": severity }, NAMES[severity]), visible(message))));
  let filled = false;
  const fill = (): void => {
    if (filled || !element.open) return;
    filled = true;
    element.append(body(index, finding, context));
  };
  element.addEventListener("toggle", fill);
  fill();
  return element;
}

function body(index: number, finding: Finding, { result, client }: Context): HTMLElement {
  const { position, related, help, fix, basis, kind } = finding;
  const slot = h("div", { class: "slot" });
  const known = result.excerpts[index];
  if (known !== undefined) slot.append(excerptView(known, position.line));
  else void client.excerpts([position]).then(([excerpt]) => slot.append(excerptView(excerpt ?? null, position.line)));

  return h("div", { class: "body" },
    slot,
    help !== undefined && help !== null && help !== "" && h("p", { class: "help" }, h("b", {}, "To do: "), visible(help)),
    fix !== undefined && fix !== null && h("p", { class: "help" }, h("b", {}, "Safe fix: "), visible(fix.title)),
    ...related.map((other) => relatedView(visible(other.message), other.position, result, client)),
    h("p", { class: "quiet" }, `${kind === null ? "file" : kind}, item ${position.item}, byte ${position.byte} (from 0), ${basis}`));
}

/** Another place that belongs to a finding, with what stands there. */
function relatedView(message: string, position: Position, result: Result, client: CheckerClient): HTMLElement {
  const slot = h("div", { class: "slot" });
  void client.excerpts([position]).then(([excerpt]: (Excerpt | null)[]) => slot.append(excerptView(excerpt ?? null, position.line)));
  return h("div", { class: "related" }, h("p", {}, `${message}: ${where(position, result)}`), slot);
}
