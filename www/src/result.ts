//! A finished check: verdict, what was read, findings, answer.

import type { CheckerClient } from "./checker";
import { type Again, platformSelect, resourceSelect } from "./choice";
import { ConvertSection } from "./convert-section";
import { type Known, readLine } from "./detection";
import { counted, duration, h, size } from "./dom";
import type { Choice, Result } from "./protocol";
import { alongView, type Along } from "./see/along";
import { answerView } from "./see/answer";
import { Extent } from "./see/extent";
import { FindingsSection } from "./see/findings";
import { surveyView } from "./see/survey";
import { timelineView } from "./see/timeline";
import "./see/findings.css";
import "./see/pictures.css";
import { verdictOf } from "./verdict";

const SIGNS = { good: "✓", warning: "!", bad: "✕", unknown: "?" };

/** What was checked, and how. */
export interface Checked {
  files: File[];
  /** What each file was recognised as. */
  known: Known[];
  /** What the files were to be read as. */
  choice: Choice;
  again: Again;
  say: (text: string) => void;
}

/** Builds the result in slices, so that the page stays alive; `current` says whether anyone still wants it. */
export async function resultView(
  checked: Checked, result: Result, client: CheckerClient, current: () => boolean,
): Promise<HTMLElement> {
  const verdict = verdictOf(result);
  const head = h("div", { class: "verdict", "data-verdict": verdict.kind },
    h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[verdict.kind]),
    h("div", {},
      h("h2", { id: "verdict-title", tabindex: -1 }, verdict.title),
      h("p", {}, verdict.text)));

  const messages = result.report.stats.total["messages"] ?? 0;
  const extent = new Extent(checked.files, result);
  let along: Along | null = null;
  const findings = Object.keys(result.report.counts).length === 0
    ? null
    : new FindingsSection(checked, result, extent, client, () => along?.clear());
  if (findings !== null) along = await alongView(result, extent, current, (range) => findings.setRange(range));
  await findings?.fill(current);

  return h("div", {},
    head,
    result.report.platform !== null && new ConvertSection(checked, result.report, client).element,
    h("div", { class: "pictures" }, timelineView(result.report.timeline, messages), along?.element),
    messages > 0 && surveyView(checked, result, client),
    h("div", { class: findings === null ? "columns clean" : "columns" },
      h("div", { class: "facts" }, fileFacts(checked, result), itemTable(result)),
      findings?.element,
      answerView(checked.files, result)));
}

function fileFacts({ files, known, choice, again }: Checked, result: Result): HTMLElement {
  const { platform, sources } = result.report;
  const { bytes, items } = result.report.stats;
  const rate = bytes / Math.max(result.seconds, 0.001);
  return h("section", { class: "fact", "aria-labelledby": "file-title" },
    h("h3", { id: "file-title" }, files.length === 1 ? "File" : counted(files.length, "file")),
    h("ul", { class: "sources" }, ...files.slice(0, 12).map((file, source) => {
      const seen = known[source];
      const read = sources[source];
      if (seen === undefined || read === undefined) return h("li", {}, h("b", { class: "name" }, file.name));
      const chosen = choice.platform !== null || (choice.resources[source] ?? null) !== null;
      return h("li", {}, h("b", { class: "name" }, file.name), readLine(platform, read, seen, chosen),
        files.length === 1 && platformSelect(platform, choice, again),
        resourceSelect(source, choice.platform ?? platform, read.resource, choice, again));
    }), files.length > 12 && h("li", {}, `and ${counted(files.length - 12, "more file", "more files")}`)),
    files.length > 1 && platformSelect(platform, choice, again),
    h("p", { class: "quiet" },
      `${size(bytes)}${bytes < 1000 ? "" : ` (${counted(bytes, "byte")})`}, ${counted(items, "item")}, checked in ${duration(result.seconds)}`,
      bytes > 1e6 && ` (${size(rate)} a second)`, "."));
}

function itemTable(result: Result): HTMLElement | null {
  const { total, valid } = result.report.stats;
  const kinds = Object.entries(total);
  if (kinds.length === 0) return null;
  return h("section", { class: "fact", "aria-labelledby": "items-title" },
    h("h3", { id: "items-title" }, "Items"),
    h("table", { class: "items" },
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, "type"), h("th", { scope: "col" }, "seen"), h("th", { scope: "col" }, "valid"))),
      h("tbody", {}, ...kinds.map(([kind, seen]) => {
        const fine = valid[kind] ?? 0;
        return h("tr", { class: fine < seen ? "some-bad" : seen === 0 ? "none" : undefined },
          h("th", { scope: "row" }, kind), h("td", {}, seen), h("td", {}, fine));
      }))));
}
