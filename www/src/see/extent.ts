//! The whole input as one line: places of all its files, one behind the other.

import type { Position } from "chat-preflight";
import type { Known, Result } from "../protocol";

export class Extent {
  /** Where each source begins; at the end, where the last one ends. */
  readonly #starts: number[] = [0];

  constructor(documents: readonly Pick<Known, "size">[], { report, reached }: Pick<Result, "report" | "reached">) {
    // A plain source is as long as its file. Of a packed one it is known only where there is no other; else how far its
    // findings go, at least.
    const lengths = documents.length === 1
      ? [Math.max(1, report.stats.bytes)]
      : documents.map(({ size }, source) => Math.max(size, (reached[source] ?? 0) + 1));
    for (const length of lengths) this.#starts.push((this.#starts.at(-1) ?? 0) + length);
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
