//! The files of a conversion in one, for saving.

import { makeZip } from "client-zip";

/** How much is kept in memory before a browser may move it elsewhere. */
const PART = 8 << 20;

/** A file to be packed. */
export interface Packed {
  name: string;
  blob: Blob;
}

/** A zip of the files, uncompressed: it is unpacked at once, and quickly made. `moment` is the time that all of them bear. */
export async function pack(files: Packed[], moment: Date, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<Blob> {
  const reader = makeZip(files.map(({ name, blob }) => ({ name, input: blob, size: blob.size, lastModified: moment }))).getReader();
  const parts: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (signal.aborted) await reader.cancel();
    signal.throwIfAborted();
    // A copy: the stream may use its buffer again.
    held.push(new Uint8Array(value));
    size += value.length;
    bytes += value.length;
    if (size < PART) continue;
    parts.push(new Blob(held));
    held = [];
    size = 0;
    onBytes(bytes);
  }
  return new Blob([...parts, ...held], { type: "application/zip" });
}
