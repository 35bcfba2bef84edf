//! What did not go over as it was, as a table: nobody should have to save a file to learn of it.

import type { Loss } from "chat-preflight";
import { TREATMENTS } from "chat-preflight/outcome-words";
import { counted, h } from "./dom";
import type { Known, Rows } from "./protocol";
import { visible } from "./visible";

/** Rows that are there from the beginning. */
const FIRST = 12;

export function lossTable(known: readonly Known[], { rows, count }: Rows<Loss>): HTMLElement {
  const title = h("h5", { id: "losses-title" }, count === 0 ? "Losses" : "What did not go over as it was");
  const section = h("section", { class: "fact losses", "aria-labelledby": "losses-title" }, title);
  if (count === 0) {
    section.append(h("p", {}, "None: everything went over as it was."));
    return section;
  }
  const body = h("tbody", {}, ...rows.slice(0, FIRST).map((loss) => row(known, loss)));
  section.append(h("table", { id: "losses" },
    h("thead", {}, h("tr", {}, ...["count", "kind", "field", "treatment", "reason"].map((name) => h("th", { scope: "col" }, name)))),
    body));
  const left = rows.length - FIRST;
  if (left > 0) {
    const more = h("button", { type: "button", class: "more" }, `Show ${left} more`);
    more.addEventListener("click", () => {
      const added = rows.slice(FIRST).map((loss) => row(known, loss));
      body.append(...added);
      // The button goes; the keyboard's place is where it would have led.
      added[0]?.setAttribute("tabindex", "-1");
      added[0]?.focus();
      more.remove();
    });
    section.append(more);
  }
  if (count > rows.length) section.append(h("p", { class: "quiet" }, `and ${counted(count - rows.length, "more kind")}; losses.json has them all.`));
  section.append(h("p", { class: "quiet" }, ...Object.entries(TREATMENTS).flatMap(([treatment, meaning], index) => [
    index === 0 ? "" : "; ", h("b", {}, treatment), `: ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`,
  ]), rows.some(({ reason }) => /--[a-z]/.test(reason)) && "; --flags are those of the command line, most of them fields of the form above", "."));
  return section;
}

function row(known: readonly Known[], { kind, field, treatment, reason, count, first }: Loss): HTMLElement {
  return h("tr", { "data-treatment": treatment },
    h("td", {}, count),
    h("td", {}, kind === "other" ? "item" : kind),
    h("td", {}, field === "" ? h("span", { class: "quiet" }, "all of it") : h("code", {}, visible(field))),
    h("td", {}, treatment),
    h("td", {}, visible(reason), where(known, first)));
}

/** The first place, if it is known. */
function where(known: readonly Known[], [first]: Loss["first"]): HTMLElement | null {
  if (first === undefined) return null;
  const name = known.length > 1 ? ` of ${known[first.source]?.name ?? ""}` : "";
  return h("span", { class: "quiet" }, visible(`; first in line ${first.line}${name}`));
}
