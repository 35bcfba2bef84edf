//! What a conversion comes to: what went over, what did not and why, what is left to do; then the files.

import { about } from "chat-preflight/outcome-words";
import { platformName } from "./detection";
import { counted, duration, h, size } from "./dom";
import { lossTable } from "./loss-table";
import type { Converted, Known } from "./protocol";
import type { Checked } from "./result";
import { saveButton, saveName } from "./save";
import { visible } from "./visible";

/** Rows of a list that only grows long when something is badly wrong. */
const PLACES = 10;
/** Ids that are shown. */
const IDS = 100;

const SIGNS = { good: "✓", warning: "!", bad: "✕" };

type Content = HTMLElement | false;

export function outcomeView({ files, known }: Pick<Checked, "files" | "known">, result: Converted): { element: HTMLElement; spoken: string } {
  const { kind, title, text } = verdictOf(result);
  const element = h("div", { class: "outcome" },
    h("div", { class: "verdict", "data-verdict": kind },
      h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[kind]),
      h("div", {}, h("h4", { id: "outcome-title", tabindex: -1 }, title), h("p", {}, text))),
    unreadable(known, result),
    collisions(result),
    outputFindings(result),
    h("div", { class: "account" },
      h("div", { class: "facts" }, counts(result), ids(result)),
      lossTable(known, result.losses)),
    steps(result),
    downloads(files, result));
  return { element, spoken: `${title}. ${text} ${counted(result.losses.count, "kind of loss", "kinds of losses")}.` };
}

interface Verdict {
  kind: "good" | "warning" | "bad";
  title: string;
  text: string;
}

function verdictOf({ ok, from, to, stats, shortcomings, report, seconds }: Converted): Verdict {
  const way = `${platformName(from)} to ${platformName(to)}, in ${duration(seconds)}`;
  if (!ok) return { kind: "bad", title: "Not converted as a whole", text: `${way}: ${shortcomings.join(", ")}.` };
  const checked = report === null ? "" : ` A check of the output finds no error${report.findings.length === 0 ? " and no warning" : ""}.`;
  const missing = Object.entries(stats.read).flatMap(([kind, read]) => {
    const gone = read - (stats.written[kind] ?? 0);
    return gone > 0 ? [`${gone} of ${read} ${kind}`] : [];
  });
  if (missing.length === 0) return { kind: "good", title: "Converted", text: `${way}.${checked}` };
  // Nobody should take it for complete because a tick stands beside it.
  return { kind: "warning", title: "Converted, but not all of it", text: `${way}. Not in the output: ${missing.join(", ")}.${checked}` };
}

/** A part with a heading. */
function part(id: string, title: string, ...content: (Content | string)[]): HTMLElement {
  return h("section", { class: "fact", "aria-labelledby": id }, h("h5", { id }, title), ...content);
}

function counts({ stats: { read, written } }: Converted): Content {
  const kinds = Object.keys(read).filter((kind) => (read[kind] ?? 0) > 0 || (written[kind] ?? 0) > 0);
  if (kinds.length === 0) return false;
  return part("moved-title", "What went over", h("table", { class: "items", id: "moved" },
    h("thead", {}, h("tr", {}, ...["kind", "read", "written"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...kinds.map((kind) => {
      const [before, after] = [read[kind] ?? 0, written[kind] ?? 0];
      return h("tr", { class: after < before ? "some-lost" : undefined }, h("th", { scope: "row" }, kind), h("td", {}, before), h("td", {}, after));
    }))));
}

function ids({ ids: { rows, count } }: Converted): Content {
  if (count === 0) return part("ids-title", "Ids", h("p", { class: "quiet" }, "None had to change."));
  const shown = rows.slice(0, IDS);
  return part("ids-title", `${counted(count, "id")} had to change`,
    h("ul", { class: "ids", tabindex: 0, role: "region", "aria-labelledby": "ids-title" }, ...shown.map(({ kind, from, to }) =>
      h("li", {}, h("span", { class: "quiet" }, kind), " ", h("code", {}, visible(from)), " → ", h("code", {}, visible(to))))),
    count > shown.length && h("p", { class: "quiet" }, `and ${count - shown.length} more; ids.json has them all.`));
}

function unreadable(known: readonly Known[], { unreadable: { rows, count } }: Converted): Content {
  if (count === 0) return false;
  const shown = rows.slice(0, PLACES);
  return part("unreadable-title", "What could not be read",
    h("ul", { class: "troubles" }, ...shown.map(({ kind, position: { source, line, column }, why }) => {
      const name = known.length > 1 ? `${known[source]?.name ?? ""}, ` : "";
      return h("li", {}, visible(`${name}line ${line}, column ${column}: ${kind === "other" ? "this item" : `this ${kind}`}: ${why}`));
    })),
    count > shown.length && h("p", { class: "quiet" }, `and ${count - shown.length} more.`));
}

function collisions({ collisions: { rows, count } }: Converted): Content {
  if (count === 0) return false;
  const shown = rows.slice(0, PLACES);
  return part("collisions-title", "Ids that the platform cannot tell apart",
    h("ul", { class: "troubles" }, ...shown.map(({ kind, from, to }) =>
      h("li", {}, `${kind} `, h("code", {}, visible(from)), " would become ", h("code", {}, visible(to)), `, as another ${kind} does`))),
    count > shown.length && h("p", { class: "quiet" }, `and ${count - shown.length} more.`));
}

function outputFindings({ to, report }: Converted): Content {
  if (report === null || report.findings.length === 0) return false;
  return part("output-title", `What the check of the output for ${platformName(to)} says`,
    h("ul", { class: "troubles" }, ...report.findings.map(({ code, severity, message, count }) =>
      h("li", { "data-severity": severity },
        h("b", { class: "badge" }, severity === "info" ? "note" : severity), " ", h("code", {}, code), ` ×${count} `, visible(message)))));
}

function steps({ to, data, steps: all, pending, uploads, requests }: Converted): Content {
  // Of what was not written there is nothing to upload or to send.
  if (data.length === 0 && pending === 0) return false;
  const rows = [
    pending > 0 && `${counted(pending, "message")} ${pending === 1 ? "waits" : "wait"} for something that is not known yet.`,
    uploads > 0 && `${counted(uploads, "file")} to upload first: uploads.json lists ${uploads === 1 ? "it" : "them"}.`,
    ...all.map(visible),
    requests !== null && `${counted(requests.count, "request")} to send${requests.seconds === null ? "" : `: ${about(requests.seconds)} at the pace that ${platformName(to)} allows`}.`,
  ].filter((row) => row !== false);
  return rows.length > 0 && part("steps-title", "What is left to do", h("ol", { class: "steps" }, ...rows.map((row) => h("li", {}, row))));
}

function downloads(files: File[], { data, names, zip, to }: Converted): Content {
  if (data.length === 0) return false;
  return part("downloads-title", "Download",
    h("div", { class: "buttons" },
      saveButton("save-conversion", "Download all as a zip", zip, saveName(files, `for-${to}`, "zip")),
      ...data.map(({ name, blob }, index) => saveButton(`save-data-${index}`, `Download ${name} (${size(blob.size)})`, blob, name))),
    h("p", { class: "quiet" }, `The zip holds ${names.join(", ")}; ${size(zip.size)}. It was made in this tab.`));
}
