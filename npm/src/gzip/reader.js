// Bytes from chunks, in the portions that a gzip file asks for.

export class Reader {
  #iterator;
  #chunk = new Uint8Array(0);

  /** Bytes that were taken so far. */
  offset = 0;

  constructor(chunks) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  /** The bytes at hand, at least one; `undefined` at the end. They are not taken yet. */
  async peek() {
    while (this.#chunk.length === 0) {
      const { done, value } = await this.#iterator.next();
      if (done) return undefined;
      this.#chunk = value;
    }
    return this.#chunk;
  }

  /** Takes that many of the bytes at hand. */
  skip(count) {
    this.#chunk = this.#chunk.subarray(count);
    this.offset += count;
  }

  /** Puts back what was taken last. */
  unread(bytes) {
    if (bytes.length === 0) return;
    const joined = new Uint8Array(bytes.length + this.#chunk.length);
    joined.set(bytes);
    joined.set(this.#chunk, bytes.length);
    this.#chunk = joined;
    this.offset -= bytes.length;
  }

  /** Takes one byte; `undefined` at the end. */
  async byte() {
    const chunk = await this.peek();
    if (chunk === undefined) return undefined;
    const [byte] = chunk;
    this.skip(1);
    return byte;
  }

  /** Takes that many bytes, or what there is before the end. A copy: chunks may be used again by those who gave them. */
  async upTo(count) {
    const taken = new Uint8Array(count);
    let length = 0;
    while (length < count) {
      const chunk = await this.peek();
      if (chunk === undefined) break;
      const piece = chunk.subarray(0, count - length);
      taken.set(piece, length);
      length += piece.length;
      this.skip(piece.length);
    }
    return taken.subarray(0, length);
  }

  /** Takes that many bytes, or `undefined` if the file ends before. */
  async bytes(count) {
    const taken = await this.upTo(count);
    return taken.length === count ? taken : undefined;
  }
}
