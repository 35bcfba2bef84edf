// Partial results of consecutive pieces of an input, put together to the report of all of it.
import { Checker, detect } from "./chat_preflight.js";
import { PreflightError } from "./errors.js";
import { optionsOf } from "./check.js";
import { Pace } from "./pace.js";
import { KEPT, unpackPartial } from "./partials.js";
import { readPlain } from "./plain.js";
import { partsOf } from "./sources.js";

/** What a document is recognised by. */
const HEAD = 64 << 10;

/** `options.inputs` are what the partial results were made of, one each: read where the results alone are not enough. */
export async function mergePartials(engine, platform, partials, options = {}) {
  // The same options as those of check() will do.
  const { inputs, onProgress: _, onFinding: __, signal: ___, threads: ____, ...rest } = optionsOf(options);
  if (!Array.isArray(partials) || partials.length === 0) throw new PreflightError("bad-input", "merge() takes an array of partial results, at least one");
  if (inputs !== undefined && (!Array.isArray(inputs) || inputs.length !== partials.length)) {
    throw new PreflightError("bad-option", `options.inputs has to be an array of ${partials.length}: what each partial result was made of`);
  }
  await engine.init();
  const pieces = partials.map(unpackPartial);
  const fresh = beginnings(engine, pieces);
  const { generation } = engine;
  const checker = engine.call(() => new Checker(rest));
  const call = (work) => engine.call(() => work(checker), generation);
  const parts = inputs === undefined ? [] : partsOf(inputs, platform);
  const read = (index, why) => push(call, pieces[index], { index, fresh: fresh[index], why, part: parts[index], platform });
  try {
    for (const [index, { state }] of pieces.entries()) {
      const last = fresh[index + 1] !== false;
      const fits = (index === 0 || !fresh[index]) && state !== undefined && call((checker) => checker.absorb(state, last));
      if (!fits) await read(index, "it was made with other options or another seed, or what comes before makes a difference to it");
    }
    const outcome = call((checker) => checker.finish());
    if (outcome.replay !== true) return outcome;
    for (const index of pieces.keys()) await read(index, "there are references to unknown things, or things that stand twice, whose texts are needed");
    return call((checker) => checker.finish());
  } finally {
    if (engine.lives(generation)) engine.call(() => checker.free());
    await Promise.all(parts.map((part) => part.close()));
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
async function push(call, { documents, input }, { index, fresh, why, part, platform }) {
  if (input === undefined && part === undefined) {
    throw new PreflightError(
      "not-mergeable",
      `partials[${index}] is not enough: ${why}; it has more than ${KEPT >> 20} MiB of input, which did not go along. Give the inputs as options.inputs, or check all of them at once`,
    );
  }
  const chunks = input === undefined ? readPlain(part, platform, new Pace(), refuse(index)).chunks() : [input];
  let [number, left] = [-1, 0];
  const next = () => {
    number += 1;
    const { name, resource, channel, bytes } = documents[number];
    if (number > 0 || fresh) call((checker) => checker.source(name, resource, channel));
    left = bytes;
  };
  for await (let chunk of chunks) {
    while (chunk.length > 0) {
      while (left === 0 && number + 1 < documents.length) next();
      if (left === 0) throw wrongInput(index, "it is longer");
      const piece = chunk.subarray(0, left);
      call((checker) => checker.push(piece));
      left -= piece.length;
      chunk = chunk.subarray(piece.length);
    }
  }
  while (left === 0 && number + 1 < documents.length) next();
  if (left > 0) throw wrongInput(index, "it is shorter");
}

const wrongInput = (index, how) => new PreflightError("bad-input", `options.inputs[${index}] is not what partials[${index}] was made of: ${how}`);

/** A damaged archive is not what the result was made of. */
const refuse = (index) => ({ message }) => {
  throw wrongInput(index, message);
};
