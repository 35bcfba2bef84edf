// Keeps bytes in memory while they are few, else in a temporary file that only this process can find.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PreflightError } from "./errors.js";

/** What is kept in memory, at most. */
const IN_MEMORY = 4 << 20;
const STEP = 1 << 20;

/** Files that were made and not yet given up. */
const open = new Set();
let watchesExit = false;

/** Those that nobody can reach any more, because whoever should have closed them has forgotten them. */
const forgotten = new FinalizationRegistry(giveUp);

export class FileSpool {
  #what;
  #chunks = [];
  #length = 0;
  #made;
  #closed = false;

  /** `what` cannot be done if there is no place for the bytes. */
  constructor(what = "the input cannot be kept for a second reading") {
    this.#what = what;
  }

  async write(chunk) {
    if (this.#made === undefined && this.#length + chunk.length <= IN_MEMORY) {
      // The stream may use its buffer again.
      this.#chunks.push(new Uint8Array(chunk));
      this.#length += chunk.length;
      return;
    }
    try {
      if (this.#made === undefined) {
        this.#made = create();
        forgotten.register(this, this.#made, this);
      }
      for (const kept of this.#chunks.splice(0)) append(this.#made.file, kept);
      append(this.#made.file, chunk);
    } catch (cause) {
      throw new PreflightError("spool-failed", `${this.#what}: ${cause.message}`, { cause });
    }
  }

  read() {
    return this.slice(0, Infinity);
  }

  /** The bytes from `start` up to `end`. What it yields holds until the next is asked for. */
  *slice(start, end) {
    if (this.#closed) throw new PreflightError("freed", "what was kept here was given up with close()");
    yield* this.#made === undefined ? inMemory(this.#chunks, start, end) : inFile(this.#made.file, start, end);
  }

  async close() {
    this.#chunks = [];
    this.#closed = true;
    if (this.#made === undefined) return;
    forgotten.unregister(this);
    giveUp(this.#made);
    this.#made = undefined;
  }
}

function* inMemory(chunks, start, end) {
  let offset = 0;
  for (const chunk of chunks) {
    if (offset >= end) return;
    if (offset + chunk.length > start) yield chunk.subarray(Math.max(0, start - offset), end - offset);
    offset += chunk.length;
  }
}

function* inFile(file, start, end) {
  const buffer = new Uint8Array(Math.min(STEP, end - start));
  for (let position = start; position < end;) {
    const count = readSync(file, buffer, 0, Math.min(buffer.length, end - position), position);
    if (count === 0) return;
    position += count;
    yield buffer.subarray(0, count);
  }
}

function create() {
  const folder = mkdtempSync(join(tmpdir(), "chat-preflight-"));
  let file;
  try {
    file = openSync(join(folder, "spool"), "wx+", 0o600);
  } finally {
    // Where an open file can be deleted, nothing is left behind even if the process is killed.
    if (file === undefined || process.platform !== "win32") rmSync(folder, { recursive: true, force: true });
  }
  if (process.platform === "win32" && !watchesExit) {
    process.once("exit", () => open.forEach(giveUp));
    watchesExit = true;
  }
  const made = { file, folder: process.platform === "win32" ? folder : undefined };
  open.add(made);
  return made;
}

function giveUp(made) {
  if (!open.delete(made)) return;
  closeSync(made.file);
  if (made.folder !== undefined) rmSync(made.folder, { recursive: true, force: true });
}

/** At once: it goes to the cache of the system, and handing it to another thread would take longer. */
function append(file, chunk) {
  for (let done = 0; done < chunk.length;) done += writeSync(file, chunk, done);
}
