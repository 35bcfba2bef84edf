// Keeps bytes in Blobs, which browsers move out of memory when they grow.
import { PreflightError } from "./errors.js";

const PART = 8 << 20;

export class BlobSpool {
  #blobs = [];
  #pending = [];
  #length = 0;
  #closed = false;

  async write(chunk) {
    // The stream may use its buffer again.
    this.#pending.push(new Uint8Array(chunk));
    this.#length += chunk.length;
    if (this.#length >= PART) this.#seal();
  }

  read() {
    return this.slice(0, Infinity);
  }

  /** The bytes from `start` up to `end`. */
  async *slice(start, end) {
    for (const blob of this.blobs(start, end)) yield new Uint8Array(await blob.arrayBuffer());
  }

  /** The same, as parts for a Blob: nothing is read. */
  blobs(start, end) {
    if (this.#closed) throw new PreflightError("freed", "what was kept here was given up with close()");
    this.#seal();
    const found = [];
    let offset = 0;
    for (const blob of this.#blobs) {
      if (offset >= end) break;
      if (offset + blob.size > start) found.push(blob.slice(Math.max(0, start - offset), Math.min(blob.size, end - offset)));
      offset += blob.size;
    }
    return found;
  }

  async close() {
    this.#blobs = [];
    this.#pending = [];
    this.#closed = true;
  }

  #seal() {
    if (this.#length > 0) this.#blobs.push(new Blob(this.#pending));
    this.#pending = [];
    this.#length = 0;
  }
}
