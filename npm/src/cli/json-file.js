// A JSON file that a flag names.
import { readFileSync } from "node:fs";
import { Failure, reason } from "./failure.js";

/** Its value. */
export function readJson(path, what) {
  const text = readText(path, what);
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new Failure(`the ${what} ${JSON.stringify(path)} is not JSON: ${error.message}`, { cause: error });
  }
}

/** Its text. */
export function readText(path, what) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure(`cannot read the ${what} ${JSON.stringify(path)}: ${reason(error)}`, { cause: error });
  }
}
