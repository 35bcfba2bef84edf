//! The view "Reference": every field that a platform's import knows, from the tables of the checks.

import type { Platform } from "chat-preflight";
import PLATFORMS from "chat-preflight/platforms";
import { counted, h } from "../dom";
import type { Page, Screen } from "../shell/navigation";
import { filterField } from "./filter";
import { type Row, othersOf, rowsOf, sourceOf } from "./fields";
import "./reference.css";
import { type Schemas, allSchemas } from "./schemas";

/** Hits that are shown. */
const MOST_HITS = 150;

interface Kind {
  platform: Platform;
  title: string;
  /** `message` */
  name: string;
  rows: Row[];
}

export async function createScreen(_: Page): Promise<Screen> {
  return new ReferenceView(await allSchemas());
}

class ReferenceView implements Screen {
  readonly element: HTMLElement;
  #schemas: Schemas;
  #kinds: Kind[];
  #content = h("div", { class: "reference-content" });
  #nav = h("nav", { "aria-label": "Platforms and kinds", class: "kinds" });
  #filter = filterField("reference-filter", "Search all fields", () => this.#search());
  #rest = "";

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
    this.#kinds = PLATFORMS.flatMap(({ name: platform, title, resources }) => Object.entries(schemas[platform])
      // Whole documents hold the kinds and little else.
      .filter(([name]) => name !== "" && !(resources as string[]).includes(name))
      .map(([name, schema]) => ({ platform, title, name, rows: rowsOf(schema) })));
    this.element = h("section", { class: "reference", "aria-labelledby": "reference-title" },
      h("h2", { id: "reference-title", tabindex: -1 }, "Field reference"),
      h("p", { class: "lead" },
        "What the import of each platform takes, from the same tables that the checks go by. “Sure” says how we know: the platform documents it, it was observed, or it is inferred from other facts."),
      this.#filter.element,
      h("div", { class: "reference-columns" }, this.#nav, this.#content));
  }

  show(rest: string): string {
    this.#rest = rest;
    this.#filter.value = "";
    return this.#render();
  }

  #render(): string {
    const [platform, name, path] = this.#rest.split("/").map(decoded);
    const kind = this.#kinds.find((one) => one.platform === platform && one.name === name)
      ?? this.#kinds.find((one) => one.platform === platform) ?? this.#kinds[0]!;
    this.#nav.replaceChildren(...PLATFORMS.map(({ name: one, title }) => h("div", {}, h("h3", {}, title),
      h("ul", {}, ...this.#kinds.filter((other) => other.platform === one).map((other) =>
        h("li", {}, h("a", { href: address(other), "aria-current": other === kind ? "page" : undefined }, other.name)))))));
    const schema = this.#schemas[kind.platform][kind.name]!;
    const others = othersOf(schema);
    const source = sourceOf(schema);
    this.#content.replaceChildren(
      h("h3", { class: "kind-title" }, `${kind.title} `, h("code", {}, kind.name)),
      h("p", { class: "quiet" }, others, others !== "" && " ",
        source !== "" && h("a", { href: source, rel: "noopener noreferrer", target: "_blank" }, "The platform’s own page")),
      table(kind));
    const row = path === undefined ? undefined : [...this.#content.querySelectorAll<HTMLElement>("[data-path]")].find(({ dataset }) => dataset["path"] === path);
    if (row !== undefined) {
      row.classList.add("target");
      // Once the view is in the page and its head has the focus.
      setTimeout(() => {
        row.querySelector("a")?.focus({ preventScroll: true });
        row.scrollIntoView({ block: "center" });
      });
    }
    return `${kind.title} ${kind.name}: field reference`;
  }

  #search(): void {
    const words = this.#filter.words;
    if (words.length === 0) {
      this.#render();
      return;
    }
    const hits = this.#kinds.flatMap((kind) => kind.rows
      .filter(({ path, about, need }) => {
        const text = `${kind.title} ${kind.name} ${path} ${about} ${need}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .map((row) => ({ kind, row })));
    this.#filter.say(counted(hits.length, "field"));
    this.#content.replaceChildren(
      h("h3", { class: "kind-title" }, counted(hits.length, "field")),
      h("ul", { class: "hits" }, ...hits.slice(0, MOST_HITS).map(({ kind, row }) => h("li", {},
        h("a", { href: address(kind, row.path) }, `${kind.title} ${kind.name}.`, h("b", {}, row.path)), " ",
        h("span", { class: "quiet" }, row.need === "optional" ? "" : `${row.need}; `, row.about)))),
      hits.length > MOST_HITS ? h("p", { class: "quiet" }, `Shown are the first ${MOST_HITS}.`) : "");
  }
}

function table(kind: Kind): HTMLElement {
  return h("table", { class: "fields-table" },
    h("thead", {}, h("tr", {}, ...["Field", "Needed", "What it takes", "Sure"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...kind.rows.map(({ path, depth, need, about, sure }) => {
      const link = h("a", { href: address(kind, path) }, h("code", {}, path));
      link.style.paddingInlineStart = `${depth}rem`;
      return h("tr", { "data-path": path, "data-need": need },
        h("th", { scope: "row" }, link), h("td", {}, need), h("td", {}, about), h("td", {}, sure.toLowerCase()));
    })));
}

/** The address of a kind, or of one of its fields. */
export function address({ platform, name }: Pick<Kind, "platform" | "name">, path?: string): string {
  return `#reference/${platform}/${name}${path === undefined ? "" : `/${encodeURIComponent(path)}`}`;
}

/** An address that somebody cut may be no good encoding. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
