//! Saving what was made.

import { h } from "./dom";

/** The name of the file that was checked, without its endings, in front of what is saved. */
export function saveName(files: File[], what: string, ending = "json"): string {
  // Of a folder, its own name.
  const [name = "chat"] = (files[0]?.name ?? "chat").split("/");
  const base = name.replace(/(\.(jsonl|ndjson|json|gz|zip|txt))+$/i, "");
  return `${base}.${what}.${ending}`;
}

export function saveButton(id: string, label: string, file: Blob, name: string): HTMLElement {
  const button = h("button", { type: "button", id }, label);
  button.addEventListener("click", () => saveFile(file, name));
  return button;
}

export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  h("a", { href: url, download: name }).click();
  // Long enough for any browser to have taken hold of it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
