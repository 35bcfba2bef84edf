// Turns whatever a caller has into documents that can be read twice: { name, resource, channel, size, open, close }.
// `open` gives the bytes from the beginning; `size` is NaN where it is not known before the end. What can be a zip has
// `head`, for its first bytes, and once `complete` has come back `size` and `slice`, for the bytes of any place.
import { PreflightError } from "./errors.js";
import { bytesOf } from "./zip/bytes.js";

const BLOB_STEP = 4 << 20;
const BYTES_STEP = 1 << 20;
/** UTF-16 units; at most three times as many bytes. */
const TEXT_STEP = 1 << 19;

/** The documents of an input: a source, a part, or an array of parts. */
export function partsOf(input, platform) {
  const given = Array.isArray(input) ? input : [input];
  if (given.length === 0) throw new PreflightError("bad-input", "there is nothing to check: the input is an empty array");
  const seen = new Set();
  return given.map((one) => {
    const part = asPart(one);
    const stream = isStream(part.source);
    if (stream && seen.has(part.source)) throw new PreflightError("bad-input", "the same stream is given twice");
    seen.add(part.source);
    const opened = open(part.source, platform);
    opened.close ??= async () => {};
    // The object itself, not a copy: what it knows of a stream changes.
    return Object.assign(opened, part);
  });
}

function asPart(given) {
  if (isSource(given)) return { name: nameOf(given), resource: undefined, channel: undefined, source: given };
  if (given !== null && typeof given === "object" && isSource(given.source)) {
    const { source, name = nameOf(source), resource, channel } = given;
    for (const [key, value] of Object.entries({ name, resource, channel })) {
      if (value !== undefined && typeof value !== "string") throw new PreflightError("bad-input", `${key} of a part has to be a string`);
    }
    return { name, resource, channel, source };
  }
  throw new PreflightError(
    "bad-input",
    "a source has to be a File or Blob, a Uint8Array, a string, a ReadableStream or an AsyncIterable, or { source, name?, resource?, channel? }",
  );
}

function nameOf(source) {
  // A File has a name.
  return isBlob(source) && typeof source.name === "string" ? source.name : undefined;
}

function isSource(given) {
  return typeof given === "string" || isBytes(given) || isBlob(given) || isStream(given) || isReopenable(given);
}

function isBytes(given) {
  return given instanceof ArrayBuffer || ArrayBuffer.isView(given);
}

/** Told by what it can, so that a Blob of another realm or library will do. */
function isBlob(given) {
  return given !== null && typeof given === "object" && typeof given.size === "number" &&
    typeof given.slice === "function" && typeof given.arrayBuffer === "function";
}

function isStream(given) {
  return given !== null && typeof given === "object" &&
    (typeof given.getReader === "function" || typeof given[Symbol.asyncIterator] === "function");
}

/** Files that are opened as often as needed: the command line's, by path, and those that a conversion has written. */
function isReopenable(given) {
  return given !== null && typeof given === "object" && typeof given.open === "function" && typeof given.size === "number";
}

function open(source, platform) {
  if (typeof source === "string") return { size: NaN, open: () => readText(source) };
  if (isBytes(source)) {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    return anywhere({
      size: bytes.length,
      open: () => readBytes(bytes),
      slice: (start, end) => readBytes(bytes.subarray(start, end)),
    });
  }
  if (isBlob(source)) {
    const name = nameOf(source) ?? "the Blob";
    return anywhere({
      size: source.size,
      open: () => readBlob(source, name, 0, source.size),
      slice: (start, end) => readBlob(source, name, start, end),
    });
  }
  if (isReopenable(source)) {
    const { size } = source;
    const open = (onTrouble) => source.open(onTrouble);
    if (typeof source.slice !== "function") return { size, open };
    return anywhere({ size, open, slice: (start, end) => source.slice(start, end) });
  }
  return spooled(source, platform.createSpool());
}

/** What is all there. */
function anywhere(source) {
  return { ...source, head: (count) => bytesOf(source, 0, count), complete: async () => {} };
}

function* readBytes(bytes) {
  for (let start = 0; start < bytes.length; start += BYTES_STEP) yield bytes.subarray(start, start + BYTES_STEP);
}

function* readText(text) {
  const encoder = new TextEncoder();
  for (let start = 0; start < text.length;) {
    let end = start + TEXT_STEP;
    // Not between the halves of a surrogate pair.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end += 1;
    yield encoder.encode(text.slice(start, end));
    start = end;
  }
}

/** Reads the next piece while the last one is checked. */
async function* readBlob(blob, name, from, to) {
  const read = (start) => {
    const piece = blob.slice(start, Math.min(start + BLOB_STEP, to)).arrayBuffer();
    piece.catch(() => {});
    return piece;
  };
  let next = read(from);
  for (let start = from; start < to; start += BLOB_STEP) {
    let piece;
    try {
      piece = await next;
    } catch (cause) {
      throw new PreflightError("unreadable", `${name} cannot be read: ${cause.message}; it may have changed or gone since it was picked`, { cause });
    }
    if (start + BLOB_STEP < to) next = read(start + BLOB_STEP);
    yield new Uint8Array(piece);
  }
}

/** A stream can be read once only: what it gives is kept for a second reading. */
function spooled(stream, spool) {
  const encoder = new TextEncoder();
  const chunks = iterate(stream);
  const part = { size: NaN, open, head, complete, slice: (start, end) => spool.slice(start, end), close };
  let kept = 0;
  let ended = false;
  return part;

  /** Takes the next chunk; `undefined` at the end. */
  async function next() {
    const { done, value: given } = await chunks.next();
    if (done) {
      ended = true;
      return undefined;
    }
    const chunk = typeof given === "string" ? encoder.encode(given) : given;
    if (!(chunk instanceof Uint8Array)) {
      throw new PreflightError("bad-input", "the stream gives something that is neither a Uint8Array nor a string");
    }
    await spool.write(chunk);
    kept += chunk.length;
    return chunk;
  }

  async function head(count) {
    while (!ended && kept < count) await next();
    return bytesOf({ size: kept, slice: part.slice }, 0, count);
  }

  async function complete() {
    while (!ended) await next();
    part.size = kept;
  }

  function open() {
    return ended ? spool.read() : readOn();
  }

  async function* readOn() {
    yield* spool.slice(0, kept);
    for (let chunk = await next(); chunk !== undefined; chunk = await next()) yield chunk;
  }

  async function close() {
    // Not waited for: a stream that stalls in next() stalls here, too.
    if (!ended) chunks.return().catch(() => {});
    await spool.close();
  }
}

/** Not every browser can iterate a ReadableStream. */
async function* iterate(stream) {
  if (typeof stream[Symbol.asyncIterator] === "function") {
    yield* stream;
    return;
  }
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
