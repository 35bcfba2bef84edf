//! Reading the files as something else than what they are recognised as.

import type { Platform, Resource } from "chat-preflight";
import PLATFORMS from "chat-preflight/platforms";
import { platformName } from "./detection";
import { h } from "./dom";
import type { Choice } from "./protocol";
import type { View } from "./see/filter";

/** To begin with, content decides. */
export const AUTO: Choice = { platform: null, resources: [], maxFindings: null };

/** Checks the same files once more, read as that; what is looked at stays, if `view` is given. */
export type Again = (choice: Choice, view?: View) => void;

/** A select of platforms; `found` is what the files were read as. */
export function platformSelect(found: Platform | null, choice: Choice, again: Again): HTMLElement {
  const auto = choice.platform === null && found !== null ? `auto: ${platformName(found)}` : "auto";
  return labelled("Platform", "as-platform", auto, PLATFORMS.map(({ name, title }) => [name, title]), choice.platform,
    // What another platform's document holds is another question.
    (platform) => again({ ...choice, platform: platform as Platform | null, resources: [] }));
}

/** A select of what a file holds; nothing where the platform leaves no choice, or is not known. */
export function resourceSelect(
  source: number, platform: Platform | null, found: Resource | null, choice: Choice, again: Again,
): HTMLElement | null {
  const resources = PLATFORMS.find(({ name }) => name === platform)?.resources ?? [];
  if (resources.length < 2) return null;
  const chosen = choice.resources[source] ?? null;
  const auto = chosen === null && found !== null ? `auto: ${found}` : "auto";
  return labelled("Holds", `as-resource-${source}`, auto, resources.map((name) => [name, name]), chosen, (resource) => {
    const others = [...choice.resources];
    others[source] = resource as Resource | null;
    again({ ...choice, resources: others });
  });
}

/** What a document may hold that is all of one channel. */
const OF_ONE_CHANNEL: readonly string[] = ["messages", "members"];

/** A field for the channel of a file of messages or members, most of which do not say it; nothing for any other file. */
export function channelField(source: number, platform: Platform | null, held: Resource | null, choice: Choice, again: Again): HTMLElement | null {
  if (platform === null || held === null || !OF_ONE_CHANNEL.includes(held)) return null;
  const id = `of-channel-${source}`;
  const field = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", placeholder: "as the file says" });
  field.value = choice.channels?.[source] ?? "";
  field.addEventListener("change", () => {
    const channels = [...choice.channels ?? []];
    channels[source] = field.value.trim() || null;
    again({ ...choice, channels });
  });
  return h("span", { class: "choice" }, h("label", { for: id }, "Channel"), field);
}

function labelled(
  label: string, id: string, auto: string, options: [string, string][], chosen: string | null, choose: (value: string | null) => void,
): HTMLElement {
  const select = h("select", { id },
    h("option", { value: "" }, auto),
    ...options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  select.addEventListener("change", () => choose(select.value === "" ? null : select.value));
  return h("span", { class: "choice" }, h("label", { for: id }, label), select);
}
