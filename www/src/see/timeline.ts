//! Messages over time: a wrong unit of time, or a hole in the history, shows at a glance. A range of it filters the findings.

import type { TimelineBucket } from "chat-preflight";
import { counted, h } from "../dom";
import { Bars } from "./bars";
import type { Days, Filter } from "./filter";

/** Bars at most; each then stands for several days. */
const MOST_BARS = 120;

const DAY = 86_400_000;

/** The last day that has a year of four digits; no message is of a later one. */
const LAST_DAY = 2_932_896;

/** A report with more buckets than this may have wide ones: it has half as many at least when it widens them. */
const SURELY_DAYS = 2000;

/** Buckets by their first day, counted from 1970-01-01, with their messages, in order. */
type Buckets = [day: number, messages: number][];

/** A stretch of time: its first day and its last. */
type Stretch = [from: number, to: number];

export interface Timeline {
  element: HTMLElement;
  /** Shows days that were chosen before. */
  show(days: NonNullable<Filter["days"]>): void;
  /** Forgets the range. */
  clear(): void;
}

/**
 * `total` is how many messages there are, with and without a time; `filters` says whether there are findings to be chosen by
 * their days. `choose` is told which days were chosen, or that all are
 * wanted again, and what the picture says of that.
 */
export function timelineView(
  timeline: TimelineBucket[], total: number, filters: boolean, choose: (days: Filter["days"], said: string) => void,
): Timeline | null {
  const all = timeline.map(({ day, messages }): Buckets[number] => [numberOf(day), messages]);
  const [first] = all;
  if (first === undefined) return null;
  const untimed = total - all.reduce((sum, [, messages]) => sum + messages, 0);
  const rest = untimed > 0 ? ` ${untimed} more without a time that can be read.` : "";
  const words = { id: "timeline", title: "Messages over time", series: ["messages"], unit: "messages", whole: "All time" };
  if (all.length === 1) {
    const element = h("section", { class: "picture", id: words.id, "aria-labelledby": "timeline-title" },
      h("h3", { id: "timeline-title" }, words.title),
      h("p", { class: "said" }, `${counted(first[1], "message")}, ${first[1] === 1 ? "" : "all "}of ${dayOf(first[0])}.${rest}`));
    return { element, show: () => undefined, clear: () => undefined };
  }
  const grain = grainOf(all);
  const whole: Stretch = [first[0], endOf(all, grain)];
  let shown: Stretch[] = [];

  const show = (buckets: Buckets, [from, to]: Stretch): string => {
    const part = from > whole[0] || to < whole[1];
    shown = stretchesOf(buckets, grain);
    const counts = new Array<number>(shown.length).fill(0);
    const [start, end] = shown[0] ?? [0, 0];
    for (const [day, messages] of buckets) counts[Math.floor((day - start) / (end - start + 1))]! += messages;
    const summary = summaryOf(buckets, grain) + (part ? "" : rest) + (filters && !part ? " Choose a range to see only its findings." : "");
    bars.show({ bars: shown.map((days, index) => ({ from: dayOf(days[0]), to: dayOf(days[1]), values: [counts[index]!] })), summary, part });
    fields.show([from, to]);
    return summary;
  };
  const inside = ([from, to]: Stretch): Buckets => all.filter(([day]) => day + grain > from && day <= to);
  const pick = (stretch: Stretch | null): void => {
    const [from, to] = stretch ?? whole;
    const found = inside([from, to]);
    // Where there is nothing, there is nothing to look at more closely.
    if (found.length === 0) {
      bars.refuse(`No message from ${dayOf(from)} to ${dayOf(to)}.`);
      return;
    }
    const chosen = from > whole[0] || to < whole[1];
    choose(chosen ? [dayOf(from), dayOf(to)] : null, show(found, [from, to]));
  };
  const fields = dateFields(whole, pick, (text) => bars.refuse(text));
  const bars = new Bars(words, (range) => {
    const [from, to] = range === null ? whole : [shown[range[0]]?.[0] ?? whole[0], shown[range[1]]?.[1] ?? whole[1]];
    pick([from, to]);
  }, fields.element);
  const clear = (): void => void show(all, whole);
  clear();
  const again = ([from, to]: Days): void => {
    const stretch: Stretch = [numberOf(from), numberOf(to)];
    show(inside(stretch), stretch);
  };
  return { element: bars.element, show: again, clear };
}

/** Two fields for who knows the days: exact where the picture has bars of many. */
function dateFields(whole: Stretch, pick: (stretch: Stretch | null) => void, complain: (text: string) => void) {
  const field = (id: string): HTMLInputElement =>
    h("input", { type: "date", id, min: dayOf(whole[0]), max: dayOf(whole[1]), required: true });
  const [first, last] = [field("timeline-first"), field("timeline-last")];
  const changed = (): void => {
    // While somebody types, most of what stands there is no day of this history.
    if (!first.validity.valid || !last.validity.valid) return;
    const stretch: Stretch = [numberOf(first.value), numberOf(last.value)];
    if (stretch[0] > stretch[1]) complain("The last day is before the first.");
    else pick(stretch);
  };
  for (const one of [first, last]) one.addEventListener("change", changed);
  return {
    element: h("div", { class: "dates", role: "group", "aria-label": "Days" },
      h("label", { for: first.id }, "First day"), first, h("label", { for: last.id }, "Last day"), last),
    show([from, to]: Stretch): void {
      first.value = dayOf(from);
      last.value = dayOf(to);
    },
  };
}

/** How many days a bucket has: with very many of them, the report counts 2, 4, 8… days together. */
function grainOf(buckets: Buckets): number {
  if (buckets.length <= SURELY_DAYS) return 1;
  let grain = 1;
  while (grain < 1 << 12 && buckets.every(([day]) => day % (2 * grain) === 0)) grain *= 2;
  return grain;
}

/** The last day of the last bucket. */
function endOf(buckets: Buckets, grain: number): number {
  return Math.min(LAST_DAY, (buckets.at(-1)?.[0] ?? 0) + grain - 1);
}

/** What each bar stands for: whole buckets, so that no bar shows less than what happened in its time. */
function stretchesOf(buckets: Buckets, grain: number): Stretch[] {
  const first = buckets[0]?.[0] ?? 0;
  const last = endOf(buckets, grain);
  const width = grain * Math.ceil((last - first + 1) / grain / MOST_BARS);
  return Array.from({ length: Math.ceil((last - first + 1) / width) }, (_, index): Stretch => {
    const from = first + index * width;
    return [from, Math.min(last, from + width - 1)];
  });
}

/** How many, from when to when, and the longest time without any. */
function summaryOf(buckets: Buckets, grain: number): string {
  const messages = buckets.reduce((sum, [, count]) => sum + count, 0);
  const first = buckets[0]?.[0] ?? 0;
  const last = endOf(buckets, grain);
  let gap: [start: number, days: number] = [0, 0];
  for (const [index, [day]] of buckets.entries()) {
    const before = buckets[index - 1]?.[0] ?? day;
    if (day - before - grain > gap[1]) gap = [before + grain, day - before - grain];
  }
  const range = first === last ? `on ${dayOf(first)}` : `from ${dayOf(first)} to ${dayOf(last)}`;
  const [start, length] = gap;
  return `${counted(messages, "message")} ${range}${length === 0 ? "" : `; longest without any: ${counted(length, "day")} from ${dayOf(start)} on`}.`;
}

function numberOf(day: string): number {
  const [, year = 1970, month = 1, date = 1] = /^(-?\d+)-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(date)) / DAY;
}

function dayOf(day: number): string {
  const text = new Date(day * DAY).toISOString();
  return text.slice(0, text.indexOf("T"));
}
