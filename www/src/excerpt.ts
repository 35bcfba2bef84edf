//! Reading a place back from the input: the offending value, and what stands around it on its line.

import type { Excerpt } from "./protocol";

/** Bytes read in front of a place, and from it on. */
export const BEFORE = 400;
export const AFTER = 2400;

/** Bytes shown: in front, of the value, behind. */
const SHOWN_BEFORE = 180;
const SHOWN_VALUE = 640;
const SHOWN_AFTER = 140;
/** Of an object or an array, where it is the place that matters more than the text. */
const SHOWN_CONTAINER = 360;
const SHOWN_CONTAINER_LINES = 6;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

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
    before: decoder.decode(window.subarray(start, at)),
    value: decoder.decode(window.subarray(at, valueEnd)),
    after: valueEnd < stop ? "" : decoder.decode(window.subarray(stop, end)),
    end: stop > at ? null : at < window.length ? "line" : "file",
    cutBefore: start > 0 ? window[start - 1] !== LINE_FEED : !whole.start,
    cutValue: valueEnd < stop,
    cutAfter: valueEnd < stop || (end < window.length ? !isLineEnd(window[end]) : !whole.end),
  };
}

/** The end of the JSON value that starts at `at`; of the one character there if none does. */
function endOfValue(window: Uint8Array, at: number): number {
  const first = window[at];
  if (first === undefined || isLineEnd(first)) return at;
  if (first === QUOTE) return endOfMember(window, endOfString(window, at));
  if (isOpening(first)) return endOfContainer(window, at);
  let end = at;
  while (end < window.length && isScalar(window[end])) end += 1;
  if (end > at) return end;
  end = at + 1;
  while (end < window.length && isContinuation(window[end])) end += 1;
  return end;
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

/** A string that turns out to be a key takes its value along. */
function endOfMember(window: Uint8Array, end: number): number {
  let at = end;
  while (isBlank(window[at])) at += 1;
  if (window[at] !== COLON) return end;
  at += 1;
  while (isBlank(window[at])) at += 1;
  const first = window[at];
  if (first === QUOTE) return endOfString(window, at);
  return isOpening(first) || isScalar(first) ? endOfValue(window, at) : end;
}

/** Behind the closing quote, or at the end of the line if it is missing. */
function endOfString(window: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < window.length && window[at] !== LINE_FEED) {
    if (window[at] === BACKSLASH) at += 1;
    else if (window[at] === QUOTE) return at + 1;
    at += 1;
  }
  return Math.min(at, window.length);
}

/** Behind the bracket that closes it; everything there is if none does. */
function endOfContainer(window: Uint8Array, start: number): number {
  let depth = 0;
  let at = start;
  while (at < window.length) {
    const byte = window[at];
    if (byte === QUOTE) {
      at = endOfString(window, at);
      continue;
    }
    if (isOpening(byte)) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    at += 1;
  }
  return window.length;
}

/** Letters, digits and the signs of numbers. */
function isScalar(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 32) >= 0x61 && (byte | 32) <= 0x7a) || byte === 0x2b ||
    byte === 0x2d || byte === 0x2e || byte === 0x5f;
}

function isOpening(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
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
