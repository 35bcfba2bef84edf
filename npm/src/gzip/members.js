// A gzip file (RFC 1952): members one after the other, each a header, deflated data, a checksum and a length.
// Whatever is wrong with it, all that can be decompressed comes out; the trouble is told on the side.
import { Reader } from "./reader.js";
import { LineCounter } from "./lines.js";
import { measured } from "./measured.js";

const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const RESERVED = 0xe0;

/**
 * Decompresses `chunks`. `inflate(reader)` gives the data of one member and returns whether its end was reached; it
 * throws where the data make no sense. `onTrouble` gets `{ code, kind, message, byte, line, column }`; the place is that in
 * the decompressed text.
 */
export async function* gunzipWith({ inflate, crc32 }, chunks, onTrouble) {
  const reader = new Reader(chunks);
  const lines = new LineCounter();
  const trouble = (kind, message) => onTrouble({ code: "bad-gzip", kind, message, ...lines.position() });

  for (let first = true; ; first = false) {
    const start = reader.offset;
    const header = await readHeader(reader, first);
    if (header === "end") return;
    if (header === "rest") {
      const size = await drain(reader);
      if (size > 0) trouble("trailing", `${plural(size, "byte")} after the end of the gzip data (from byte ${start} of the file) are not gzip and were ignored`);
      return;
    }
    if (header !== "member") {
      trouble(header.kind, header.message);
      return;
    }
    let data;
    try {
      data = yield* measured(inflate(reader), crc32, lines);
    } catch (error) {
      if (!(error instanceof DeflateError)) throw error;
      trouble("damaged", `the gzip data are damaged near byte ${reader.offset} of the file (${error.message}); what lies before was checked, the rest cannot be read`);
      return;
    }
    const trailer = data.result ? await reader.bytes(8) : undefined;
    if (trailer === undefined) {
      trouble("truncated", `the gzip file is cut off after ${plural(reader.offset, "byte")}; what was there was checked`);
      return;
    }
    const view = new DataView(trailer.buffer, trailer.byteOffset);
    if (view.getUint32(0, true) !== data.checksum) {
      trouble("checksum", `the gzip checksum does not fit the data that end at byte ${reader.offset} of the file: they were changed after they were compressed; they were checked as they are`);
    } else if (view.getUint32(4, true) !== data.length % 2 ** 32) {
      trouble("checksum", `the length in the gzip file does not fit the data that end at byte ${reader.offset} of the file; they were checked as they are`);
    }
  }
}

/** What an `inflate` throws on data that make no sense. */
export class DeflateError extends Error {}

/** "member", "end", "rest" (no gzip any more), or what is wrong with the header. */
async function readHeader(reader, first) {
  const begin = await reader.upTo(2);
  if (begin.length === 0) return "end";
  if (begin.length === 1 && first) return cutOff(reader);
  if (begin[0] !== 0x1f || begin[1] !== 0x8b) {
    reader.unread(begin);
    return "rest";
  }
  const fixed = await reader.bytes(8);
  if (fixed === undefined) return cutOff(reader);
  const [method, flags] = fixed;
  if (method !== 8 || (flags & RESERVED) !== 0) {
    return { kind: "damaged", message: `the gzip header that ends at byte ${reader.offset} of the file is damaged (method ${method}, flags ${flags}); the rest cannot be read` };
  }
  if ((flags & EXTRA) !== 0) {
    const size = await reader.bytes(2);
    if (size === undefined || (await reader.bytes(size[0] | (size[1] << 8))) === undefined) return cutOff(reader);
  }
  for (const text of [NAME, COMMENT]) {
    if ((flags & text) === 0) continue;
    let byte;
    do byte = await reader.byte(); while (byte !== undefined && byte !== 0);
    if (byte === undefined) return cutOff(reader);
  }
  if ((flags & HEADER_CRC) !== 0 && (await reader.bytes(2)) === undefined) return cutOff(reader);
  return "member";
}

function cutOff(reader) {
  return { kind: "truncated", message: `the gzip file is cut off after ${plural(reader.offset, "byte")}; what was there was checked` };
}

/** Reads to the end: how many bytes there are, not counting zeros at the end of the file, which tapes and some tools leave. */
async function drain(reader) {
  const start = reader.offset;
  let last = start;
  for (let chunk = await reader.peek(); chunk !== undefined; chunk = await reader.peek()) {
    const index = chunk.findLastIndex((byte) => byte !== 0);
    if (index >= 0) last = reader.offset + index + 1;
    reader.skip(chunk.length);
  }
  return last - start;
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
