// A JSON file that a flag names.
import { readFileSync } from "node:fs";
import { Failure, reason } from "./failure.js";

export function readJson(path, what) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Failure(`cannot read the ${what} ${JSON.stringify(path)}: ${reason(error)}`, { cause: error });
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new Failure(`the ${what} ${JSON.stringify(path)} is not JSON: ${error.message}`, { cause: error });
  }
}
