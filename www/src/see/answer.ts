//! What the platform would answer, and saving it.

import { platformName } from "../detection";
import { counted, h } from "../dom";
import type { AnswerView, Known, Result } from "../protocol";
import type { Checked } from "../result";
import { saveButton, saveName } from "../save";
import { visible } from "../visible";

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

export function answerView({ files, known }: Pick<Checked, "files" | "known">, result: Result): HTMLElement {
  const { answer, report } = result;
  const platform = platformName(report.platform);
  const saveReport = [
    saveButton("save-report", "Download report", result.reportFile, saveName(files, "report")),
    result.findings.length > 0 && saveButton("save-findings", "Download findings", result.findingsFile, saveName(files, "findings", "jsonl")),
  ];
  if (answer === null) {
    return h("section", { class: "fact", "aria-labelledby": "answer-title" },
      h("h3", { id: "answer-title" }, "Report"), h("div", { class: "buttons" }, ...saveReport));
  }
  const notes = [
    answer.predicted ? `Where ${platform}'s wording is not public, the sentences are a prediction.` : "",
    answer.omitted > 0 ? `${counted(answer.omitted, answer.to === "all" ? "more error" : "more reply", answer.to === "all" ? "more errors" : "more replies")} left out.` : "",
    answer.shown.length < answer.count || answer.shown.some(({ cut }) => cut) ? "Cut here; the download is complete." : "",
  ].filter((note) => note !== "");
  return h("section", { class: "fact answer", "aria-labelledby": "answer-title" },
    h("h3", { id: "answer-title" }, `What ${platform} would answer`),
    h("div", { class: "buttons" },
      saveButton("save-answer", "Download answer", answer.file, saveName(files, "answer", answer.to === "all" ? "json" : "jsonl")),
      copyButton(answer.file), ...saveReport),
    answer.to === "all" ? answerText(answer.shown[0]?.text ?? "", "The answer") : replies(known, answer, report.ok),
    notes.length > 0 && h("p", { class: "quiet" }, notes.join(" ")));
}

function answerText(text: string, label: string): HTMLElement {
  return h("pre", { class: "answer-text", tabindex: 0, role: "region", "aria-label": label }, text);
}

/** One reply under the other; the first is open. */
function replies(known: readonly Known[], { to, count, shown }: AnswerView, ok: boolean): HTMLElement {
  const one = to === "files" ? "file" : "request";
  if (count === 0) return h("p", {}, ok ? `No ${one} would be answered with an error.` : `What is wrong shows in the answer to no ${one}.`);
  return h("div", {},
    h("p", { class: "quiet" }, `To ${counted(count, `${one} with errors`, `${one}s with errors`)}:`),
    h("ol", { class: "replies" }, ...shown.map(({ source, request, items, status, text }, index) => {
      const name = known[source]?.name ?? "";
      const whose = [request === null || known.length > 1 ? name : "", items === null ? "" : counted(items, "item")].filter((part) => part !== "");
      return h("li", {}, h("details", { open: index === 0 },
        h("summary", {},
          h("b", { class: "status" }, status),
          request !== null && h("code", {}, visible(request)),
          h("span", { class: "quiet" }, visible(whose.join(", ")))),
        text === "" ? h("p", { class: "quiet" }, "The body is empty.") : answerText(text, `Reply ${index + 1}`)));
    })));
}
