// The files that mended documents are written to: under another name beside them first, which becomes theirs when all of
// them are whole.
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Failure, reason } from "./failure.js";
import { isOneOf } from "./files.js";

/** How much is written before others have their turn; signals are among them. */
const TURN = 16 << 20;

/** Some files, each under the path that `paths` has for it. */
class Out {
  #targets;
  #force;
  /** Names that files have until all are whole. */
  #beside = [];

  constructor(paths, { force = false, inputs }) {
    this.paths = paths;
    this.#targets = paths.map((path) => resolve(path));
    this.#force = force;
    for (const path of paths) {
      if (isOneOf(path, inputs)) throw new Failure(`--out: ${JSON.stringify(path)} is to be read; give another name, the input is never touched`);
    }
    this.#demandFree();
  }

  /** Writes the files, in the order of the paths, and gives them their names. */
  async write(files, signal) {
    for (const [index, file] of files.entries()) await this.#keep(this.#targets[index], file, signal);
    // The last moment at which somebody can stop it.
    await setImmediate();
    signal.throwIfAborted();
    this.#demandFree();
    for (const [index, beside] of this.#beside.entries()) attempt(this.#targets[index], () => renameSync(beside, this.#targets[index]));
    this.#beside = [];
  }

  /** Leaves nothing that has no name of its own yet. */
  abandon() {
    for (const path of this.#beside.splice(0)) rmSync(path, { force: true });
  }

  #demandFree() {
    for (const target of this.#targets) {
      const stat = lstatSync(target, { throwIfNoEntry: false });
      if (stat?.isDirectory()) throw new Failure(`--out ${JSON.stringify(target)} is a folder; one file is written to a file`);
      if (stat !== undefined && !this.#force) throw new Failure(`--out: ${JSON.stringify(target)} is there; --force replaces it`);
    }
  }

  async #keep(target, file, signal) {
    const path = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
    const descriptor = attempt(target, () => openSync(path, "wx"));
    this.#beside.push(path);
    try {
      let size = 0;
      for await (const chunk of file.open()) {
        attempt(target, () => {
          for (let done = 0; done < chunk.length;) done += writeSync(descriptor, chunk, done);
        });
        size += chunk.length;
        if (size > TURN) {
          size = 0;
          await setImmediate();
        }
        signal.throwIfAborted();
      }
    } finally {
      closeSync(descriptor);
    }
  }
}

/** One document, written to `path`. */
export class OutFile extends Out {
  constructor(path, { force, inputs }) {
    const parent = dirname(resolve(path));
    if (!existsSync(parent)) throw new Failure(`--out ${JSON.stringify(path)}: there is no folder ${JSON.stringify(parent)} to write it to`);
    super([path], { force, inputs });
  }
}

/** Several documents, written to a folder: each to its path in `names`. */
export class OutFiles extends Out {
  #folder;

  constructor(folder, { force, inputs, names }) {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat !== undefined && !stat.isDirectory() && !stat.isSymbolicLink()) throw new Failure(`--out ${JSON.stringify(folder)} is a file; several files are written to a folder`);
    const paths = names.map((name) => join(folder, ...safe(name.replace(/\.gz$/i, ""))));
    const twice = paths.find((path, index) => paths.indexOf(path) !== index);
    if (twice !== undefined) throw new Failure(`two of the files would be written to ${JSON.stringify(twice)}; mend them one by one`);
    super(paths, { force, inputs });
    this.#folder = folder;
  }

  async write(files, signal) {
    for (const folder of [this.#folder, ...this.paths.map((path) => dirname(path))]) attempt(folder, () => mkdirSync(folder, { recursive: true }));
    await super.write(files, signal);
  }
}

/** The parts of a path that leads to no other place: a zip may say anything. */
function safe(name) {
  const parts = name.split(/[\\/]/).filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.length === 0 ? ["unnamed"] : parts.map((part) => part.replaceAll(/[:\0]/g, "_"));
}

function attempt(path, work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure || error.syscall === undefined) throw error;
    throw new Failure(`cannot write ${JSON.stringify(path)}: ${reason(error)}`, { cause: error });
  }
}
