//! A running check: what is being read, how far it is, and a way to stop it.

import { cancelButton } from "./cancel";
import { detectionLine } from "./detection";
import { counted, duration, h, size } from "./dom";
import type { FromWorker, Known } from "./protocol";

/** Files whose detection is shown. */
const LISTED = 5;

/** Seconds between two things said to those who listen. */
const SPEAK_EVERY = 5;

export class ProgressView {
  readonly element: HTMLElement;
  readonly title: string;
  /** The documents, and what each was recognised as. */
  known: readonly Known[] = [];
  #bar = h("progress", { "aria-label": "Bytes read" });
  #bytes = h("dd", {}, "0");
  #items = h("dd", {}, "0");
  #findings = h("dd", {}, "0");
  #rate = h("dd", {}, "…");
  #sources = h("ul", { class: "sources" });
  #cancel: HTMLButtonElement;
  #phase = h("span", {}, "Checking ");
  #again = false;
  #started = performance.now();
  #spoken = this.#started;
  #files: File[];
  #say: (text: string) => void;

  constructor(files: File[], cancel: () => void, say: (text: string) => void) {
    this.#files = files;
    this.#say = say;
    this.#cancel = cancelButton(cancel);
    this.title = files.length === 1 ? files[0]!.name : counted(files.length, "file");
    const fact = (name: string, value: HTMLElement): HTMLElement => h("div", {}, h("dt", {}, name), value);
    this.element = h("div", { class: "running" },
      h("div", { class: "running-head" }, h("h2", { id: "progress-title" }, this.#phase, h("b", {}, this.title)), this.#cancel),
      this.#bar,
      h("dl", { class: "meters" },
        fact("read", this.#bytes), fact("items", this.#items), fact("findings", this.#findings), fact("rate", this.#rate)),
      this.#sources);
  }

  focus(): void {
    this.#cancel.focus();
  }

  detected({ documents }: FromWorker & { type: "detected" }): void {
    this.known = documents;
    const one = documents.length === 1 && this.#files.length === 1;
    this.#sources.replaceChildren(...documents.slice(0, LISTED).map((known) => h("li", {}, !one && h("b", {}, `${known.name}: `), detectionLine(known))));
    const more = documents.length - LISTED;
    if (more > 0) this.#sources.append(h("li", { class: "quiet" }, `and ${counted(more, "more file", "more files")}`));
  }

  progress({ bytes, total, items, findings, again }: FromWorker & { type: "progress" }): void {
    if (again && !this.#again) {
      this.#again = true;
      this.#started = performance.now();
      this.#phase.textContent = "Reading it again for the text and place of what only the end could decide: ";
    }
    const seconds = (performance.now() - this.#started) / 1000;
    const known = total !== null && total >= bytes;
    if (known) {
      this.#bar.max = total;
      this.#bar.value = bytes;
    } else {
      this.#bar.removeAttribute("value");
    }
    this.#bytes.textContent = known ? `${size(bytes)} of ${size(total)}` : size(bytes);
    this.#items.textContent = String(items);
    this.#findings.textContent = String(findings);
    const left = known && seconds > 1 && bytes > 0 ? `, ${duration((total - bytes) / (bytes / seconds))} left` : "";
    this.#rate.textContent = `${size(bytes / Math.max(seconds, 0.001))} a second${left}`;
    if (performance.now() - this.#spoken > SPEAK_EVERY * 1000) {
      this.#spoken = performance.now();
      this.#say(`${known ? `${Math.floor(100 * bytes / total)} percent, ` : ""}${counted(items, "item")}, ${counted(findings, "finding")}.`);
    }
  }
}
