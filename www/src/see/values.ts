//! Finding one's way in the bytes of JSON, around a place that is outside of any string. Nothing is parsed, and text that is
//! no JSON does no harm.

export const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;

/** The end of the value that starts at `at`; a key takes its value along. Of what is no value, the one character. */
export function endOfValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === undefined || isLineEnd(first)) return at;
  if (first === QUOTE) return endOfMember(bytes, endOfString(bytes, at));
  if (isOpening(first)) return endOfContainer(bytes, at) ?? bytes.length;
  let end = at;
  while (end < bytes.length && isScalar(bytes[end])) end += 1;
  if (end > at) return end;
  end = at + 1;
  while (end < bytes.length && isContinuation(bytes[end])) end += 1;
  return end;
}

/** A string that turns out to be a key takes its value along. */
function endOfMember(bytes: Uint8Array, end: number): number {
  let at = end;
  while (isBlank(bytes[at])) at += 1;
  if (bytes[at] !== COLON) return end;
  at += 1;
  while (isBlank(bytes[at])) at += 1;
  const first = bytes[at];
  if (first === QUOTE) return endOfString(bytes, at);
  return isOpening(first) || isScalar(first) ? endOfValue(bytes, at) : end;
}

/** Behind the closing quote, or at the end of the line if it is missing. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== LINE_FEED) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at + 1;
    at += 1;
  }
  return Math.min(at, bytes.length);
}

/** Behind the bracket that closes the one at `start`; null if none does. */
export function endOfContainer(bytes: Uint8Array, start: number): number | null {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at);
      continue;
    }
    if (isOpening(byte)) depth += 1;
    else if (isClosing(byte)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    at += 1;
  }
  return null;
}

/** The bracket that opens what `at` stands in; null if it is not in sight. */
export function startOfContainer(bytes: Uint8Array, at: number): number | null {
  let depth = 0;
  let before = at - 1;
  while (before >= 0) {
    const byte = bytes[before];
    if (byte === QUOTE) before = startOfString(bytes, before);
    else if (isClosing(byte)) depth += 1;
    else if (isOpening(byte)) {
      if (depth === 0) return before;
      depth -= 1;
    }
    before -= 1;
  }
  return null;
}

/** The quote that opens the string which ends at `end`: inside, every quote has an odd number of backslashes in front. */
function startOfString(bytes: Uint8Array, end: number): number {
  let at = end - 1;
  while (at >= 0) {
    if (bytes[at] === QUOTE) {
      let slashes = 0;
      while (bytes[at - 1 - slashes] === BACKSLASH) slashes += 1;
      if (slashes % 2 === 0) return at;
    }
    at -= 1;
  }
  return at;
}

/** The key of the member that `at` belongs to, with its quotes: `at` is at the key, or at the value. */
export function keyAt(bytes: Uint8Array, at: number): Uint8Array | null {
  let start = at;
  let end = bytes[at] === QUOTE ? endOfString(bytes, at) : at;
  if (bytes[at] !== QUOTE || endOfMember(bytes, end) === end) {
    end = at;
    while (isSpace(bytes[end - 1])) end -= 1;
    if (bytes[end - 1] !== COLON) return null;
    end -= 1;
    while (isSpace(bytes[end - 1])) end -= 1;
    if (bytes[end - 1] !== QUOTE) return null;
    start = startOfString(bytes, end - 1);
  }
  return start < 0 ? null : bytes.subarray(start, end);
}

/** Letters, digits and the signs of numbers. */
function isScalar(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 32) >= 0x61 && (byte | 32) <= 0x7a) || byte === 0x2b ||
    byte === 0x2d || byte === 0x2e || byte === 0x5f;
}

export function isOpening(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

function isClosing(byte: number | undefined): boolean {
  return byte === 0x7d || byte === 0x5d;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isSpace(byte: number | undefined): boolean {
  return isBlank(byte) || isLineEnd(byte);
}

export function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

export function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
