// The folder that a conversion is written to. All goes to a folder beside it, which takes its name when it is whole: nobody
// ever sees half a conversion, and what was there stays if something goes wrong.
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, realpathSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { filesBeside } from "../beside.js";
import { Failure, reason } from "./failure.js";

/** What convert itself writes: a folder that holds nothing else may be replaced. */
const OURS = /^(import(-\d+)?\.jsonl|(users|channels|groups|members|messages|losses|ids|uploads|report)\.json|requests\.jsonl|[a-z]+\.pending\.jsonl)$/;

export class OutFolder {
  #path;
  #force;
  #beside;

  /** Fails at once if `path` cannot be written to; `inputs` are the files that will be read. */
  constructor(path, { force, inputs }) {
    this.#path = resolve(path);
    this.#force = force;
    const parent = dirname(this.#path);
    if (!existsSync(parent)) throw new Failure(`--out ${JSON.stringify(path)}: there is no folder ${JSON.stringify(parent)} to make it in`);
    this.#demandFree();
    const within = existsSync(this.#path) ? realpathSync(this.#path) + sep : undefined;
    const inside = inputs.find(({ name }) => within !== undefined && name !== "-" && realpathSync(name).startsWith(within));
    if (inside !== undefined) throw new Failure(`${JSON.stringify(inside.name)} is to be read, and --out would replace the folder that it is in`);
  }

  /** Makes the folder beside it. From here on there is something to abandon. */
  make() {
    const beside = join(dirname(this.#path), `.${basename(this.#path)}-${randomUUID()}`);
    attempt(this.#path, () => mkdirSync(beside));
    this.#beside = beside;
  }

  /** Writes the conversion, and gives the folder its name. */
  async fill(conversion, { uploads, signal }) {
    for (const file of conversion.files) await this.#write(file.name, bytesOf(file), signal);
    for (const [name, text] of filesBeside(conversion, uploads)) await this.#write(name, encoded(text), signal);
    // The last moment at which somebody can stop it.
    await setImmediate();
    signal.throwIfAborted();
    this.#demandFree();
    attempt(this.#path, () => this.#takeName());
  }

  /** Leaves nothing, unless it was filled. */
  abandon() {
    if (this.#beside !== undefined) rmSync(this.#beside, { recursive: true, force: true });
    this.#beside = undefined;
  }

  /** Nothing is overwritten that nobody said may be, and nothing ever that is not convert's own. */
  #demandFree() {
    const stat = lstatSync(this.#path, { throwIfNoEntry: false });
    if (stat === undefined) return;
    const out = JSON.stringify(this.#path);
    if (!stat.isDirectory()) throw new Failure(`--out ${out} is there, and no folder`);
    const names = attempt(this.#path, () => readdirSync(this.#path));
    if (names.length === 0) return;
    if (!this.#force) throw new Failure(`--out ${out} is not empty; --force replaces it`);
    const foreign = names.find((name) => !OURS.test(name));
    if (foreign !== undefined) throw new Failure(`--out ${out} holds ${JSON.stringify(foreign)}, which convert did not write; --force replaces only what it did`);
  }

  #takeName() {
    let old;
    if (existsSync(this.#path)) {
      old = `${this.#beside}.old`;
      renameSync(this.#path, old);
    }
    try {
      renameSync(this.#beside, this.#path);
    } catch (error) {
      if (old !== undefined) renameSync(old, this.#path);
      throw error;
    }
    this.#beside = undefined;
    if (old !== undefined) rmSync(old, { recursive: true, force: true });
  }

  async #write(name, chunks, signal) {
    const path = join(this.#beside, name);
    const file = attempt(path, () => openSync(path, "wx"));
    try {
      for await (const chunk of chunks) {
        attempt(path, () => {
          for (let done = 0; done < chunk.length;) done += writeSync(file, chunk, done);
        });
        signal.throwIfAborted();
      }
    } finally {
      closeSync(file);
    }
  }
}

/** A stream lets others have their turn; signals are among them. */
async function* bytesOf(file) {
  let size = 0;
  for await (const chunk of file.stream()) {
    yield chunk;
    size += chunk.length;
    if (size > 16 << 20) {
      size = 0;
      await setImmediate();
    }
  }
}

/** Texts as bytes, in pieces of a good size. */
function* encoded(texts) {
  let held = "";
  for (const text of texts) {
    held += text;
    if (held.length < 1 << 20) continue;
    yield Buffer.from(held);
    held = "";
  }
  yield Buffer.from(held);
}

function attempt(path, work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure || error.syscall === undefined) throw error;
    throw new Failure(`cannot write ${JSON.stringify(path)}: ${reason(error)}`, { cause: error });
  }
}
