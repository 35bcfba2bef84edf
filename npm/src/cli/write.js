// Where a report goes.
import { writeFileSync } from "node:fs";
import { Failure, reason } from "./failure.js";

/** Writes `text`, ending in a newline unless there is none, to a file or to standard output. */
export function write(text, path) {
  const whole = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  if (path === undefined) {
    process.stdout.write(whole);
    return;
  }
  try {
    writeFileSync(path, whole);
  } catch (error) {
    throw new Failure(`cannot write ${JSON.stringify(path)}: ${reason(error)}`, { cause: error });
  }
}
