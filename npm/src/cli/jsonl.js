// One finding a line, written while the check goes on.
import { closeSync, openSync, writeSync } from "node:fs";
import { Failure, reason } from "./failure.js";

/**
 * Writes findings as they are found, to a file or to standard output; of each code `most`, or all if that is 0, however many
 * the check itself lists.
 */
export class JsonLines {
  #path;
  #most;
  #file;
  #counts = new Map();

  constructor(path, most) {
    this.#path = path;
    this.#most = most;
  }

  write(finding) {
    const count = (this.#counts.get(finding.code) ?? 0) + 1;
    this.#counts.set(finding.code, count);
    if (this.#most === 0 || count <= this.#most) this.#put(`${JSON.stringify(finding)}\n`);
  }

  /** Ends the file; without a finding it is empty. */
  end() {
    if (this.#path === undefined) return;
    this.#put("");
    closeSync(this.#file);
  }

  #put(text) {
    if (this.#path === undefined) {
      process.stdout.write(text);
      return;
    }
    try {
      this.#file ??= openSync(this.#path, "w");
      writeSync(this.#file, text);
    } catch (error) {
      throw new Failure(`cannot write ${JSON.stringify(this.#path)}: ${reason(error)}`, { cause: error });
    }
  }
}
