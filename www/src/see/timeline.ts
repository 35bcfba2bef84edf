//! Messages over time: a wrong unit of time, or a hole in the history, shows at a glance.

import type { TimelineBucket } from "chat-preflight";
import { counted, h } from "../dom";
import { Bars, type Bar } from "./bars";

/** Bars at most; each then stands for several days. */
const MOST_BARS = 120;

const DAY = 86_400_000;

/** Days counted from 1970-01-01, with their messages, in order. */
type Days = [day: number, messages: number][];

/** `total` is how many messages there are, with and without a time. */
export function timelineView(timeline: TimelineBucket[], total: number): HTMLElement | null {
  const all = timeline.map(({ day, messages }): Days[number] => [numberOf(day), messages]);
  const [first] = all;
  if (first === undefined) return null;
  const untimed = total - all.reduce((sum, [, messages]) => sum + messages, 0);
  const rest = untimed > 0 ? ` ${untimed} more without a time that can be read.` : "";
  const words = { id: "timeline", title: "Messages over time", series: ["messages"], unit: "messages", whole: "All time" };
  if (all.length === 1) {
    return h("section", { class: "picture", id: words.id, "aria-labelledby": "timeline-title" },
      h("h3", { id: "timeline-title" }, words.title),
      h("p", { class: "said" }, `${counted(first[1], "message")}, ${first[1] === 1 ? "" : "all "}of ${dayOf(first[0])}.${rest}`));
  }
  let shown: Bar[] = [];
  const show = (days: Days, part: boolean): void => {
    shown = barsOf(days);
    bars.show({ bars: shown, summary: summaryOf(days) + (part ? "" : rest), part });
  };
  const bars = new Bars(words, (range) => {
    if (range === null) {
      show(all, false);
      return;
    }
    const from = numberOf(shown[range[0]]?.from ?? "");
    const to = numberOf(shown[range[1]]?.to ?? "");
    const inside = all.filter(([day]) => day >= from && day <= to);
    // Where there is nothing, there is nothing to look at more closely.
    if (inside.length > 0) show(inside, true);
  });
  show(all, false);
  return bars.element;
}

function barsOf(days: Days): Bar[] {
  const first = days[0]?.[0] ?? 0;
  const last = days.at(-1)?.[0] ?? first;
  const width = Math.ceil((last - first + 1) / MOST_BARS);
  const counts = new Array<number>(Math.ceil((last - first + 1) / width)).fill(0);
  for (const [day, messages] of days) counts[Math.floor((day - first) / width)]! += messages;
  return counts.map((count, index) => {
    const from = first + index * width;
    return { from: dayOf(from), to: dayOf(Math.min(last, from + width - 1)), values: [count] };
  });
}

/** How many, from when to when, and the longest time without any. */
function summaryOf(days: Days): string {
  const messages = days.reduce((sum, [, count]) => sum + count, 0);
  const [first = 0] = days[0] ?? [];
  const [last = 0] = days.at(-1) ?? [];
  let gap: [start: number, days: number] = [0, 0];
  for (const [index, [day]] of days.entries()) {
    const before = days[index - 1]?.[0] ?? day;
    if (day - before - 1 > gap[1]) gap = [before + 1, day - before - 1];
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
