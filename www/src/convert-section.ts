//! The section "Convert": the form, how the conversion goes, and what came of it.

import type { Report } from "chat-preflight";
import type { CheckerClient } from "./checker";
import { ConvertForm } from "./convert-form";
import { ConvertProgressView } from "./convert-progress";
import { outcomeView } from "./convert-outcome";
import { platformName } from "./detection";
import { h } from "./dom";
import type { Converted } from "./protocol";
import type { Checked } from "./result";

export class ConvertSection {
  readonly element: HTMLElement;
  #checked: Checked;
  #client: CheckerClient;
  #form: ConvertForm;
  /** Progress first, then the outcome. */
  #slot = h("div", { class: "convert-slot" });
  /** Grows with every conversion and every change of the form: what belongs to an earlier one is not shown any more. */
  #latest = 0;
  #running = false;

  constructor(checked: Checked, { platform, sources }: Pick<Report, "platform" | "sources">, client: CheckerClient) {
    this.#checked = checked;
    this.#client = client;
    this.#form = new ConvertForm(platform, () => this.#clear(), () => void this.#convert());
    // Who has an export came for this.
    const open = sources.some(({ form }) => form === "export");
    const details = h("details", { open },
      h("summary", {},
        h("h3", { id: "convert-title" }, "Convert"),
        h("span", { class: "quiet" }, "to what another platform imports, in this tab")),
      h("div", { class: "convert-body" }, this.#form.element, this.#slot));
    // What conversions need is no part of what the page begins with.
    details.addEventListener("toggle", () => client.prepare(), { once: true });
    this.element = h("section", { class: "convert", id: "convert", "aria-labelledby": "convert-title" },
      details);
  }

  /** What is shown has to belong to what the form says. */
  #clear(): void {
    this.#latest += 1;
    if (this.#running) this.#client.cancel();
    this.#running = false;
    this.#slot.replaceChildren();
  }

  async #convert(): Promise<void> {
    this.#clear();
    const run = this.#latest;
    const { files, choice, say } = this.#checked;
    let wish;
    try {
      wish = await this.#form.wish();
    } catch (error) {
      this.#notice("The conversion could not run", error instanceof Error ? error.message : String(error));
      return;
    }
    if (run !== this.#latest) return;
    const to = platformName(wish.options.to);
    const view = new ConvertProgressView(to, () => this.#client.cancel(), say);
    this.#slot.replaceChildren(view.element);
    say(`Converting to ${to}.`);
    const ending = (show: () => void) => (): void => {
      if (run !== this.#latest) return;
      this.#running = false;
      show();
    };
    this.#running = true;
    await this.#client.convert(files, choice, wish, {
      step: (message) => view.step(message),
      converted: (result) => ending(() => this.#show(result))(),
      stopped: ending(() => this.#notice("Stopped", "The conversion was cancelled. Nothing was kept.")),
      failed: (message) => ending(() => this.#notice("The conversion could not run", message))(),
    });
  }

  #show(result: Converted): void {
    const { element, spoken } = outcomeView(this.#checked, result);
    this.#put(element);
    this.#checked.say(spoken);
  }

  #notice(title: string, text: string): void {
    this.#put(h("div", { class: "verdict", "data-verdict": "none" }, h("h4", { id: "outcome-title", tabindex: -1 }, title), h("p", {}, text)));
    this.#checked.say(`${title}. ${text}`);
  }

  #put(content: HTMLElement): void {
    const hadFocus = this.#slot.contains(document.activeElement);
    this.#slot.replaceChildren(content);
    const title = content.querySelector<HTMLElement>("#outcome-title");
    // Who pressed Cancel with the keyboard should not be thrown back to the top of the page.
    if (hadFocus) title?.focus();
    title?.scrollIntoView({ block: "nearest" });
  }
}
