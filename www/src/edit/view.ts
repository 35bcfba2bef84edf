//! The view "Edit": a small document that is checked with every change.

import { AUTO } from "../choice";
import { h, size } from "../dom";
import type { Choice } from "../protocol";
import { allSchemas } from "../reference/schemas";
import { samples } from "../samples";
import { saveFile } from "../save";
import { EDITABLE } from "../shell/editable";
import type { Page, Screen } from "../shell/navigation";
import { verdictOf } from "../verdict";
import { Choices } from "./choices";
import "./edit.css";
import { Editor } from "./editor";
import type { Kind } from "./fields";
import { LinkError, packLink, unpackLink } from "./link";
import { type Checked, LiveCheck } from "./live-check";
import { problemList } from "./problem-list";
import { type Problem, diagnosticOf, problemsOf } from "./problems";

/** The view; it can be used when its checker can. */
export async function createScreen(page: Page): Promise<Screen> {
  const view = new EditView(page);
  await view.ready;
  return view;
}

class EditView implements Screen {
  readonly element: HTMLElement;
  #page: Page;
  #editor = new Editor(() => this.#kind, () => this.#changed());
  #choices = new Choices(() => this.#check(0));
  #live = new LiveCheck((checked) => this.#show(checked), (message) => this.#tell("The check could not run", message));
  #verdict = h("b", {});
  #why = h("span", {});
  #problems = h("div", {});
  #notice = h("div", { class: "edit-notice", role: "status" });
  #kind: Kind = { platform: null, resource: null, dialect: null };
  #name = "document.json";
  /** What was said last, so that it is not said after every key. */
  #said = "";
  /** The link whose document was opened; it stays in the address until the document is changed. */
  #opened: string | null = null;

  constructor(page: Page) {
    this.#page = page;
    this.element = h("section", { class: "edit", "aria-labelledby": "edit-title" },
      h("h2", { id: "edit-title", tabindex: -1 }, "Edit"),
      h("p", { class: "lead" },
        "Change the document and see what the platform would say. Completion knows every field (Ctrl+Space), F8 goes to the next problem. Nothing of it leaves this tab."),
      this.#tools(),
      this.#notice,
      this.#editor.element,
      h("section", { class: "found", "aria-labelledby": "problems-title" },
        h("h3", { id: "problems-title" }, "Problems"),
        h("p", { id: "edit-verdict" }, this.#verdict, " ", this.#why),
        this.#problems));
    const [first] = samples.flatMap((group) => group.samples).filter(({ title }) => title === "broken");
    if (first !== undefined) this.#open(first.files[0]!.text, first.files[0]!.name, AUTO);
  }

  /** Later nothing is loaded any more. */
  get ready(): Promise<unknown> {
    return Promise.all([this.#live.ready, allSchemas()]);
  }

  async show(rest: string): Promise<string> {
    if (rest !== "" && rest !== this.#opened) {
      try {
        const { text, choice } = await unpackLink(rest);
        this.#opened = null;
        this.#open(text, "document.json", choice);
        this.#opened = rest;
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
        this.#tell("This link cannot be opened", error.message);
      }
    }
    return "Edit";
  }

  async take([file, ...more]: File[], choice: Choice = AUTO): Promise<void> {
    if (file === undefined) return;
    if (more.length > 0) return this.#refuse([file, ...more], choice, "The editor takes one file.");
    if (file.size > EDITABLE) return this.#refuse([file], choice, `${file.name} has ${size(file.size)}; the editor takes ${size(EDITABLE)}.`);
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
      this.#open(text, file.name, choice);
    } catch {
      this.#refuse([file], choice, `${file.name} cannot be read as text in UTF-8, so the editor would change it.`);
    }
  }

  /** What the editor does not take, the check does. */
  #refuse(files: File[], choice: Choice, why: string): void {
    const button = h("button", { type: "button" }, "Check it instead");
    button.addEventListener("click", () => this.#page.check(files, choice));
    this.#tell("Not opened", `${why} The check takes files of any size. `, button);
  }

  #tools(): HTMLElement {
    const sample = h("select", { id: "edit-sample" }, h("option", { value: "" }, "choose one"),
      ...samples.map(({ platform, samples: group }, one) => h("optgroup", { label: platform },
        ...group.map(({ title }, other) => h("option", { value: `${one}.${other}` }, title)))));
    sample.addEventListener("change", () => {
      const [one = NaN, other = NaN] = sample.value.split(".").map(Number);
      const file = samples[one]?.samples[other]?.files[0];
      if (file !== undefined) this.#open(file.text, file.name, AUTO);
      sample.value = "";
    });
    const file = h("input", { type: "file", id: "edit-file", class: "visually-hidden" });
    file.addEventListener("change", () => {
      void this.take([...file.files ?? []]);
      file.value = "";
    });
    const action = (label: string, act: () => void): HTMLElement => {
      const button = h("button", { type: "button" }, label);
      button.addEventListener("click", act);
      return button;
    };
    return h("div", { class: "tools" },
      h("span", { class: "choice" }, h("label", { for: "edit-sample" }, "Sample"), sample),
      this.#choices.element,
      h("div", { class: "actions" },
        file, h("label", { for: "edit-file", class: "button" }, "Open a file"),
        action("Copy link", () => void this.#link()),
        action("Download", () => saveFile(new Blob([this.#editor.text]), this.#name))));
  }

  #open(text: string, name: string, choice: Choice): void {
    this.#notice.replaceChildren();
    this.#name = name;
    this.#choices.choice = choice;
    this.#editor.replace(text);
    this.#check(0);
  }

  #changed(): void {
    if (this.#opened !== null) {
      // The address would bring back something else than what is shown.
      this.#opened = null;
      history.replaceState(null, "", "#edit");
    }
    this.#check();
  }

  #check(pause?: number): void {
    this.#live.soon(() => ({ text: this.#editor.text, name: this.#name, choice: this.#choices.choice }), pause);
  }

  #show(checked: Checked): void {
    // A newer text is checked in a moment; places of this one are wrong by then.
    if (checked.text !== this.#editor.text) return;
    const { result } = checked;
    const [source] = result.report.sources;
    this.#kind = { platform: result.report.platform, resource: source?.resource ?? null, dialect: source?.dialect ?? null };
    this.#choices.found = this.#kind;
    const problems = problemsOf(checked);
    const shown = this.#editor.document;
    const mend = (problem: Problem): void => this.#mend(problem, shown);
    this.#editor.mark(problems.map((problem) => diagnosticOf(problem, mend)));
    const { kind, title, text, spoken } = verdictOf(result);
    this.#verdict.textContent = title;
    this.#verdict.dataset["verdict"] = kind;
    this.#why.textContent = text;
    this.#problems.replaceChildren(problemList(problems, result.report.dropped, ({ from }) => this.#editor.jump(from), mend));
    if (spoken !== this.#said) this.#page.say(spoken);
    this.#said = spoken;
  }

  #mend({ fix, from }: Problem, shown: Editor["document"]): void {
    if (fix === null) return;
    if (this.#editor.document !== shown) {
      this.#page.say("The document has changed; the fix comes back when it is checked.");
      return;
    }
    this.#editor.change(fix.changes);
    this.#editor.jump(from);
    this.#page.say(`Done: ${fix.title}.`);
  }

  async #link(): Promise<void> {
    try {
      const rest = await packLink(this.#editor.text, this.#choices.choice);
      const link = `${location.href.split("#")[0]}#edit/${rest}`;
      const field = h("input", { type: "text", readonly: true, value: link, "aria-label": "The link" });
      const copied = await navigator.clipboard.writeText(link).then(() => true, () => false);
      this.#tell(copied ? "The link is copied" : "The link is here to copy", "The whole document is in it, packed: whoever has the link has the document. ", field);
      if (!copied) field.select();
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      this.#tell("No link", error.message);
    }
  }

  #tell(title: string, ...content: (string | HTMLElement)[]): void {
    this.#notice.replaceChildren(h("p", {}, h("b", {}, `${title}. `), ...content));
  }
}
