//! The view "Codes": the registry of findings.

import type { Rule } from "chat-preflight";
import { counted, h } from "../dom";
import type { Page, Screen } from "../shell/navigation";
import { visible } from "../visible";
import { filterField } from "./filter";
import "./reference.css";

export async function createScreen(_: Page): Promise<Screen> {
  return new CodesView((await import("chat-preflight/rules")).default);
}

class CodesView implements Screen {
  readonly element: HTMLElement;
  #filter = filterField("codes-filter", "Search the codes", () => this.#search());
  #entries: { rule: Rule; element: HTMLElement; text: string }[];
  #count = h("p", { class: "quiet" });

  constructor(rules: Rule[]) {
    this.#entries = rules.map((rule) => ({ rule, element: entry(rule), text: Object.values(rule).join(" ").toLowerCase() }));
    this.element = h("section", { class: "codes", "aria-labelledby": "codes-title" },
      h("h2", { id: "codes-title", tabindex: -1 }, "Codes"),
      h("p", { class: "lead" },
        "Every pattern that a check reports. A code is the same on all platforms that know the pattern; what exists on one platform only has its name in front."),
      this.#filter.element, this.#count,
      h("div", { class: "code-list" }, ...this.#entries.map(({ element }) => element)));
    this.#search();
  }

  show(rest: string): string {
    this.#filter.value = "";
    this.#search();
    let title = "Codes";
    for (const { rule, element } of this.#entries) {
      const wanted = rule.code === rest;
      element.classList.toggle("target", wanted);
      if (!wanted) continue;
      title = rule.code;
      // Once the view is in the page and its head has the focus.
      setTimeout(() => {
        element.querySelector("a")?.focus({ preventScroll: true });
        element.scrollIntoView({ block: "start" });
      });
    }
    return title;
  }

  #search(): void {
    const { words } = this.#filter;
    let count = 0;
    for (const { element, text } of this.#entries) {
      const fits = words.every((word) => text.includes(word));
      element.hidden = !fits;
      if (fits) count += 1;
    }
    this.#count.textContent = counted(count, "code");
    this.#filter.say(words.length === 0 ? "" : counted(count, "code"));
  }
}

function entry({ code, title, what, why, bad, good, url }: Rule): HTMLElement {
  return h("article", { class: "code-entry", "data-code": code },
    h("h3", {}, h("a", { href: `#codes/${code}` }, h("code", {}, code)), h("span", {}, title)),
    h("p", {}, what),
    h("p", { class: "quiet" }, why),
    h("dl", {},
      h("dt", {}, "Bad"), h("dd", {}, bad === "" ? h("i", {}, "nothing at all") : h("pre", {}, visible(bad))),
      h("dt", {}, "Good"), h("dd", {}, h("pre", {}, visible(good))),
      h("dt", {}, "Source"), h("dd", {}, h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url))));
}
