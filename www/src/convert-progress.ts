//! A running conversion: which part of it, how far, and a way to stop it.

import { cancelButton } from "./cancel";
import { counted, h, size } from "./dom";
import type { FromWorker } from "./protocol";

type Step = FromWorker & { type: "step" };

/** Seconds between two things said to those who listen. */
const SPEAK_EVERY = 5;

export class ConvertProgressView {
  readonly element: HTMLElement;
  #bar = h("progress", { "aria-label": "Bytes done in this part" });
  #phase = h("span", {}, "Reading");
  #done = h("p", { class: "quiet" }, "…");
  #phases: Record<Step["phase"], string>;
  #say: (text: string) => void;
  #spoken = performance.now();

  constructor(to: string, cancel: () => void, say: (text: string) => void) {
    this.#phases = { read: "Reading", write: `Writing for ${to}`, check: "Checking what was written", pack: "Packing it" };
    this.#say = say;
    this.element = h("div", { class: "running" },
      h("div", { class: "running-head" }, h("h4", {}, this.#phase), cancelButton(cancel)),
      this.#bar,
      this.#done);
  }

  step({ phase, bytes, total, items }: Step): void {
    const known = total !== null && total >= bytes;
    if (known) {
      this.#bar.max = Math.max(1, total);
      this.#bar.value = bytes;
    } else {
      this.#bar.removeAttribute("value");
    }
    this.#phase.textContent = this.#phases[phase];
    const done = `${known ? `${size(bytes)} of ${size(total)}` : size(bytes)}, ${counted(items, "item")}`;
    this.#done.textContent = done;
    if (performance.now() - this.#spoken < SPEAK_EVERY * 1000) return;
    this.#spoken = performance.now();
    this.#say(`${this.#phases[phase]}: ${done}.`);
  }
}
