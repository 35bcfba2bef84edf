// Keeps the bytes of a stream in memory while they are few, else in a temporary file that only this process can find.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PreflightError } from "./errors.js";

/** What is kept in memory, at most. */
const IN_MEMORY = 4 << 20;
const STEP = 1 << 20;

export class FileSpool {
  #chunks = [];
  #length = 0;
  #file;
  #folder;

  async write(chunk) {
    if (this.#file === undefined && this.#length + chunk.length <= IN_MEMORY) {
      // The stream may use its buffer again.
      this.#chunks.push(new Uint8Array(chunk));
      this.#length += chunk.length;
      return;
    }
    try {
      this.#file ??= this.#create();
      for (const kept of this.#chunks.splice(0)) this.#append(kept);
      this.#append(chunk);
    } catch (cause) {
      throw new PreflightError("spool-failed", `the input cannot be kept for a second reading: ${cause.message}`, { cause });
    }
  }

  *read() {
    if (this.#file === undefined) {
      yield* this.#chunks;
      return;
    }
    const buffer = new Uint8Array(STEP);
    for (let position = 0; ;) {
      const count = readSync(this.#file, buffer, 0, STEP, position);
      if (count === 0) return;
      position += count;
      yield buffer.subarray(0, count);
    }
  }

  async close() {
    this.#chunks = [];
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeSync(file);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #create() {
    this.#folder = mkdtempSync(join(tmpdir(), "chat-preflight-"));
    const file = openSync(join(this.#folder, "stream"), "wx+", 0o600);
    // Where an open file can be deleted, nothing is left behind even if the process is killed.
    if (process.platform !== "win32") {
      rmSync(this.#folder, { recursive: true, force: true });
      this.#folder = undefined;
    }
    return file;
  }

  /** At once: it goes to the cache of the system, and handing it to another thread would take longer. */
  #append(chunk) {
    for (let done = 0; done < chunk.length;) done += writeSync(this.#file, chunk, done);
  }
}
