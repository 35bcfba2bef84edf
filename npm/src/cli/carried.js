// What an earlier conversion, or a person, hands on to this one in files.
import { titleOf } from "../words.js";
import { Failure } from "./failure.js";
import { readJson } from "./json-file.js";

/** The ids of an `ids.json`, turned round where that conversion went the other way. */
export function idsFrom(path, { from, to }) {
  const given = readJson(path, "ids");
  if (given === null || typeof given !== "object" || !Array.isArray(given.ids)) {
    throw wrong("ids", path, `an object with "from", "to" and "ids", as convert writes it`);
  }
  if (given.to === to && (from === undefined || given.from === null || given.from === from)) return given.ids;
  if (given.from === to && (from === undefined || given.to === from)) {
    return given.ids.map((row) => ({ kind: row?.kind, from: row?.to, to: row?.from }));
  }
  const source = from === undefined ? "" : ` from ${titleOf(from)}`;
  throw new Failure(`the ids ${JSON.stringify(path)} are of a conversion from ${titleOf(given.from)} to ${titleOf(given.to)}; this one goes${source} to ${titleOf(to)}`);
}

/** The rows of an `uploads.json`, whether they have a token yet or not. */
export function uploadsFrom(path) {
  const given = readJson(path, "uploads");
  const good = Array.isArray(given) && given.every((row) => typeof row?.url === "string" && (row.token == null || typeof row.token === "string"));
  if (!good) throw wrong("uploads", path, `a list of { "url", "token" }, as convert writes it`);
  return given;
}

/** Numbers of channels by name. Long ones become strings: what JavaScript has rounded is another channel. */
export function channelIdsFrom(path) {
  const given = readJson(path, "channel ids", (text) =>
    text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])\d{16,}(?![\d.eE])/g, (part) => (part[0] !== '"' ? `"${part}"` : part)));
  if (given === null || typeof given !== "object" || Array.isArray(given)) throw wrong("channel ids", path, "an object of names and numbers");
  return given;
}

function wrong(what, path, wanted) {
  return new Failure(`the ${what} ${JSON.stringify(path)} do not hold ${wanted}`);
}
