//! What a conversion is to do, as a form: the target, and the choices that only a person can make.

import type { ConvertOptions, Dialect, Platform, Profile } from "chat-preflight";
import { channelIdsOf, idsOf, uploadsOf } from "chat-preflight/carried";
import PLATFORMS from "chat-preflight/platforms";
import { platformName } from "./detection";
import { h } from "./dom";
import type { Wish } from "./protocol";

/** From where to where. */
interface Way {
  from: Platform | null;
  to: Platform;
}

/** A field with its label, and the ways on which it is asked for. */
interface Field<Control extends HTMLElement> {
  control: Control;
  row: HTMLElement;
  asked: (way: Way) => boolean;
}

const always = (): boolean => true;

export class ConvertForm {
  readonly element: HTMLFormElement;
  #from: Platform | null;
  #to = select("convert-to", []);
  #systemUser = field("convert-system-user", "System user", text("migration-system"), "speaks system messages and owns what has no owner");
  #systemMessages = field("convert-system-messages", "System messages", select("", [
    ["drop", "leave out"], ["user", "the system user speaks them"],
  ]), "where the target has none");
  #deleted = field("convert-deleted", "Deleted messages", select("", [["drop", "leave out"], ["keep", "keep as text"]]), "where the target has none");
  #park = field("convert-park", "Values without a field", select("", [
    ["custom", "keep in custom data"], ["none", "leave out"],
  ]), "a conversion back restores what is kept");
  #channelType = field("convert-channel-type", "Channel type", text("messaging"), "what groups become", ({ to }) => to === "stream");
  #retention = field("convert-retention", "Months that the app keeps", h("input", { type: "number", min: 0, step: 1, placeholder: 6 }),
    "older messages are left out; 0 if it keeps them for ever", ({ to }) => to === "cometchat");
  #dialect = field("convert-dialect", "Names of fields", select("", [["camel", "camelCase"], ["snake", "snake_case"]]),
    "as the app's version of the API has them", ({ to }) => to === "chatkitty");
  #since = field("convert-since", "Messages from", moment(), "earlier ones are left out; your time zone");
  #until = field("convert-until", "Messages before", moment(), "that one and later ones are left out; your time zone");
  #strict = field("convert-strict", "What cannot be read", select("", [["", "is left out and told"], ["strict", "stops the conversion"]]), "");
  #ids = field("convert-ids", "Ids of an earlier conversion", file(), "optional: its ids.json; ids change in the same way, or back on the way back");
  #profile = field("convert-profile", "About the app", file(), "optional: JSON with its existing ids, roles and limits, as the package's README has it");
  #channelIds = field("convert-channel-ids", "Channel numbers", file(), "optional: JSON that gives each channel's number by its name",
    ({ from, to }) => from === "chatkitty" || to === "chatkitty");
  #unknownChannels = field("convert-unknown-channels", "Other channels", select("", [
    ["stop", "cannot be read"], ["keep", "the number becomes the name"],
  ]), "those whose number nobody gave", ({ from }) => from === "chatkitty");
  #startTime = field("convert-start-time", "First message sent", moment(), "the source may have no times; 1970 if empty",
    ({ from }) => from === "chatkitty");
  #uploads = field("convert-uploads", "Uploaded files", file(), "optional: an uploads.json with its tokens filled in", ({ to }) => to === "talkjs");
  #fields = [
    this.#systemUser, this.#systemMessages, this.#deleted, this.#park, this.#channelType, this.#dialect, this.#retention, this.#since,
    this.#until, this.#startTime, this.#unknownChannels, this.#strict, this.#channelIds, this.#ids, this.#uploads, this.#profile,
  ];

  /** `changed` hears of every change, `submit` of the button. */
  constructor(from: Platform | null, changed: () => void, submit: () => void) {
    this.#from = from;
    const first = PLATFORMS.find(({ name }) => name !== from)?.name;
    this.#to.append(...PLATFORMS.map(({ name, title }) => h("option", { value: name, selected: name === first }, title)));
    const target = field("convert-to", "Target platform", this.#to, from === null ? "" : `from ${platformName(from)}`);
    this.element = h("form", { class: "convert-form" },
      h("div", { class: "fields" }, target.row, ...this.#fields.map(({ row }) => row)),
      h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, "Convert")));
    this.element.addEventListener("submit", (event) => {
      // Nothing is sent: the page's policy would refuse it, too.
      event.preventDefault();
      submit();
    });
    this.element.addEventListener("input", () => {
      this.#ask();
      changed();
    });
    this.#ask();
  }

  get to(): Platform {
    return this.#to.value as Platform;
  }

  /** What is asked for; rejects with what is wrong with a file. */
  async wish(): Promise<Wish> {
    const way = this.#way();
    const value = <Value extends string>({ control, asked }: Field<HTMLInputElement | HTMLSelectElement>): Value | undefined => {
      const given = control.value.trim();
      return asked(way) && given !== "" ? given as Value : undefined;
    };
    const time = (given: Field<HTMLInputElement>): string | undefined => {
      const local = value(given);
      return local === undefined ? undefined : new Date(local).toISOString();
    };
    const months = value(this.#retention);
    const known = await parsed(this.#profile, way, "profile", profileOf);
    const retention = months === undefined ? {} : { retentionMonths: Number(months) || null };
    const options: Wish["options"] = {
      to: way.to,
      systemUser: value(this.#systemUser),
      systemMessages: value<NonNullable<ConvertOptions["systemMessages"]>>(this.#systemMessages),
      deleted: value<NonNullable<ConvertOptions["deleted"]>>(this.#deleted),
      park: value<NonNullable<ConvertOptions["park"]>>(this.#park),
      channelType: value(this.#channelType),
      dialect: value<Dialect>(this.#dialect),
      profile: known === undefined && months === undefined ? undefined : { ...known, ...retention },
      channelIds: await parsed(this.#channelIds, way, "channel numbers", channelIdsOf),
      unknownChannels: value<NonNullable<ConvertOptions["unknownChannels"]>>(this.#unknownChannels),
      startTime: time(this.#startTime),
      since: time(this.#since),
      until: time(this.#until),
      ids: await parsed(this.#ids, way, "ids", (text) => idsOf(text, { from: way.from ?? undefined, to: way.to })),
      strict: value(this.#strict) !== undefined,
    };
    return { options, uploads: await parsed(this.#uploads, way, "uploads", uploadsOf) ?? [] };
  }

  #way(): Way {
    return { from: this.#from, to: this.to };
  }

  /** Shows the fields that matter on this way. */
  #ask(): void {
    const way = this.#way();
    for (const { row, asked } of this.#fields) row.hidden = !asked(way);
  }
}

/** What a file says of the app; what it may say is for the checker to judge. */
function profileOf(text: string): Profile {
  const given: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
  if (given === null || typeof given !== "object" || Array.isArray(given)) throw new Error("is no JSON object");
  return given;
}

/** The value of a file that was picked, if one was. */
async function parsed<Value>(
  { control, asked }: Field<HTMLInputElement>, way: Way, what: string, parse: (text: string) => Value,
): Promise<Value | undefined> {
  const picked = control.files?.[0];
  if (picked === undefined || !asked(way)) return undefined;
  const content = await picked.text();
  try {
    return parse(content);
  } catch (error) {
    throw new Error(`The ${what} in ${picked.name} ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

function field<Control extends HTMLElement>(
  id: string, label: string, control: Control, hint: string, asked: (way: Way) => boolean = always,
): Field<Control> {
  control.id = id;
  if (hint !== "") control.setAttribute("aria-describedby", `${id}-hint`);
  const row = h("div", { class: "field" },
    h("label", { for: id }, label), control, hint !== "" && h("span", { class: "quiet", id: `${id}-hint` }, hint));
  return { control, row, asked };
}

function select(id: string, options: [string, string][]): HTMLSelectElement {
  return h("select", { id }, ...options.map(([value, name]) => h("option", { value }, name)));
}

/** `usual` is what an empty field means. */
function text(usual: string): HTMLInputElement {
  return h("input", { type: "text", placeholder: usual, autocomplete: "off", spellcheck: "false" });
}

function moment(): HTMLInputElement {
  return h("input", { type: "datetime-local" });
}

function file(): HTMLInputElement {
  return h("input", { type: "file", accept: ".json" });
}
