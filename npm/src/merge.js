// Partial results of consecutive pieces of an input, put together to the report of all of it.
import { Checker, detect } from "./chat_preflight.js";
import { PreflightError } from "./errors.js";
import { optionsOf } from "./check.js";
import { KEPT, unpackPartial } from "./partials.js";

/** What a document is recognised by. */
const HEAD = 64 << 10;

export async function mergePartials(engine, partials, options = {}) {
  const { onProgress: _, onFinding: __, signal: ___, threads: ____, ...rest } = optionsOf(options);
  if (!Array.isArray(partials) || partials.length === 0) throw new PreflightError("bad-input", "merge() takes an array of partial results, at least one");
  await engine.init();
  const pieces = partials.map(unpackPartial);
  const fresh = beginnings(engine, pieces);
  const { generation } = engine;
  const checker = engine.call(() => new Checker(rest));
  const call = (work) => engine.call(() => work(checker), generation);
  try {
    for (const [index, piece] of pieces.entries()) {
      const last = fresh[index + 1] !== false;
      const fits = (index === 0 || !fresh[index]) && piece.state !== undefined && call((checker) => checker.absorb(piece.state, last));
      if (!fits) push(call, pieces[index], index, fresh[index], "it was made with other options or another seed, or what comes before makes a difference to it");
    }
    const outcome = call((checker) => checker.finish());
    if (outcome.replay !== true) return outcome;
    for (const index of pieces.keys()) {
      push(call, pieces[index], index, fresh[index], "there are references to unknown things, or things that stand twice, whose texts are needed");
    }
    return call((checker) => checker.finish());
  } finally {
    if (engine.lives(generation)) engine.call(() => checker.free());
  }
}

/** For each piece, whether it begins a new document, rather than going on with the one before. */
function beginnings(engine, pieces) {
  let lines = false;
  return pieces.map(({ documents: [first], state, input }, index) => {
    if (first === undefined) return index === 0;
    const before = pieces[index - 1]?.documents.at(-1);
    const same = before !== undefined && ["name", "resource", "channel", "told"].every((key) => before[key] === first[key]);
    // What was said of both is the same: they are one. Where nothing was, only lines go on.
    if (same && (first.told || lines)) return false;
    lines = state !== undefined || isLines(engine.call(() => detect(input.subarray(0, HEAD))));
    return true;
  });
}

/** What is nothing in particular may be a broken line. */
const isLines = ({ platform, dialect, resource }) => platform === null || dialect === "jsonl" || resource === "requests";

/** Gives the checker the piece itself. */
function push(call, { documents, input }, index, fresh, why) {
  if (input === undefined) {
    throw new PreflightError(
      "not-mergeable",
      `partials[${index}] is not enough: ${why}; it has more than ${KEPT >> 20} MiB of input, which did not go along. Check the whole input at once, or make smaller pieces`,
    );
  }
  let at = 0;
  for (const [number, { name, resource, channel, bytes }] of documents.entries()) {
    if (number > 0 || fresh) call((checker) => checker.source(name, resource, channel));
    call((checker) => checker.push(input.subarray(at, at + bytes)));
    at += bytes;
  }
}
