// Standard output, where one mended document goes as it is.
import { Failure, reason } from "./failure.js";

export class OutStandard {
  paths = ["-"];
  /** Whether a part of it is out already. */
  begun = false;

  constructor(names) {
    if (names.length !== 1) throw new Failure("--out -: standard output takes one file; give a folder for several");
  }

  async write([file], signal) {
    for await (const chunk of file.open()) {
      signal.throwIfAborted();
      this.begun = true;
      const error = await new Promise((resolve) => process.stdout.write(chunk, resolve));
      // A reader that has seen enough is no error.
      if (error?.code === "EPIPE") return;
      if (error) throw new Failure(`cannot write to standard output: ${reason(error)}`, { cause: error });
    }
  }

  /** What is out is out. */
  abandon() {}
}
