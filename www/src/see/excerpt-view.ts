//! A piece of the file, with the offending value marked.

import { h } from "../dom";
import type { Excerpt } from "../protocol";
import { visible } from "../visible";

/** Objects and lists longer than this are marked faintly: it is their place that matters. */
const WHOLE = 40;

export function excerptView(excerpt: Excerpt | null, line: number): HTMLElement {
  if (excerpt === null) return h("p", { class: "quiet" }, "This place of the file cannot be read back.");
  const { indented, end, before, value, after, cutBefore, cutValue, cutAfter } = excerpt;
  const whole = /^[[{]/.test(value) && value.length > WHOLE;
  const mark = end === null
    ? h("mark", { class: whole ? "whole" : undefined }, visible(value), cutValue && h("i", {}, "…"))
    : h("mark", { class: "end" }, `⟨end of ${end}⟩`);
  return h("div", { class: "excerpt" },
    h("span", { class: "line", "aria-hidden": "true" }, line),
    h("pre", {}, h("code", {},
      cutBefore && h("i", {}, indented ? "…\n" : "…"), visible(before), mark, visible(after),
      cutAfter && !cutValue && h("i", {}, indented ? "\n…" : "…"))));
}
