// The data of one file in a zip, decompressed as it is asked for: however much comes out, little of it is held.
import { LineCounter } from "../gzip/lines.js";
import { measured } from "../gzip/measured.js";
import { DeflateError } from "../gzip/members.js";
import { Reader } from "../gzip/reader.js";
import { bytesOf } from "./bytes.js";

const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;
/** What is read beyond the data: an end that is followed by something is a true end. */
const BEYOND = 16;

/** `onTrouble` gets `{ code, kind, message, byte, line, column }`, as of a gzip file; all that can be read comes out. */
export async function* readEntry({ inflate, crc32 }, archive, entry, onTrouble) {
  const lines = new LineCounter();
  const trouble = (kind, message) => onTrouble({ code: "bad-zip", kind, message, ...lines.position() });
  if (entry.encrypted) return trouble("encrypted", "the file is encrypted in the zip; it was not read");
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    return trouble("method", `the file is compressed in a way that is not known here (method ${entry.method}); it was not read`);
  }
  const header = await bytesOf(archive, entry.offset, entry.offset + LOCAL_SIZE);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < LOCAL_SIZE || view.getUint32(0, true) !== LOCAL) {
    return trouble("damaged", "the file is not where the zip's directory says; it was not read");
  }
  const start = entry.offset + LOCAL_SIZE + view.getUint16(26, true) + view.getUint16(28, true);
  const deflated = entry.method === DEFLATED;
  const end = Math.min(archive.size, start + entry.packed + (deflated ? BEYOND : 0));
  const packed = chunksOf(archive.slice(start, end));
  const data = deflated ? inflate(new Reader(packed)) : packed;
  let got;
  try {
    got = yield* measured(data, crc32, lines);
  } catch (error) {
    if (!(error instanceof DeflateError)) throw error;
    return trouble("damaged", `the file's data in the zip are damaged (${error.message}); what lies before was checked, the rest cannot be read`);
  }
  const { length } = got;
  if ((deflated && !got.result) || length < entry.size) {
    trouble("truncated", `the file ends after ${length} of ${entry.size} bytes; what was there was checked`);
  } else if (got.checksum !== entry.crc || length !== entry.size) {
    trouble("checksum", "the checksum in the zip does not fit the file: it was changed after it was compressed; it was checked as it is");
  }
}

/** Whether they come at once or not. */
async function* chunksOf(chunks) {
  yield* chunks;
}
