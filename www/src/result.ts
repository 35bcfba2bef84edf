//! A finished check: verdict, what was read, findings, answer.

import type { CheckerClient } from "./checker";
import { type Again, channelField, platformSelect, resourceSelect } from "./choice";
import { ConvertSection } from "./convert-section";
import { readLine } from "./detection";
import { counted, duration, h, size } from "./dom";
import type { Choice, Known, Result } from "./protocol";
import { alongView, type Along } from "./see/along";
import { answerView } from "./see/answer";
import { Extent } from "./see/extent";
import type { View } from "./see/filter";
import { FindingsSection } from "./see/findings";
import { surveyView } from "./see/survey";
import { timelineView, type Timeline } from "./see/timeline";
import "./see/findings.css";
import "./see/pictures.css";
import { verdictOf } from "./verdict";
import { visible } from "./visible";

export { LiveFindings } from "./see/live";

/** Files that are named one by one. */
const LISTED = 12;

const SIGNS = { good: "✓", warning: "!", bad: "✕", unknown: "?" };

/** What was checked, and how. */
export interface Checked {
  files: File[];
  /** The documents that they are, and what each was recognised as. */
  known: readonly Known[];
  /** What the files were to be read as. */
  choice: Choice;
  /** What of the findings is looked at, to begin with. */
  view: View | undefined;
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
  const extent = new Extent(checked.known, result);
  let along: Along | null = null;
  let timeline: Timeline | null = null;
  const findings = Object.keys(result.report.counts).length === 0
    ? null
    : new FindingsSection(checked, result, extent, client, () => {
      along?.clear();
      timeline?.clear();
    });
  timeline = timelineView(result.report.timeline, messages, result.findings.some(({ day }) => day !== undefined), (days, said) => {
    // What is left of the findings is said by their list.
    if (findings === null) checked.say(said);
    else findings.setDays(days);
  });
  if (findings !== null) {
    along = await alongView(result, extent, current, (range) => findings.setRange(range));
    const { range, days } = findings.filter;
    if (range !== null) along?.show(range);
    if (days !== null) timeline?.show(days);
  }
  await findings?.fill(current);

  return h("div", {},
    head,
    result.report.platform !== null && new ConvertSection(checked, result.report, client).element,
    h("div", { class: "pictures" }, timeline?.element, along?.element),
    messages > 0 && surveyView(checked, result, client),
    h("div", { class: findings === null ? "columns clean" : "columns" },
      h("div", { class: "facts" }, fileFacts(checked, result), itemTable(result)),
      findings?.element,
      answerView(checked, result)));
}

function fileFacts({ known, choice, again }: Checked, result: Result): HTMLElement {
  const { platform, sources } = result.report;
  const { bytes, items } = result.report.stats;
  const rate = bytes / Math.max(result.seconds, 0.001);
  return h("section", { class: "fact", "aria-labelledby": "file-title" },
    h("h3", { id: "file-title" }, known.length === 1 ? "File" : counted(known.length, "file")),
    h("ul", { class: "sources" }, ...known.slice(0, LISTED).map((seen, source) => {
      const name = h("b", { class: "name" }, visible(seen.name));
      const read = sources[source];
      if (read === undefined) return h("li", {}, name);
      const chosen = choice.platform !== null || (choice.resources[source] ?? null) !== null;
      return h("li", {}, name, readLine(platform, read, seen, chosen),
        known.length === 1 && platformSelect(platform, choice, again),
        resourceSelect(source, choice.platform ?? platform, read.resource, choice, again),
        channelField(source, choice.platform ?? platform, read.resource, choice, again));
    }), known.length > LISTED && h("li", {}, `and ${counted(known.length - LISTED, "more file", "more files")}`)),
    known.length > 1 && platformSelect(platform, choice, again),
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
