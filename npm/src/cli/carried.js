// What an earlier conversion, or a person, hands on to this one in files that flags name.
import { channelIdsOf, idsOf, uploadsOf } from "../carried.js";
import { Failure } from "./failure.js";
import { readText } from "./json-file.js";

export function idsFrom(path, conversion) {
  return read("ids", path, (text) => idsOf(text, conversion));
}

export function uploadsFrom(path) {
  return read("uploads", path, uploadsOf);
}

export function channelIdsFrom(path) {
  return read("channel ids", path, channelIdsOf);
}

function read(what, path, parse) {
  const text = readText(path, what);
  try {
    return parse(text);
  } catch (error) {
    throw new Failure(`the ${what} ${JSON.stringify(path)} ${error.message}`, { cause: error });
  }
}
