//! What of the findings is shown, and in which order.

import type { Severity } from "chat-preflight";
import { h } from "../dom";
import type { Result } from "../protocol";
import { EVERYTHING, isEverything, type Filter, type View } from "./filter";
import type { Order } from "./groups";
import { SEVERITIES } from "./words";

/** Milliseconds without another letter after which a search begins. */
const PAUSE = 150;

const ORDERS: Record<Order, string> = { severity: "worst first", count: "most first", place: "as in the file" };

type Options = [value: string, text: string][];

export class Toolbar {
  readonly element: HTMLElement;
  filter: Filter = EVERYTHING;
  order: Order = "severity";
  #search = h("input", { type: "search", id: "find", placeholder: "message, path or code", autocomplete: "off", spellcheck: "false" });
  #selects: HTMLSelectElement[] = [];
  #clear = h("button", { type: "button", id: "clear-filters", hidden: true }, "Clear filters");
  #changed: () => void;
  #cleared: () => void;

  /**
   * `view` is what was chosen before; `changed` is called whenever something is chosen, `cleared` when the choices of others
   * are to go as well.
   */
  constructor(result: Result, view: Pick<View, "filter" | "order"> | undefined, changed: () => void, cleared: () => void) {
    if (view !== undefined) ({ filter: this.filter, order: this.order } = view);
    this.#search.value = this.filter.text;
    this.#clear.hidden = isEverything(this.filter);
    this.#changed = changed;
    this.#cleared = cleared;
    const { report, tally, kinds } = result;
    const same = (names: string[]): Options => names.map((name) => [name, name]);
    const severities: Options = ([["error", tally.errors], ["warning", tally.warnings], ["info", tally.infos]] as const)
      .filter(([, count]) => count > 0).map(([severity]) => [severity, `${SEVERITIES[severity]}s`]);

    this.#search.addEventListener("input", () => this.#typed());
    this.#clear.addEventListener("click", () => this.clear());
    this.element = h("div", { class: "toolbar", role: "search", "aria-label": "Findings" },
      h("span", { class: "control find" }, h("label", { for: "find" }, "Search"), this.#search),
      this.#filterBy("Severity", "severity", severities, this.filter.severity, (value) => ({ severity: value as Severity | null })),
      this.#filterBy("Kind", "kind", same(kinds), this.filter.kind, (kind) => ({ kind })),
      this.#filterBy("Code", "code", same(Object.keys(report.counts).sort()), this.filter.code, (code) => ({ code })),
      this.#filterBy("File", "source",
        report.sources.length < 2 ? [] : report.sources.map(({ name }, source) => [String(source), name ?? `file ${source + 1}`]),
        this.filter.source === null ? null : String(this.filter.source),
        (source) => ({ source: source === null ? null : Number(source) })),
      this.#orders(Object.keys(report.counts).length),
      this.#clear);
  }

  /** What is chosen, and what is being typed. */
  get view(): Pick<View, "filter" | "order"> {
    return { filter: { ...this.filter, text: this.#search.value }, order: this.order };
  }

  /** Leaves out what is not in a range of the input. */
  setRange(range: Filter["range"]): void {
    this.#choose({ range });
  }

  /** Leaves out what is not about messages of these days. */
  setDays(days: Filter["days"]): void {
    this.#choose({ days });
  }

  clear(): void {
    this.#search.value = "";
    for (const select of this.#selects) select.value = "";
    // The button goes; the keyboard's place is where the next choice is made.
    if (document.activeElement === this.#clear) this.#search.focus();
    this.#cleared();
    this.#choose(EVERYTHING);
  }

  #typed(): void {
    const { value } = this.#search;
    setTimeout(() => {
      if (value === this.#search.value) this.#choose({ text: value });
    }, PAUSE);
  }

  #choose(part: Partial<Filter>): void {
    this.filter = { ...this.filter, ...part };
    this.#clear.hidden = isEverything(this.filter);
    this.#changed();
  }

  /** A select of what is there; nothing if that leaves no choice. */
  #filterBy(
    label: string, id: string, options: Options, chosen: string | null, part: (value: string | null) => Partial<Filter>,
  ): HTMLElement | null {
    if (options.length < 2) return null;
    const select = h("select", { id: `by-${id}` }, h("option", { value: "" }, "all"), ...options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
    select.addEventListener("change", () => this.#choose(part(select.value === "" ? null : select.value)));
    this.#selects.push(select);
    return control(label, select);
  }

  #orders(codes: number): HTMLElement | null {
    if (codes < 2) return null;
    const select = h("select", { id: "order" }, ...Object.entries(ORDERS).map(([value, text]) => h("option", { value, selected: value === this.order }, text)));
    select.addEventListener("change", () => {
      this.order = select.value as Order;
      this.#changed();
    });
    return control("Order", select);
  }
}

function control(label: string, select: HTMLSelectElement): HTMLElement {
  return h("span", { class: "control" }, h("label", { for: select.id }, label), select);
}
