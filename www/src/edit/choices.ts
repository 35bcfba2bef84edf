//! Reading the document as something else than what it is recognised as.

import type { Dialect, Platform, Resource } from "chat-preflight";
import PLATFORMS from "chat-preflight/platforms";
import { platformName } from "../detection";
import { h } from "../dom";
import type { Choice } from "../protocol";
import type { Kind } from "./fields";

type Options = [value: string, text: string][];

export class Choices {
  readonly element: HTMLElement;
  #platform = h("select", { id: "edit-platform" });
  #resource = h("select", { id: "edit-resource" });
  #dialect = h("select", { id: "edit-dialect" });
  #found: Kind = { platform: null, resource: null, dialect: null };

  constructor(changed: () => void) {
    const labelled = (label: string, select: HTMLSelectElement): HTMLElement => {
      select.addEventListener("change", () => {
        // What another platform's document holds is another question.
        if (select === this.#platform) this.choice = { platform: this.choice.platform, resources: [] };
        else this.#fill();
        changed();
      });
      return h("span", { class: "choice" }, h("label", { for: select.id }, label), select);
    };
    this.element = h("div", { class: "choices" },
      labelled("Platform", this.#platform), labelled("Holds", this.#resource), labelled("Form", this.#dialect));
    this.#fill();
  }

  get choice(): Choice {
    const value = (select: HTMLSelectElement): string | null => select.value === "" ? null : select.value;
    return {
      platform: value(this.#platform) as Platform | null,
      resources: [value(this.#resource) as Resource | null],
      dialect: value(this.#dialect) as Dialect | null,
    };
  }

  set choice({ platform, resources: [resource], dialect }: Choice) {
    this.#fill([platform ?? "", resource ?? "", dialect ?? ""]);
  }

  /** Says what the document was recognised as. */
  set found(found: Kind) {
    this.#found = found;
    this.#fill();
  }

  #fill([platform, resource, dialect] = [this.#platform.value, this.#resource.value, this.#dialect.value]): void {
    const { platform: seen, resource: held, dialect: form } = this.#found;
    const known = PLATFORMS.find(({ name }) => name === (platform === "" ? seen : platform));
    fill(this.#platform, platform, seen === null ? "auto" : `auto: ${platformName(seen)}`, PLATFORMS.map(({ name, title }) => [name, title]));
    fill(this.#resource, resource, held === null ? "auto" : `auto: ${held}`, known === undefined || known.resources.length < 2 ? [] : known.resources.map((name) => [name, name]));
    fill(this.#dialect, dialect, form === null ? "auto" : `auto: ${form}`, (known?.dialects ?? []).map((name) => [name, name]));
  }
}

/** Options anew; a select without any is not shown. */
function fill(select: HTMLSelectElement, chosen: string | undefined, auto: string, options: Options): void {
  select.replaceChildren(...[["", auto] as const, ...options].map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  if (select.parentElement !== null) select.parentElement.hidden = options.length === 0;
}
