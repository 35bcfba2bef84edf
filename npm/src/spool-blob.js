// Keeps the bytes of a stream in Blobs, which browsers move out of memory when they grow.

const PART = 8 << 20;

export class BlobSpool {
  #blobs = [];
  #pending = [];
  #length = 0;

  async write(chunk) {
    // The stream may use its buffer again.
    this.#pending.push(new Uint8Array(chunk));
    this.#length += chunk.length;
    if (this.#length >= PART) this.#seal();
  }

  async *read() {
    this.#seal();
    for (const blob of this.#blobs) yield new Uint8Array(await blob.arrayBuffer());
  }

  async close() {
    this.#blobs = [];
    this.#pending = [];
  }

  #seal() {
    if (this.#length > 0) this.#blobs.push(new Blob(this.#pending));
    this.#pending = [];
    this.#length = 0;
  }
}
