//! Who wrote how much, and how large custom data is: counted when somebody asks, for it takes another reading of the files.

import type { CustomData, Share, Survey } from "chat-preflight";
import type { CheckerClient } from "../checker";
import { ConvertProgressView } from "../convert-progress";
import { platformName } from "../detection";
import { counted, h } from "../dom";
import type { Result } from "../protocol";
import type { Checked } from "../result";
import { visible } from "../visible";
import { barTable } from "./bar-table";

/** Rows of a table. */
const SHOWN = 10;

export function surveyView({ files, choice, say }: Checked, { report }: Result, client: CheckerClient): HTMLElement {
  const slot = h("div", { class: "survey-slot" });
  const start = h("button", { type: "button", id: "survey-start" }, "Count them");
  const element = h("section", { class: "survey", "aria-labelledby": "survey-title" },
    h("header", {},
      h("h3", { id: "survey-title", tabindex: -1 }, "Channels, senders and custom data"),
      h("span", { class: "quiet" }, "who wrote how much, and how large custom data is; reads the files once more"),
      start),
    slot);
  const put = (content: HTMLElement, text: string): void => {
    const hadFocus = element.contains(document.activeElement);
    slot.replaceChildren(content);
    if (hadFocus) element.querySelector<HTMLElement>("#survey-title")?.focus();
    say(text);
  };
  const tell = (text: string): void => {
    start.hidden = false;
    put(h("p", {}, text), text);
  };
  start.addEventListener("click", () => {
    const view = new ConvertProgressView("", () => client.cancel(), say);
    slot.replaceChildren(view.element);
    view.element.querySelector("button")?.focus();
    start.hidden = true;
    void client.survey(files, choice, {
      step: (message) => view.step(message),
      surveyed: (survey) => put(tables(survey, platformName(report.platform)), summary(survey)),
      stopped: () => tell("The count was cancelled."),
      failed: (message) => tell(`The count could not run: ${message}`),
    });
  });
  return element;
}

function summary({ messages, channels, senders }: Survey): string {
  const most = (shares: Share[], what: string): string => {
    const [first] = shares;
    return first === undefined ? "" : ` Most ${what} ${visible(first.id)}: ${first.messages}.`;
  };
  return `${counted(messages, "message")}.${most(channels, "are in")}${most(senders, "are from")}`;
}

function tables(survey: Survey, platform: string): HTMLElement {
  const { messages, channels, senders, customData, customDataLimit } = survey;
  return h("div", {},
    h("p", { class: "quiet" }, summary(survey)),
    h("div", { class: "tables" },
      ...([["Messages by channel", "channel", channels], ["Messages by sender", "sender", senders]] as const)
        .filter(([, , shares]) => shares.length > 0)
        .map(([title, what, shares]) => barTable(title, [what, "messages"], shares.slice(0, SHOWN).map((share) => row(share, messages)))),
      ...customData.filter(({ largest }) => largest > 0).map((data) => sizes(data, customDataLimit, platform))));
}

function row({ id, messages, missed }: Share, all: number): { name: string; value: number; note: string } {
  const percent = `${(messages / Math.max(1, all) * 100).toFixed(1)}%`;
  return { name: visible(id), value: messages, note: missed > 0 ? `${percent}, perhaps ${missed} more` : percent };
}

/** The sizes that there are; what is larger than the limit stands out. */
function sizes({ kind, classes, largest, position }: CustomData, limit: number | null, platform: string): HTMLElement {
  // Up to the class that the largest is in.
  const end = classes.findIndex(({ upTo }) => upTo >= largest);
  const rows = (end < 0 ? classes : classes.slice(0, end + 1)).map(({ upTo, items }, index) => ({
    name: upTo === 0 ? "none" : index === classes.length - 1 ? "more" : `up to ${upTo}`,
    value: items,
    over: limit !== null && largest > limit && (index === end || (classes[index - 1]?.upTo ?? 0) >= limit),
  }));
  const most = limit === null ? "" : `; ${platform} allows ${limit}`;
  return h("div", {},
    barTable(`Custom data of ${kind}s`, ["bytes", "items"], rows),
    h("p", { class: limit !== null && largest > limit ? "quiet over" : "quiet" },
      `The largest has ${counted(largest, "byte")}${position === null ? "" : `, in line ${position.line}`}${most}.`));
}
