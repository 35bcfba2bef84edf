//! A field that filters what is below it.

import { h } from "../dom";

export interface Filter {
  element: HTMLElement;
  value: string;
  /** The words that all have to be there, in lower case. */
  readonly words: string[];
  /** Tells those who listen what came of it. */
  say(text: string): void;
}

export function filterField(id: string, label: string, changed: () => void): Filter {
  const input = h("input", { type: "search", id, autocomplete: "off", spellcheck: "false" });
  const status = h("span", { class: "visually-hidden", role: "status" });
  input.addEventListener("input", changed);
  return {
    element: h("p", { class: "filter" }, h("label", { for: id }, label), input, status),
    get value() { return input.value; },
    set value(text: string) { input.value = text; },
    get words() { return input.value.toLowerCase().split(/\s+/).filter((word) => word !== ""); },
    say(text) { status.textContent = text; },
  };
}
