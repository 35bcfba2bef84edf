//! Reads places of the input back, after the check.

import type { Document } from "./documents";
import type { Excerpt, Place } from "./protocol";
import { excerptAt } from "./see/excerpt";
import { AFTER, BEFORE, itemAt } from "./see/item";

/** Places of a packed document that are kept from the beginning: each takes a few thousand bytes. */
const PREPARED = 2000;

/** A piece of a document, kept. */
interface Window {
  start: number;
  bytes: Uint8Array;
  last: boolean;
}

/** The documents of one check. Plain files are read where they are asked for; packed ones once, for the first places together. */
export class Reader {
  #documents: Document[];
  #kept = new Map<string, Window>();

  constructor(documents: Document[]) {
    this.#documents = documents;
  }

  /** Keeps what the excerpts of these places need, where a source cannot be read at any place. */
  async prepare(places: Place[]): Promise<void> {
    for (const [source, { packed }] of this.#documents.entries()) {
      if (packed === null) continue;
      const wanted = places.filter((place) => place.source === source).slice(0, PREPARED).map((place) => place.byte);
      if (wanted.length > 0) await this.#unpack(source, wanted);
    }
  }

  /** The excerpt at a place; null if it cannot be read any more. */
  async excerpt(place: Place): Promise<Excerpt | null> {
    try {
      const { start, bytes, last } = this.#kept.get(keyOf(place)) ?? await this.#read(place) ?? await this.#reach(place);
      const at = place.byte - start;
      return at > bytes.length ? null : itemAt(bytes, at, place.path) ?? excerptAt(bytes, at, { start: start === 0, end: last });
    } catch {
      return null;
    }
  }

  async #read({ source, byte }: Place): Promise<Window | null> {
    const file = this.#documents[source]?.source;
    if (!(file instanceof File) || this.#documents[source]?.packed !== null) return null;
    const start = Math.max(0, byte - BEFORE);
    const end = Math.min(file.size, byte + AFTER);
    return { start, bytes: new Uint8Array(await file.slice(start, end).arrayBuffer()), last: end === file.size };
  }

  /** Unpacks a source as far as a place that nobody knew would be asked for. */
  async #reach(place: Place): Promise<Window> {
    await this.#unpack(place.source, [place.byte]);
    return this.#kept.get(keyOf(place)) ?? { start: 0, bytes: new Uint8Array(), last: true };
  }

  /** Unpacks a source once more and keeps what lies around the wanted bytes. */
  async #unpack(source: number, wanted: number[]): Promise<void> {
    const document = this.#documents[source];
    if (document === undefined) return;
    const open = [...new Set(wanted)].sort((a, b) => a - b).map((byte) => {
      const start = Math.max(0, byte - BEFORE);
      return { byte, start, bytes: new Uint8Array(byte + AFTER - start), filled: 0 };
    });
    let first = 0;
    let at = 0;
    try {
      for await (const chunk of document.chunks()) {
        const end = at + chunk.length;
        for (let index = first; index < open.length; index += 1) {
          const window = open[index]!;
          if (window.start >= end) break;
          const from = Math.max(window.start, at);
          const piece = chunk.subarray(from - at, window.start + window.bytes.length - at);
          window.bytes.set(piece, from - window.start);
          window.filled = from - window.start + piece.length;
          if (index === first && window.filled === window.bytes.length) first += 1;
        }
        at = end;
        if (first === open.length) break;
      }
    } catch {
      // The check has reported what is wrong with the packing; what came out can be shown.
    }
    for (const { byte, start, bytes, filled } of open) {
      this.#kept.set(keyOf({ source, byte }), { start, bytes: bytes.subarray(0, filled), last: filled < bytes.length });
    }
  }
}

function keyOf({ source, byte }: Pick<Place, "source" | "byte">): string {
  return `${source}:${byte}`;
}
