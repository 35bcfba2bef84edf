/// <reference lib="esnext.disposable" />

/**
 * Checks chat-import files before anyone uploads them, and converts them from one platform to another. Nothing leaves the
 * machine.
 *
 * ```js
 * import { check } from "chat-preflight";
 *
 * const report = await check(file);
 * if (!report.ok) console.log(report.findings[0].message);
 * ```
 *
 * @packageDocumentation
 */

import type { Conversion, ConvertOptions } from "./types/convert.js";
import type { Finding, Rule } from "./types/finding.js";
import type { FixOptions, Repair } from "./types/fix.js";
import type { CheckerOptions, CheckOptions, MergeOptions } from "./types/options.js";
import type { Detection, Platform, Resource } from "./types/platform.js";
import type { Report } from "./types/report.js";
import type { Part, Source, WasmSource } from "./types/source.js";
import type { Survey, SurveyOptions } from "./types/survey.js";

export * from "./dist/codes.js";
export * from "./dist/items.js";
export * from "./types/answer.js";
export * from "./types/convert.js";
export * from "./types/finding.js";
export * from "./types/fix.js";
export * from "./types/options.js";
export * from "./types/platform.js";
export * from "./types/report.js";
export * from "./types/source.js";
export * from "./types/survey.js";

/**
 * Loads the wasm. `detect`, `check`, `convert`, and `Checker` in Node call it themselves; in browsers, await it before the first
 * `new Checker()`. Calling it again does nothing.
 *
 * @param source Where the wasm comes from, if not from this package: a compiled `WebAssembly.Module`, its bytes, a URL
 *   or a `Response`. Only the first call counts.
 */
export function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/**
 * Recognises a document by its first bytes, and by its name where those leave a doubt. Gzip is looked into, and so is the
 * first file of a zip that is recognised. A stream is used up by it.
 */
export function detect(source: Source | Part): Promise<Detection>;

/**
 * Checks one document, or several as one: what one of them refers to may stand in another.
 *
 * Problems of the data are findings. It rejects with a {@link PreflightError} for what is wrong with the call, with an
 * `AbortError` if `options.signal` says so, and with the error of a stream that breaks.
 */
export function check(input: Source | Part | readonly (Source | Part)[], options?: CheckOptions): Promise<Report>;

/**
 * Mends what can be mended without asking, and checks what comes out: comments, trailing commas and JavaScript's quotes in
 * JSON, known names of fields under others, times in another unit, numbers in quotes, items over several lines or out of
 * order, requests with too many rows, lists that may be empty and have to be there. No id is made up, no text is cut,
 * nothing is left out; all else stays as it is, to the byte. A text with nothing to mend comes out the same, and so does what
 * was mended before. What was compressed comes out uncompressed.
 *
 * ```js
 * const { files, applied, report } = await fix(file);
 * for (const { count, title } of applied) console.log(count, title);
 * if (report.ok) await upload(await files[0].blob());
 * ```
 */
export function fix(input: Source | Part | readonly (Source | Part)[], options?: FixOptions): Promise<Repair>;

/**
 * Converts a chat history from one platform to another: one document, or several as one history. What is written is
 * checked. What did not go over as it was is counted in `losses`.
 *
 * ```js
 * const conversion = await convert(file, { to: "stream" });
 * for (const { name, size } of conversion.files) console.log(name, size);
 * for (const { count, kind, field, treatment, reason } of conversion.losses) console.log(count, kind, field, treatment, reason);
 * ```
 *
 * The same input and options give the same bytes, as long as `now` is among the options. Problems of the data are part of
 * the result. It rejects as `check` does, and with `options.strict` for the first item that cannot be read.
 */
export function convert(input: Source | Part | readonly (Source | Part)[], options: ConvertOptions): Promise<Conversion>;

/**
 * Counts who wrote how much, and how large custom data is. It reads each document once and checks nothing. Memory does not
 * grow with the input.
 *
 * ```js
 * const { messages, channels } = await survey(file);
 * for (const { id, messages: some } of channels) console.log(id, some / messages);
 * ```
 */
export function survey(input: Source | Part | readonly (Source | Part)[], options?: SurveyOptions): Promise<Survey>;

/**
 * Puts partial results together ({@link Checker.partial}), in the order of the input: the report is the one that a single
 * check of all of it makes, to the byte.
 *
 * ```js
 * const seed = 4711; // one for all
 * const partials = shards.map((lines) => {
 *   const checker = new Checker({ platform: "stream", seed });
 *   checker.push(lines);
 *   return checker.partial();
 * });
 * const report = await merge(partials, { platform: "stream", seed });
 * ```
 *
 * Partial results whose checkers were given no `source()` are consecutive pieces of one file of lines, cut between lines;
 * others begin documents of their own. Give all of them, and `merge`, the same options and the same `seed`. It rejects with
 * `bad-partial` for what is none, and with `not-mergeable` where the texts of an input are needed that was too large to go
 * along, for instance to name an unknown reference: then `options.inputs` has to have the inputs, which are read only then.
 */
export function merge(partials: readonly Uint8Array[], options?: MergeOptions): Promise<Report>;

/** The registry of finding codes: all, or those that a platform's files can get. */
export function rules(platform?: Platform): Promise<Rule[]>;

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = { [keyword: string]: unknown };

/**
 * The JSON Schema of what a platform imports, made from the tables of the checks: of a kind of item (`"message"`) or of
 * document (`"messages"`), or without a kind of any document. Stream's `"import"` is the schema of one line of JSON Lines.
 * What is only a warning passes, limits in bytes are given in characters, and references, duplicates and order are for
 * {@link check}. Descriptions say in words what a schema cannot, and how sure it is; what is not imported is `deprecated`. Rejects with `bad-option` for what there is not.
 */
export function schema(platform: Platform, kind?: string): Promise<JsonSchema>;

/**
 * The push API, for callers who read in their own way. Bytes are pushed as they are in the uncompressed file, in
 * pieces of any size; big ones are faster. Where `check()` will do, it is the better choice: it unpacks gzip and zip, keeps
 * streams for a second reading and frees the memory.
 *
 * ```js
 * await init();
 * using checker = new Checker({ platform: "stream" });
 * checker.push(bytes);
 * let outcome = checker.finish();
 * if ("replay" in outcome) {
 *   checker.push(bytes); // all of it once more
 *   outcome = checker.finish();
 * }
 * ```
 */
export class Checker {
  constructor(options?: CheckerOptions);
  /** Starts the next document. Need not be called for a single one without a name. */
  source(document?: { name?: string | undefined; resource?: Resource | undefined; channel?: string | undefined }): void;
  /** Takes the next bytes. */
  push(bytes: Uint8Array): void;
  /**
   * Ends the input. `{ replay: true }` asks for all documents once more, from their beginning, with `source()` and
   * `push()`; the next `finish()` gives the report. A clean input is read once.
   */
  finish(): Report | Replay;
  /**
   * What is known of what was pushed, as bytes, for {@link merge}, on this machine or another one with the same version; the
   * checker is freed. Of Stream's JSON Lines that is 20 to 40 bytes an id, and up to 8 MiB the input itself, unless it is to
   * be `redact`ed. Of anything else it is the input, and `not-mergeable` is thrown where that is longer.
   */
  partial(): Uint8Array;
  /** Bytes taken, in this reading of the input. */
  readonly bytes: number;
  /** Items seen, in this reading of the input. */
  readonly items: number;
  /** Findings so far. */
  readonly findings: number;
  /**
   * The findings of the report that are complete and that no earlier call has given; the call behind the last `finish()`
   * gives what is left. Whoever wants them asks before that, too.
   */
  takeFindings(): Finding[];
  /** Gives the memory back. Freeing twice does no harm. */
  free(): void;
  [Symbol.dispose](): void;
}

/** The input has to be pushed once more. */
export interface Replay {
  replay: true;
}

/** What a call throws or rejects with if it could not do its work. */
export class PreflightError extends Error {
  constructor(code: string, message: string, options?: { cause?: unknown });
  readonly name: "PreflightError";
  /**
   * Stable: `bad-option`, `unknown-option`, `bad-input`, `not-initialized`, `load-failed` (the wasm did not load),
   * `unreadable` (a File that changed or went away), `spool-failed` (a stream could not be kept for a second
   * reading, or a history while it is converted), `unreadable-item` (with the option `strict`), `freed`, `bad-partial` and
   * `not-mergeable` (of `merge` and `partial`), or `internal` (a fault of this package: please report it; the next call works again).
   */
  readonly code: string;
}
