// The line of a finding, read back from the file, with carets under the bytes that it is about.
import { cells, firstCells, lastCells } from "./cells.js";
import { plain } from "./plain-text.js";

/** Bytes read in front of a place, and from it on: more than any terminal shows of a line. */
const BEFORE = 1200;
const AFTER = 1600;
/** Cells kept for what follows a value, if there is more in front of it than has room. */
const BEHIND = 12;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BACKSLASH = 92;
const SCALAR = /[\w.+-]/;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A function from a position and the room in cells to the two lines, `{ text, offset, length }`: what is shown, and where
 * the carets stand under it. `undefined` where the place cannot be read back.
 */
export function excerptsOf(readers) {
  return ({ source, byte, column }, room) => {
    const inFront = Math.min(column - 1, BEFORE);
    const bytes = readers[source]?.(byte - inFront, inFront + AFTER);
    if (bytes === undefined || bytes.length < inFront) return undefined;
    const end = endOfLine(bytes, inFront);
    // Of UTF-16 and of what is no text at all nothing can be read.
    if (bytes.subarray(0, end).includes(0)) return undefined;
    const stop = Math.min(endOfValue(bytes, inFront), end);
    const [before, value, after] = [[0, inFront], [inFront, stop], [stop, end]].map(([from, to]) => shown(bytes.subarray(from, to)));
    if (`${before}${value}${after}`.trim() === "") return undefined;
    return fitted(before, value, after, room, { start: inFront < column - 1, end: end === bytes.length && bytes.length === inFront + AFTER });
  };
}

/** On one line, and harmless for a terminal; what was cut through is U+FFFD. */
function shown(bytes) {
  return plain(decoder.decode(bytes).replaceAll("\t", " "));
}

function fitted(before, value, after, room, cut) {
  const most = Math.max(1, Math.floor(room * 0.7));
  const marked = cells(value) > most ? `${firstCells(value, most - 1)}…` : value;
  const behind = marked === value ? after : "";
  let left = room - cells(marked);
  // All of the front, if there is room for it.
  const reserved = Math.min(cells(behind), BEHIND);
  let front = before;
  if (cut.start || cells(before) > left - reserved) front = `…${lastCells(before, Math.max(0, left - reserved - 1))}`;
  left -= cells(front);
  let back = behind;
  if (cells(behind) > left || (cut.end && behind !== "")) back = `${firstCells(behind, Math.max(0, left - 1))}…`;
  return { text: `${front}${marked}${back}`.trimEnd(), offset: cells(front), length: Math.max(1, cells(marked)) };
}

function endOfLine(bytes, from) {
  const found = bytes.indexOf(LINE_FEED, from);
  const end = found === -1 ? bytes.length : found;
  return end > from && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
}

/** The end of a string or a scalar; of all else the first character is marked, for it goes on for lines. */
function endOfValue(bytes, at) {
  let end = at + 1;
  if (bytes[at] === QUOTE) {
    while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
    return Math.min(end + 1, bytes.length);
  }
  if (SCALAR.test(String.fromCharCode(bytes[at]))) {
    while (end < bytes.length && SCALAR.test(String.fromCharCode(bytes[end]))) end += 1;
    return end;
  }
  // The rest of a character of several bytes.
  while ((bytes[end] & 0xc0) === 0x80) end += 1;
  return end;
}
