//! The findings of one code: how many, what the rule is about, and the rows.

import { h } from "../dom";
import { blocksView } from "./blocks";
import type { Group } from "./groups";
import { pathOf, rowView, where, type Context } from "./row";
import { ruleView } from "./rule";
import { BASES, SEVERITIES } from "./words";

/** Rows that are there from the beginning; the others come when they are asked for. */
export const FIRST_ROWS = 12;

/** Rows whose widths stand for those of all. */
const MEASURED = 200;

/** `filtered` says whether there are others that do not match. */
export function groupView(group: Group, filtered: boolean, context: Context): HTMLElement {
  const { code, count, listed, severity, rule, found } = group;
  const { findings } = context.result;
  const measured = [...found.slice(0, MEASURED), ...found.slice(-1)].map((index) => findings[index]!);
  const bases = [...new Set(measured.map(({ basis }) => basis))];
  // The first is open: nobody should have to press anything to see what a group is about.
  const opened = new Set(found.slice(0, 1));
  const make = (at: number): HTMLElement => rowView(found[at]!, severity, opened, context);
  const rows = h("div", { class: "rows" }, ...found.slice(0, FIRST_ROWS).map((_, at) => make(at)));
  // One width for all rows of the group, so that they can be read down as columns.
  const widest = (texts: string[]): string => String(Math.max(0, ...texts.map((text) => text.length)));
  rows.style.setProperty("--place", widest(measured.map(({ position }) => where(position, context.result))));
  rows.style.setProperty("--path", widest(measured.map((finding) => pathOf(finding, context.result))));

  const title = `${anchor(code)}-title`;
  return h("section", { class: "group", id: anchor(code), "data-code": code, "data-severity": severity, "aria-labelledby": title },
    h("header", {},
      h("h4", { id: title, tabindex: -1 }, h("span", { class: "badge" }, SEVERITIES[severity]), h("code", {}, code)),
      h("span", { class: "count" }, filtered ? `${found.length} of ${count}` : count),
      bases.length === 1 && h("span", { class: "basis", title: BASES[bases[0]!] }, bases[0]!)),
    rule !== undefined && ruleView(rule),
    rows,
    moreButton(rows, found.length, make),
    count > listed && h("p", { class: "quiet" }, `Listed are the first ${listed} of ${count}; the counts are complete.`));
}

export function anchor(code: string): string {
  return `code-${code}`;
}

function moreButton(rows: HTMLElement, count: number, make: (at: number) => HTMLElement): HTMLElement | null {
  if (count <= FIRST_ROWS) return null;
  const more = h("button", { type: "button", class: "more" }, `Show ${count - FIRST_ROWS} more`);
  more.addEventListener("click", () => {
    const [, closed] = rows.children;
    const rest = blocksView(FIRST_ROWS, count, closed?.clientHeight ?? 30, make);
    rows.append(rest);
    rest.querySelector("summary")?.focus();
    more.remove();
  });
  return more;
}
