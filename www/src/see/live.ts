//! What a check has found while it runs: by code, in the order in which codes turned up, so that nothing moves under the eyes
//! of someone who reads.

import type { Finding } from "chat-preflight";
import type { CheckerClient } from "../checker";
import { h } from "../dom";
import type { Found, Known } from "../protocol";
import { pathOf, rowView, where, type Context } from "./row";
import { SEVERITIES } from "./words";

export class LiveFindings {
  readonly element: HTMLElement;
  #findings: Finding[] = [];
  #context: Context;
  #groups = new Map<string, LiveGroup>();
  #list = h("div", { class: "found" });

  constructor(known: readonly Known[], client: CheckerClient) {
    const sources = known.map(({ name, detection: { resource, dialect, form } }) => ({ name, resource, dialect, form }));
    this.#context = { result: { findings: this.#findings, excerpts: {}, report: { sources } }, client };
    // Reading a place of a packed file means to unpack all that is in front of it, beside the check that does the same.
    if (known.some(({ packed }) => packed !== null)) this.#context.without = "The item is shown when the check is done.";
    this.element = h("section", { class: "findings live", "aria-labelledby": "live-title" },
      h("h3", { id: "live-title" }, "Found so far"), this.#list);
  }

  /** Takes what is new. */
  add(codes: Found[]): void {
    for (const found of codes) {
      let group = this.#groups.get(found.code);
      if (group === undefined) {
        group = new LiveGroup(found);
        this.#groups.set(found.code, group);
        this.#list.append(group.element);
      }
      group.update(found, found.fresh.map((finding) => {
        this.#findings.push(finding);
        return rowView(this.#findings.length - 1, found.severity, new Set(), this.#context);
      }));
      group.widen(found.fresh, this.#context);
    }
  }
}

class LiveGroup {
  readonly element: HTMLElement;
  #badge = h("span", { class: "badge" });
  #count = h("span", { class: "count" });
  #rows = h("div", { class: "rows" });
  #place = 0;
  #path = 0;

  constructor({ code, title }: Found) {
    this.element = h("section", { class: "group", "aria-label": code },
      h("header", {}, h("h4", {}, this.#badge, h("code", {}, code)), this.#count, h("span", { class: "title" }, title)),
      this.#rows);
  }

  /** One width for all rows, as far as they are known. */
  widen(fresh: Finding[], { result }: Context): void {
    for (const finding of fresh) {
      this.#place = Math.max(this.#place, where(finding.position, result).length);
      this.#path = Math.max(this.#path, pathOf(finding, result).length);
    }
    this.#rows.style.setProperty("--place", String(this.#place));
    this.#rows.style.setProperty("--path", String(this.#path));
  }

  update({ count, full, severity }: Found, rows: HTMLElement[]): void {
    this.element.dataset["severity"] = severity;
    this.#badge.textContent = SEVERITIES[severity];
    this.#count.textContent = full ? `${count} or more` : String(count);
    this.#rows.append(...rows);
  }
}
