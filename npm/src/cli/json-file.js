// A JSON file that a flag names.
import { readFileSync } from "node:fs";
import { Failure, reason } from "./failure.js";

/** Its value; `mend` may change the text before it is parsed. */
export function readJson(path, what, mend = (text) => text) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure(`cannot read the ${what} ${JSON.stringify(path)}: ${reason(error)}`, { cause: error });
  }
  try {
    return JSON.parse(mend(text.replace(/^\ufeff/, "")));
  } catch (error) {
    throw new Failure(`the ${what} ${JSON.stringify(path)} is not JSON: ${error.message}`, { cause: error });
  }
}
