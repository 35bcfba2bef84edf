//! The findings: by code, filtered, in the order that is asked for.

import type { CheckerClient } from "../checker";
import { counted, h, nextFrame } from "../dom";
import type { Result } from "../protocol";
import type { Checked } from "../result";
import type { Extent } from "./extent";
import { isEverything, matcher, type Filter, type View } from "./filter";
import { FIRST_ROWS, anchor, groupView } from "./group";
import { groupsOf, sortGroups, type Group } from "./groups";
import { Toolbar } from "./toolbar";
import { SEVERITIES } from "./words";

/** Rows at once from which on the page lays out only what is near. */
const MANY_ROWS = 48;

/** Groups that are built before the page may do something else. */
const GROUPS_AT_ONCE = 4;

/** Findings that are listed at most: what more there is fits neither into memory nor into anyone's day. */
const MOST = 200_000;

export class FindingsSection {
  readonly element: HTMLElement;
  #checked: Checked;
  #result: Result;
  #client: CheckerClient;
  #extent: Extent;
  #toolbar: Toolbar;
  #total: number;
  #shown = h("p", { class: "shown" });
  #list = h("div", { class: "found" });
  /** Grows with every choice, so that what is still being built for an earlier one stops. */
  #latest = 0;

  /** `cleared` is called when a range that was chosen elsewhere is to be forgotten. */
  constructor(checked: Checked, result: Result, extent: Extent, client: CheckerClient, cleared: () => void) {
    this.#checked = checked;
    this.#result = result;
    this.#extent = extent;
    this.#client = client;
    this.#total = Object.values(result.report.counts).reduce((sum, count) => sum + count, 0);
    this.#toolbar = new Toolbar(result, viewOf(checked, extent), () => void this.#update(), cleared);
    this.element = h("section", { class: "findings", "aria-labelledby": "findings-title" },
      h("h3", { id: "findings-title" }, "Findings"),
      this.#toolbar.element,
      h("div", { class: "tally" }, this.#shown, this.#allButton()),
      this.#list);
  }

  /** Which of them are shown. */
  get filter(): Filter {
    return this.#toolbar.filter;
  }

  /** Shows those of a range of the input, or all again. */
  setRange(range: Filter["range"]): void {
    this.#toolbar.setRange(range);
  }

  /** Shows those about messages of these days, or all again. */
  setDays(days: Filter["days"]): void {
    this.#toolbar.setDays(days);
  }

  /** Builds the list; `current` says whether anyone still wants it. */
  async fill(current: () => boolean): Promise<void> {
    this.#latest += 1;
    const run = this.#latest;
    const wanted = (): boolean => run === this.#latest && current();
    const { filter, order } = this.#toolbar;
    const filtered = !isEverything(filter);
    const groups = await groupsOf(this.#result, matcher(filter, ({ position }) => this.#extent.at(position)), wanted);
    if (groups === null) return;
    sortGroups(groups, order, this.#result.findings, filtered);

    const rows = groups.reduce((sum, { found }) => sum + Math.min(found.length, FIRST_ROWS), 0);
    const context = { result: this.#result, client: this.#client };
    const views: HTMLElement[] = [];
    for (const [index, group] of groups.entries()) {
      if (index % GROUPS_AT_ONCE === GROUPS_AT_ONCE - 1) await nextFrame();
      if (!wanted()) return;
      views.push(groupView(group, filtered, context));
    }
    this.element.classList.toggle("many", rows > MANY_ROWS);
    this.#list.replaceChildren(...(groups.length > 1 ? [overview(groups, filtered)] : []), ...views);
    this.#shown.textContent = this.#account(groups.reduce((sum, { found }) => sum + found.length, 0), filter);
  }

  async #update(): Promise<void> {
    await this.fill(() => this.element.isConnected);
    this.#checked.say(this.#shown.textContent ?? "");
  }

  /** How many are shown, of how many. */
  #account(matching: number, filter: Filter): string {
    const filtered = !isEverything(filter);
    const listed = this.#result.findings.length;
    const all = counted(this.#total, "finding");
    const when = this.#when(filter.days);
    if (listed === this.#total) return filtered ? `${matching} of ${all}${when}` : all;
    return filtered ? `${matching} of the ${listed} that are listed, of ${all}${when}` : `${listed} of ${all}, the first of each code`;
  }

  /** Of which days; nobody should look in vain for what has none. */
  #when(days: Filter["days"]): string {
    if (days === null) return "";
    const [first, last] = days;
    const others = this.#result.findings.filter(({ day }) => day === undefined).length;
    return `: those about messages ${first === last ? `of ${first}` : `from ${first} to ${last}`}` +
      `${others === 0 ? "" : `; ${others} of the others ${others === 1 ? "is" : "are"} not about a message with a time`}`;
  }

  /** Checks the files once more, for all findings. */
  #allButton(): HTMLElement | null {
    const { choice, again } = this.#checked;
    const codes = Object.keys(this.#result.report.counts).length;
    const most = this.#total <= MOST ? 0 : Math.floor(MOST / codes);
    if (this.#result.report.dropped === 0 || choice.maxFindings === most) return null;
    const button = h("button", { type: "button", id: "show-all" }, most === 0 ? `Show all ${this.#total}` : `Show up to ${most} of each code`);
    button.addEventListener("click", () => {
      again({ ...choice, maxFindings: most }, { ...this.#toolbar.view, length: this.#extent.length });
    });
    return button;
  }
}

/** What was looked at before, but for a range of what was measured otherwise. */
function viewOf({ view }: Checked, { length }: Extent): Pick<View, "filter" | "order"> | undefined {
  if (view === undefined || view.length === length) return view;
  return { ...view, filter: { ...view.filter, range: null } };
}

function overview(groups: Group[], filtered: boolean): HTMLElement {
  return h("nav", { "aria-label": "Findings by code" }, h("ul", { class: "overview" }, ...groups.map(({ code, count, found, severity, rule }) => {
    const link = h("a", { href: `#${anchor(code)}` },
      h("span", { class: "count" }, filtered ? found.length : count),
      h("span", { class: "badge" }, SEVERITIES[severity]),
      h("code", {}, code),
      h("span", { class: "title" }, rule?.title ?? ""));
    link.addEventListener("click", (event) => {
      // The address of the page stays what it is: it may say what is shared.
      event.preventDefault();
      document.getElementById(anchor(code))?.scrollIntoView();
      document.getElementById(`${anchor(code)}-title`)?.focus();
    });
    return h("li", { "data-severity": severity }, link);
  })));
}
