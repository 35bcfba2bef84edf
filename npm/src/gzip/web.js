// Gzip in browsers and on the edge. Their own DecompressionStream does not say where a member ends, and throws away
// what came out before a fault; so pako does the work.
import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from "pako";
import { crc32 } from "./crc32.js";
import { readEntry } from "../zip/entry.js";
import { DeflateError, gunzipWith } from "./members.js";

const OUTPUT = 256 << 10;
/** Negative: deflated data without a wrapper. */
const RAW_WINDOW_BITS = -15;

export function gunzip(chunks, onTrouble) {
  return gunzipWith({ inflate, crc32 }, chunks, onTrouble);
}

/** The data of a file in a zip. */
export function unzip(archive, entry, onTrouble) {
  return readEntry({ inflate, crc32 }, archive, entry, onTrouble);
}

/** The data of one deflated stream; returns whether its end was reached. */
async function* inflate(reader) {
  const stream = new ZStream();
  zlibInflateInit2(stream, RAW_WINDOW_BITS);
  const output = new Uint8Array(OUTPUT);
  for (let chunk = await reader.peek(); chunk !== undefined; chunk = await reader.peek()) {
    stream.input = chunk;
    stream.next_in = 0;
    stream.avail_in = chunk.length;
    let status;
    do {
      stream.output = output;
      stream.next_out = 0;
      stream.avail_out = OUTPUT;
      status = zlibInflate(stream, Z_NO_FLUSH);
      if (stream.next_out > 0) yield output.subarray(0, stream.next_out);
    } while (status === Z_OK && (stream.avail_in > 0 || stream.avail_out === 0));
    reader.skip(stream.next_in);
    if (status === Z_STREAM_END) return true;
    // Z_BUF_ERROR: nothing to do without more input.
    if (status !== Z_OK && status !== Z_BUF_ERROR) throw new DeflateError(stream.msg || `status ${status}`);
  }
  return false;
}
