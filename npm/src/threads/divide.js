// Whether a file is worth several threads, and where it is cut.
import { detect } from "../chat_preflight.js";
import { PreflightError } from "../errors.js";
import { bytesOf } from "../zip/bytes.js";
import { Run } from "./run.js";

/** Bytes of a run, at least: what is shorter is checked before a thread is up to speed. */
const LEAST = 40_000_000;
/** The same where nobody has asked for threads, and how many are started then, at most: each needs memory of its own. */
const UNASKED = { least: 140_000_000, most: 4 };
const MOST = 64;
/** What a file is recognised by, and in what steps the end of a line is looked for, and how far. */
const HEAD = 64 << 10;
const STEP = 64 << 10;
const FAR = 16 << 20;

/** How many threads a check may use, and for how many bytes each; `able` is how they are started, if they can be. */
export function threadsOf(threads, able) {
  if (threads === undefined) return { most: Math.min(able?.cores() ?? 1, UNASKED.most), least: UNASKED.least };
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST) {
    throw new PreflightError("bad-option", `options.threads is ${JSON.stringify(threads)}; expected a whole number from 1 to ${MOST}`);
  }
  return { most: able === undefined ? 1 : threads, least: LEAST };
}

/** How many runs a document is worth. */
export function runsOf({ size, slice }, { most, least }) {
  return slice === undefined || Number.isNaN(size) ? 1 : Math.max(1, Math.min(most, Math.floor(size / least)));
}

/**
 * Starts a thread for each run of `part` but the first one, which is left to the caller; none if the part is not of the
 * kind that can be cut. `wanted` is what the caller says that it is.
 */
export async function divide({ engine, platform, part, threads, options }) {
  const { platform: name, resource = part.resource, dialect } = options;
  if ((name ?? "stream") !== "stream" || (resource ?? "import") !== "import" || (dialect ?? "jsonl") !== "jsonl") return [];
  const head = await bytesOf(part, 0, HEAD);
  const seen = engine.call(() => detect(head, part.name));
  if (seen.platform !== "stream" || seen.dialect !== "jsonl" || seen.form !== "import") return [];
  const count = runsOf(part, threads);
  const cuts = [];
  for (let number = 1; number < count; number += 1) {
    const cut = await lineAfter(part, Math.floor((part.size / count) * number));
    if (cut !== undefined && cut > (cuts.at(-1) ?? 0) && cut < part.size) cuts.push(cut);
  }
  const module = engine.module;
  return cuts.map((start, at) => new Run(platform.threads, module, options, part, start, cuts[at + 1] ?? part.size));
}

/** Where the next line begins; `undefined` if that is too far away. */
async function lineAfter(part, from) {
  for (let at = from; at < Math.min(from + FAR, part.size); at += STEP) {
    const bytes = await bytesOf(part, at, at + STEP);
    const newline = bytes.indexOf(0x0a);
    if (newline >= 0) return at + newline + 1;
  }
  return undefined;
}
