//! A table of numbers in which each row has a bar: the picture and the numbers behind it in one.

import { h } from "../dom";
import { svg } from "./svg";

export interface Row {
  name: string;
  value: number;
  /** What else there is to say of it. */
  note?: string;
  /** Whether it is too much. */
  over?: boolean;
}

/** `heads` are what the rows are, and what is counted. */
export function barTable(title: string, heads: [string, string], rows: Row[]): HTMLElement {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return h("table", { class: "bar-table" },
    h("caption", {}, title),
    h("thead", {}, h("tr", {},
      h("th", { scope: "col" }, heads[0]), h("th", { scope: "col" }, heads[1]), h("td", {}))),
    h("tbody", {}, ...rows.map(({ name, value, note, over }) => {
      const picture = svg("svg", { viewBox: "0 0 100 1", preserveAspectRatio: "none", "aria-hidden": "true" });
      picture.append(svg("rect", { width: value / most * 100, height: 1 }));
      return h("tr", { class: over ? "over" : undefined },
        h("th", { scope: "row" }, h("code", {}, name)), h("td", {}, value, note !== undefined && h("span", { class: "note" }, ` ${note}`)), h("td", {}, picture));
    })));
}
