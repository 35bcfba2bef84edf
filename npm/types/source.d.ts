// What is read, and where the wasm comes from.
import type { Resource } from "./platform.js";

/**
 * A document to check, or a zip of some: its files are read in sorted order, without dotfiles and `__MACOSX`, and called
 * `<name of the zip>/<name in it>`. Gzip and zip are recognised by content. Strings are the text of a document, not a path.
 */
export type Source = BlobLike | Uint8Array | ArrayBuffer | string | ReadableStreamLike | AsyncIterable<Uint8Array | string>;

/** A document with what its bytes do not say. */
export interface Part {
  source: Source;
  /** Its name in the report; a `File` has one. */
  name?: string | undefined;
  /** What it holds; detected if absent. */
  resource?: Resource | undefined;
  /** The channel it belongs to, where it does not say so itself, such as the conversation of TalkJS's messages. */
  channel?: string | undefined;
}

/** Where the wasm may come from: a `WebAssembly.Module`, its bytes, its URL, or a `Response`. */
export type WasmSource = object | string;

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number;
  slice(start?: number, end?: number): BlobLike;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A `ReadableStream` of bytes. */
export interface ReadableStreamLike {
  getReader(): unknown;
  cancel(reason?: unknown): Promise<void>;
}

/** An `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
