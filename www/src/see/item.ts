//! The item around a place, indented, with the offending value marked.

import { indent } from "../indent";
import type { Excerpt } from "../protocol";
import { endOfContainer, endOfValue, isOpening, keyAt, startOfContainer } from "./values";

/** Bytes in front of a place, and from it on, in which its item is looked for. */
export const BEFORE = 6 << 10;
export const AFTER = 8 << 10;

/** Bytes of the largest object that is shown; around a value in a larger one, what holds it inside. */
const LARGEST = 6000;
/** Lines shown: in front of the value, of it, and behind. */
const LINES_BEFORE = 14;
const LINES_OF_VALUE = 24;
const LINES_AFTER = 10;
/** Characters shown of a value, and of any other line. */
const SHOWN_VALUE = 640;
const SHOWN_LINE = 240;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The item at `at`, where `path` is the way to it from the item; null if what stands there is not that well formed. */
export function itemAt(window: Uint8Array, at: number, path: string): Excerpt | null {
  const valueEnd = endOfValue(window, at);
  const [start, end] = holder(window, at, valueEnd, path);
  if (end - start > LARGEST || (start === at && !isOpening(window[at])) || endOfContainer(window, start) !== end) return null;

  const before = decoder.decode(window.subarray(start, at));
  const value = decoder.decode(window.subarray(at, valueEnd));
  const after = decoder.decode(window.subarray(valueEnd, end));
  const { text, places: [from = 0, to = 0] } = indent(before + value + after, Infinity, [before.length, before.length + value.length]);
  // A value is shown as it is in the file; an object is there for its place.
  const shown = /[[{]/.test(value) ? text.slice(from, to) : value;
  return cut(text.slice(0, from), shown, text.slice(to));
}

/** From where to where: the largest that can be shown of what holds the value, at most the item. */
function holder(window: Uint8Array, at: number, valueEnd: number, path: string): [start: number, end: number] {
  let [start, end] = [at, valueEnd];
  for (let level = levels(window, at, path); level > 0; level -= 1) {
    const open = startOfContainer(window, start);
    const close = open === null ? null : endOfContainer(window, open);
    if (open === null || close === null || close < end || close - open > LARGEST) break;
    [start, end] = [open, close];
  }
  return [start, end];
}

/** How many objects and lists there are around the place, the item counted. */
function levels(window: Uint8Array, at: number, path: string): number {
  const steps = path.match(/\[\d+\]|\["(?:[^"\\]|\\.)*"\]|[^.[\]]+/g) ?? [];
  const last = steps.at(-1) ?? "";
  if (/^\[\d/.test(last)) return steps.length;
  const name = last.startsWith("[") ? last.slice(1, -1) : JSON.stringify(last);
  const key = keyAt(window, at);
  // What is missing is reported at the object that lacks it.
  return key !== null && decoder.decode(key) === name ? steps.length : Math.max(0, steps.length - 1);
}

function cut(before: string, value: string, after: string): Excerpt {
  const front = before.split("\n");
  const middle = value.split("\n");
  const behind = after.split("\n");
  const all = front.length + middle.length + behind.length <= LINES_BEFORE + LINES_AFTER;
  const cutBefore = !all && front.length > LINES_BEFORE;
  const cutValue = middle.length > LINES_OF_VALUE || value.length > SHOWN_VALUE && middle.length === 1;
  return {
    indented: true,
    end: null,
    before: (cutBefore ? front.slice(-LINES_BEFORE) : front).map(shortened).join("\n"),
    value: middle.length === 1 ? value.slice(0, SHOWN_VALUE) : middle.slice(0, LINES_OF_VALUE).map(shortened).join("\n"),
    after: cutValue ? "" : (all ? behind : behind.slice(0, LINES_AFTER)).map(shortened).join("\n"),
    cutBefore,
    cutValue,
    cutAfter: cutValue || (!all && behind.length > LINES_AFTER),
  };
}

function shortened(line: string): string {
  return line.length > SHOWN_LINE ? `${line.slice(0, SHOWN_LINE)}…` : line;
}
