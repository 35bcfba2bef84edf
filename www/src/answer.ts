//! What the platform would answer, and saving it.

import { platformName } from "./detection";
import { counted, h } from "./dom";
import type { Result } from "./protocol";

/** The name of the file that was checked, without its endings, in front of what is saved. */
function saveName(files: File[], what: string): string {
  const base = (files[0]?.name ?? "check").replace(/(\.(jsonl|ndjson|json|gz|txt))+$/i, "");
  return `${base}.${what}.json`;
}

function saveButton(id: string, label: string, file: Blob, name: string): HTMLElement {
  const button = h("button", { type: "button", id }, label);
  button.addEventListener("click", () => {
    const url = URL.createObjectURL(file);
    h("a", { href: url, download: name }).click();
    // Long enough for any browser to have taken hold of it.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  });
  return button;
}

function copyButton(file: Blob): HTMLElement {
  const button = h("button", { type: "button" }, "Copy");
  button.addEventListener("click", () => {
    file.text().then((text) => navigator.clipboard.writeText(text)).then(
      () => { button.textContent = "Copied"; },
      () => { button.textContent = "Not allowed here"; },
    ).finally(() => setTimeout(() => { button.textContent = "Copy"; }, 2000));
  });
  return button;
}

export function answerView(files: File[], result: Result): HTMLElement {
  const { answer, report } = result;
  const platform = platformName(report.platform);
  const saveReport = saveButton("save-report", "Download report", result.reportFile, saveName(files, "report"));
  if (answer === null) {
    return h("section", { class: "fact", "aria-labelledby": "answer-title" },
      h("h3", { id: "answer-title" }, "Report"), h("div", { class: "buttons" }, saveReport));
  }
  const text = h("pre", { class: "answer-text", tabindex: 0, role: "region", "aria-label": "The answer" }, answer.shown);
  const notes = [
    answer.predicted ? `Where ${platform}'s wording is not public, the sentences are a prediction.` : "",
    answer.omitted > 0 ? `${counted(answer.omitted, "more error", "more errors")} left out.` : "",
    answer.cut ? "Cut here; the download is complete." : "",
  ].filter((note) => note !== "");
  return h("section", { class: "fact answer", "aria-labelledby": "answer-title" },
    h("h3", { id: "answer-title" }, `What ${platform} would answer`),
    h("div", { class: "buttons" },
      saveButton("save-answer", "Download answer", answer.file, saveName(files, "answer")), copyButton(answer.file), saveReport),
    text,
    notes.length > 0 && h("p", { class: "quiet" }, notes.join(" ")));
}
