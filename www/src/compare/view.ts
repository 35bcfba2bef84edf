//! The view "Compare": what each platform can hold, side by side.

import type { Platform } from "chat-preflight";
import PLATFORMS from "chat-preflight/platforms";
import { h } from "../dom";
import { rowsOf, sourceOf } from "../reference/fields";
import { type ObjectSchema, type Schemas, allSchemas } from "../reference/schemas";
import type { Page, Screen } from "../shell/navigation";
import "./compare.css";
import { type Cell, type Fact, GROUPS, type Holds } from "./facts";

const SIGNS: Record<Holds, string> = { yes: "✓", partly: "◐", no: "–" };
const SPOKEN: Record<Holds, string> = { yes: "yes", partly: "in part", no: "no" };

export async function createScreen(_: Page): Promise<Screen> {
  const schemas = await allSchemas();
  const columns = PLATFORMS.length + 1;
  const element = h("section", { class: "compare", "aria-labelledby": "compare-title" },
    h("h2", { id: "compare-title", tabindex: -1 }, "What each platform can hold"),
    h("p", { class: "lead" },
      "When a history is imported. ✓ as it is, ◐ in another form or not all of it, – no place for it. The name of a platform leads to its own documentation, that of a field to its limits and their source. A conversion counts what does not go over."),
    h("div", { class: "compare-scroll", tabindex: 0, role: "region", "aria-labelledby": "compare-title" },
      h("table", { class: "compare-table" },
        h("thead", {}, h("tr", {}, h("td", {}), ...PLATFORMS.map(({ name, title }) => h("th", { scope: "col" }, headOf(schemas, name, title))))),
        ...GROUPS.map(({ title, facts }) => h("tbody", {},
          h("tr", { class: "compare-group" }, h("th", { scope: "rowgroup", colspan: columns }, title)),
          ...facts.map((fact) => rowOf(schemas, fact)))))));
  return { element, show: () => "What each platform can hold" };
}

function headOf(schemas: Schemas, platform: Platform, title: string): HTMLElement {
  return h("a", { href: sourceOf(schemas[platform][""]!), rel: "noopener noreferrer", target: "_blank" }, title);
}

function rowOf(schemas: Schemas, { what, cells }: Fact): HTMLElement {
  return h("tr", {}, h("th", { scope: "row" }, what),
    ...PLATFORMS.map(({ name }) => cellOf(schemas, name, cells[name])));
}

function cellOf(schemas: Schemas, platform: Platform, [holds, words, field]: Cell): HTMLElement {
  return h("td", { "data-holds": holds },
    h("span", { class: "holds", "aria-hidden": "true" }, SIGNS[holds]), h("span", { class: "visually-hidden" }, `${SPOKEN[holds]}. `),
    words, field !== undefined && h("div", {}, ...fieldView(schemas, platform, field)));
}

/** A field with a link to the reference, and what the tables say of it. */
function fieldView(schemas: Schemas, platform: Platform, field: string): (HTMLElement | string)[] {
  const [kind = "", ...rest] = field.split(".");
  const path = rest.join(".");
  const schema: ObjectSchema | undefined = schemas[platform][kind];
  const row = schema === undefined ? undefined : rowsOf(schema).find((one) => one.path === path);
  // Whole documents are no page of the reference.
  const known = (PLATFORMS.find(({ name }) => name === platform)?.resources as string[]).includes(kind);
  const name = h("code", {}, field);
  return [
    known || row === undefined ? name : h("a", { href: `#reference/${platform}/${kind}/${encodeURIComponent(path)}` }, name),
    h("span", { class: "quiet" }, row === undefined ? "" : ` ${row.about}`),
  ];
}
