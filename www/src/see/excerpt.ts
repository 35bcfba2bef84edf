//! Reading a place back from the input: the offending value, and what stands around it on its line.

import type { Excerpt } from "../protocol";
import { LINE_FEED, endOfValue, isContinuation, isLineEnd, isOpening } from "./values";

/** Bytes shown: in front, of the value, behind. */
const SHOWN_BEFORE = 180;
const SHOWN_VALUE = 640;
const SHOWN_AFTER = 140;
/** Of an object or an array, where it is the place that matters more than the text. */
const SHOWN_CONTAINER = 360;
const SHOWN_CONTAINER_LINES = 6;

// Bytes that are no UTF-8 become U+FFFD, as in every editor; a byte order mark stays.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The excerpt at `at` in a window of the input.
 *
 * `whole` says which ends of the window are ends of the input.
 */
export function excerptAt(window: Uint8Array, at: number, whole: { start: boolean; end: boolean }): Excerpt {
  const stop = Math.min(endOfValue(window, at), window.length);
  const valueEnd = endOfShown(window, at, stop);

  let start = at;
  while (start > 0 && window[start - 1] !== LINE_FEED && at - start < SHOWN_BEFORE) start -= 1;
  start = onBoundary(window, start);

  let end = stop;
  while (end < window.length && !isLineEnd(window[end]) && end - stop < SHOWN_AFTER) end += 1;
  end = backToBoundary(window, end, stop);

  return {
    indented: false,
    before: decoder.decode(window.subarray(start, at)),
    value: decoder.decode(window.subarray(at, valueEnd)),
    after: valueEnd < stop ? "" : decoder.decode(window.subarray(stop, end)),
    end: stop > at ? null : at < window.length ? "line" : "file",
    cutBefore: start > 0 ? window[start - 1] !== LINE_FEED : !whole.start,
    cutValue: valueEnd < stop,
    cutAfter: valueEnd < stop || (end < window.length ? !isLineEnd(window[end]) : !whole.end),
  };
}

/** How much of the value is shown. */
function endOfShown(window: Uint8Array, at: number, stop: number): number {
  const container = isOpening(window[at]);
  const limit = at + (container ? SHOWN_CONTAINER : SHOWN_VALUE);
  let end = stop > limit ? onBoundary(window, limit) : stop;
  if (container) {
    let line = at;
    for (let lines = 0; lines < SHOWN_CONTAINER_LINES; lines += 1) {
      line = window.indexOf(LINE_FEED, line) + 1;
      if (line === 0 || line > end) return end;
    }
    end = line - 1;
  }
  return end;
}

/** The next start of a character. */
function onBoundary(window: Uint8Array, at: number): number {
  let next = at;
  while (isContinuation(window[next]) && next - at < 3) next += 1;
  return next;
}

/** The last start of a character, not in front of `floor`. */
function backToBoundary(window: Uint8Array, at: number, floor: number): number {
  let last = at;
  while (last > floor && isContinuation(window[last]) && at - last < 3) last -= 1;
  return last;
}
