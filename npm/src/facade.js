// What people call, the same on every platform; the entry points say how theirs does the few things that differ.
import { checkDocuments } from "./check.js";
import { createChecker } from "./checker.js";
import { convertDocuments } from "./convert.js";
import { detectDocument } from "./detect.js";
import { Engine } from "./engine.js";
import { fixDocuments } from "./fix.js";
import { mergePartials } from "./merge.js";
import { rules } from "./rules-of.js";
import { schema } from "./schema-of.js";
import { surveyDocuments } from "./survey.js";

/**
 * A platform is `{ load, loadSync?, gzip, threads?, createSpool }`: `load` gives the compiled wasm, `gzip` imports its way
 * of decompressing, `threads` knows how many there may be and how to start one, `createSpool` makes a place for bytes that are needed later, of a stream that may have to be read twice or
 * of a conversion; it is told what cannot be done without one.
 */
export function createFacade(platform) {
  const engine = new Engine(platform);
  return {
    init: (source) => engine.init(source),
    detect: (source) => detectDocument(engine, platform, source),
    check: (input, options) => checkDocuments(engine, platform, input, options),
    fix: (input, options) => fixDocuments(engine, platform, input, options),
    convert: (input, options) => convertDocuments(engine, platform, input, options),
    survey: (input, options) => surveyDocuments(engine, platform, input, options),
    merge: (partials, options) => mergePartials(engine, platform, partials, options),
    rules,
    schema,
    Checker: createChecker(engine),
  };
}
