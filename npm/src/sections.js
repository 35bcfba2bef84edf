// Numbered runs of bytes that grow side by side: the buckets of a conversion's history, the sections of its files. They
// lie in one spool, in the order in which their pieces came.

/** Number and length of a piece, 32 bits each with the low end first. */
const HEAD = 8;

export class Sections {
  #spool;
  #length = 0;
  /** By number: where the pieces are. */
  #ranges = [];

  constructor(spool) {
    this.#spool = spool;
  }

  /** Takes pieces as the core hands them over: head and bytes, one piece behind the other. */
  async take(framed) {
    const heads = new DataView(framed.buffer, framed.byteOffset, framed.byteLength);
    for (let at = 0; at < framed.length;) {
      const start = at + HEAD;
      const end = start + heads.getUint32(at + 4, true);
      this.#add(heads.getUint32(at, true), this.#length + start, this.#length + end);
      at = end;
    }
    await this.#keep(framed);
  }

  /** Adds bytes to one section. */
  async append(number, bytes) {
    this.#add(number, this.#length, this.#length + bytes.length);
    await this.#keep(bytes);
  }

  /** What is in these sections, one behind the other. */
  content(numbers) {
    return new Content(this.#spool, numbers.flatMap((number) => this.#ranges[number] ?? []));
  }

  close() {
    return this.#spool.close();
  }

  #add(number, start, end) {
    (this.#ranges[number] ??= []).push({ start, end });
  }

  async #keep(bytes) {
    if (bytes.length === 0) return;
    await this.#spool.write(bytes);
    this.#length += bytes.length;
  }
}

/** Bytes that lie in several places of a spool. */
export class Content {
  #spool;
  #ranges;

  constructor(spool, ranges) {
    this.#spool = spool;
    this.#ranges = ranges;
    this.size = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** The bytes from `from` up to `to`. */
  slice(from, to) {
    const found = [];
    let offset = 0;
    for (const { start, end } of this.#ranges) {
      const first = Math.max(start, start + from - offset);
      const last = Math.min(end, start + to - offset);
      if (first < last) found.push({ start: first, end: last });
      offset += end - start;
    }
    return new Content(this.#spool, found);
  }

  /** The bytes from the beginning. A chunk holds until the next is asked for. */
  async *chunks() {
    for (const { start, end } of this.#ranges) yield* this.#spool.slice(start, end);
  }

  /** All of it as a Blob: without reading it, where the spool is made of Blobs itself. */
  async blob() {
    const parts = [];
    for (const { start, end } of this.#ranges) {
      if (this.#spool.blobs !== undefined) parts.push(...this.#spool.blobs(start, end));
      else for (const chunk of this.#spool.slice(start, end)) parts.push(new Blob([chunk]));
    }
    return new Blob(parts);
  }
}
