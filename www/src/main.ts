//! The page: takes files, shows how the check goes, and what it found.

import { CheckerClient } from "./checker";
import { AUTO, type Again } from "./choice";
import { byId, h } from "./dom";
import { droppedFiles, pickedFiles } from "./drop";
import type { Choice, Result } from "./protocol";
import type { View } from "./see/filter";
import type { LiveFindings } from "./see/live";
import { ProgressView } from "./progress";
import { samples } from "./samples";
import { keepOffline } from "./service-worker/keep-offline";
import { EDITABLE } from "./shell/editable";
import { Navigation } from "./shell/navigation";
import { verdictOf } from "./verdict";

const input = byId<HTMLInputElement>("file");
const folder = byId<HTMLInputElement>("folder");
const drop = byId("drop");
const status = byId("status");
const progress = byId("progress");
const result = byId("result");

const client = new CheckerClient();
const navigation = new Navigation({ say, check });

/** What shows a result: there when the first check ends, and not in the way of what the page begins with. */
const views = import("./result");
// Whoever waits for a result hears of it.
views.catch(() => undefined);

/** Grows with every check, so that what is still being built for an old one stops. */
let latest = 0;

/** The id of the select that asked for the check, where the keyboard's place is when it is done. */
let returnTo = "";

function say(text: string): void {
  status.textContent = text;
}

function check(files: File[], choice: Choice = AUTO, seen?: View): void {
  if (files.length === 0) return;
  navigation.check();
  latest += 1;
  const run = latest;
  const hadFocus = result.contains(document.activeElement);
  returnTo = choice === AUTO ? "" : document.activeElement?.id ?? "";
  result.hidden = true;
  result.replaceChildren();

  const view = new ProgressView(files, () => client.cancel(), say);
  progress.replaceChildren(view.element);
  progress.hidden = false;
  if (hadFocus) view.focus();
  say(`Checking ${view.title}.`);
  navigation.checkTitle = `Checking ${view.title}`;

  let live: Promise<LiveFindings> | undefined;
  void client.check(files, choice, {
    detected: (message) => view.detected(message),
    progress: (message) => view.progress(message),
    found: (codes) => {
      live ??= views.then(({ LiveFindings }) => {
        const list = new LiveFindings(view.known, client);
        view.element.append(list.element);
        return list;
      });
      // Whether it can be shown is told at the end.
      live.then((list) => list.add(codes), () => undefined);
    },
    done: (outcome) => void show(run, files, choice, seen, outcome, view),
    stopped: () => finish(notice("Stopped", "The check was cancelled. Nothing was kept.")),
    failed: (message) => finish(notice("The check could not run", message)),
  });
}

async function show(
  run: number, files: File[], choice: Choice, seen: View | undefined, outcome: Result, view: ProgressView,
): Promise<void> {
  const current = (): boolean => run === latest;
  const again: Again = (next, kept) => check(files, next, kept);
  let content: HTMLElement;
  try {
    content = await (await views).resultView({ files, known: view.known, choice, view: seen, again, say }, outcome, client, current);
  } catch (error) {
    if (current()) finish(notice("The result cannot be shown", error instanceof Error ? error.message : String(error)));
    return;
  }
  if (!current()) return;
  const [file] = files;
  if (file !== undefined && files.length === 1 && file.size <= EDITABLE && view.known.every(({ packed }) => packed === null)) {
    content.querySelector(".verdict")?.append(editButton(file, choice));
  }
  finish(content);
  const { title, spoken } = verdictOf(outcome);
  say(spoken);
  // Whoever waits in another tab reads it there.
  navigation.checkTitle = `${title}: ${view.title}`;
}

function editButton(file: File, choice: Choice): HTMLElement {
  const button = h("button", { type: "button", class: "to-editor" }, "Open in the editor");
  button.addEventListener("click", () => void navigation.edit(file, choice));
  return button;
}

/** Puts the end of a check in the place of its progress. */
function finish(content: HTMLElement): void {
  const hadFocus = progress.contains(document.activeElement);
  progress.hidden = true;
  progress.replaceChildren();
  result.replaceChildren(content);
  result.hidden = false;
  // Who pressed Cancel with the keyboard, or chose something, should not be thrown back to the top of the page.
  if (hadFocus) (document.getElementById(returnTo) ?? result.querySelector<HTMLElement>("#verdict-title"))?.focus();
}

function notice(title: string, text: string): HTMLElement {
  say(`${title}. ${text}`);
  navigation.checkTitle = `${title}: chat-preflight`;
  return h("div", { class: "verdict", "data-verdict": "none" },
    h("h2", { id: "verdict-title", tabindex: -1 }, title),
    h("p", {}, text));
}

/** Something to know while no check runs. */
function tell(title: string, text: string): void {
  result.replaceChildren(notice(title, text));
  result.hidden = false;
}

input.addEventListener("change", () => {
  const files = pickedFiles(input.files ?? []);
  // Picking the same file again, after it was mended, is a change too.
  input.value = "";
  check(files);
});

// Some browsers, most of them on phones, know no folders.
if ("webkitdirectory" in folder) {
  const choose = byId("choose-folder");
  choose.hidden = false;
  choose.addEventListener("click", () => folder.click());
  folder.addEventListener("change", () => {
    const files = pickedFiles(folder.files ?? []);
    const any = (folder.files?.length ?? 0) > 0;
    folder.value = "";
    if (files.length > 0) check(files);
    else if (any) nothingThere();
  });
}

function nothingThere(): void {
  if (progress.hidden) tell("There is nothing to check", "There is no file in it but dotfiles and what a conversion leaves beside its data.");
}

let dragging = 0;

function drag(change: number): void {
  dragging = Math.max(0, dragging + change);
  drop.classList.toggle("over", dragging > 0);
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

addEventListener("dragenter", (event) => {
  if (carriesFiles(event)) drag(1);
});
addEventListener("dragleave", (event) => {
  if (carriesFiles(event)) drag(-1);
});
addEventListener("dragover", (event) => {
  if (carriesFiles(event)) event.preventDefault();
});
addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  drag(-dragging);
  void droppedFiles(event.dataTransfer).then(
    (files) => {
      if (files.length > 0) {
        if (!navigation.take(files)) check(files);
      } else nothingThere();
    },
    (error: unknown) => {
      if (progress.hidden) tell("The folder cannot be read", error instanceof Error ? error.message : String(error));
    },
  );
});

for (const { platform, samples: group } of samples) {
  const label = h("span", { class: "sample-platform" }, platform);
  byId("samples").append(h("li", {}, label, ...group.map(({ title, files }) => {
    const names = files.map(({ name }) => name).join(", ");
    const button = h("button", { type: "button", class: "sample", title: names, "aria-label": `${platform}: ${title}` }, title);
    button.addEventListener("click", () => check(files.map(({ name, text }) => new File([text], name))));
    return button;
  })));
}

client.ready.then(keepOffline, (error: unknown) => {
  if (latest > 0) return;
  tell("The check cannot run here", error instanceof Error ? error.message : String(error));
});
