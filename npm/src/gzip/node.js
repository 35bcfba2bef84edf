// Gzip in Node: node:zlib inflates.
import { constants, crc32, createInflateRaw } from "node:zlib";
import { readEntry } from "../zip/entry.js";
import { DeflateError, gunzipWith } from "./members.js";

const SMALLEST = 512;
const LARGEST = 64 << 10;

export function gunzip(chunks, onTrouble) {
  return gunzipWith({ inflate, crc32 }, chunks, onTrouble);
}

/** The data of a file in a zip. */
export function unzip(archive, entry, onTrouble) {
  return readEntry({ inflate, crc32 }, archive, entry, onTrouble);
}

/** The data of one deflated stream; returns whether its end was reached and something follows it. */
async function* inflate(reader) {
  // An end that comes too early is told by the reader; as an error it would take the last output with it.
  const stream = createInflateRaw({ chunkSize: LARGEST, finishFlush: constants.Z_SYNC_FLUSH });
  const closed = new Promise((resolve) => stream.once("close", resolve));
  let fed = 0;
  let last = new Uint8Array(0);

  const feed = async () => {
    for (;;) {
      // A fault takes the output of its piece with it. So pieces grow with what went before: little is lost.
      last = await reader.upTo(Math.max(SMALLEST, Math.min(fed >> 3, LARGEST)));
      if (last.length === 0) break;
      fed += last.length;
      await Promise.race([new Promise((resolve) => stream.write(last, resolve)), closed]);
      // It leaves something over when it has found the end of the deflated data.
      if (stream.destroyed || stream.bytesWritten < fed) return;
    }
    stream.end();
  };
  const feeding = feed().catch((error) => stream.destroy(error));

  try {
    yield* stream;
  } catch (error) {
    if (!String(error.code).startsWith("Z_")) throw error;
    throw new DeflateError(error.message, { cause: error });
  } finally {
    stream.destroy();
  }
  await feeding;
  // After the end of the deflated data a member has its trailer: if there is an end, something is left over.
  const left = fed - stream.bytesWritten;
  reader.unread(last.subarray(last.length - left));
  return left > 0;
}
