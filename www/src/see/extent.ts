//! The whole input as one line: places of all its files, one behind the other.

import type { Finding, Position } from "chat-preflight";

export class Extent {
  /** Where each source begins; at the end, where the last one ends. */
  readonly #starts: number[] = [0];

  /** `bytes` is how long all sources are together: with a single one that is exact, whatever it is packed in. */
  constructor(files: File[], findings: Finding[], bytes: number) {
    // An unpacked source is as long as its file; of a packed one the last finding tells at least how far it goes.
    const reached: number[] = files.map(({ size }) => size);
    for (const { position: { source, byte } } of findings) reached[source] = Math.max(reached[source] ?? 0, byte + 1);
    if (files.length === 1) reached[0] = Math.max(1, bytes);
    for (const length of reached) this.#starts.push((this.#starts.at(-1) ?? 0) + length);
  }

  get length(): number {
    return this.#starts.at(-1) ?? 0;
  }

  at({ source, byte }: Pick<Position, "source" | "byte">): number {
    const start = this.#starts[source] ?? 0;
    return Math.min(start + byte, (this.#starts[source + 1] ?? Infinity) - 1);
  }

  /** The source at a place, and the byte in it. */
  split(place: number): Pick<Position, "source" | "byte"> {
    let source = 0;
    while (source + 2 < this.#starts.length && place >= (this.#starts[source + 1] ?? 0)) source += 1;
    return { source, byte: place - (this.#starts[source] ?? 0) };
  }
}
