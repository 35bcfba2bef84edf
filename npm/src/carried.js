// What an earlier conversion, or a person, hands on to this one in files. What is wrong with one is said as the end of a
// sentence that names it.
import { titleOf } from "./words.js";

/** The ids of an `ids.json`, turned round where that conversion went the other way. */
export function idsOf(text, { from, to }) {
  const given = parsed(text);
  if (given === null || typeof given !== "object" || !Array.isArray(given.ids)) {
    throw wrong(`an object with "from", "to" and "ids", as convert writes it`);
  }
  if (given.to === to && (from === undefined || given.from === null || given.from === from)) return given.ids;
  if (given.from === to && (from === undefined || given.to === from)) {
    return given.ids.map((row) => ({ kind: row?.kind, from: row?.to, to: row?.from }));
  }
  const source = from === undefined ? "" : ` from ${titleOf(from)}`;
  throw new Error(`are of a conversion from ${titleOf(given.from)} to ${titleOf(given.to)}; this one goes${source} to ${titleOf(to)}`);
}

/** The rows of an `uploads.json`, whether they have a token yet or not. */
export function uploadsOf(text) {
  const given = parsed(text);
  const good = Array.isArray(given) && given.every((row) => typeof row?.url === "string" && (row.token == null || typeof row.token === "string"));
  if (!good) throw wrong(`a list of { "url", "token" }, as convert writes it`);
  return given;
}

/** Numbers of channels by name. Long ones become strings: what JavaScript has rounded is another channel. */
export function channelIdsOf(text) {
  const given = parsed(text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])\d{16,}(?![\d.eE])/g, (part) => (part[0] !== '"' ? `"${part}"` : part)));
  if (given === null || typeof given !== "object" || Array.isArray(given)) throw wrong("an object of names and numbers");
  return given;
}

function parsed(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new Error(`are not JSON: ${error.message}`, { cause: error });
  }
}

function wrong(wanted) {
  return new Error(`do not hold ${wanted}`);
}
