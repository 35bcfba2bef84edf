// The push API: for callers who have their own way of reading.
import { PreflightError } from "./errors.js";
import { Kept } from "./partials.js";
import { demandResource } from "./resources.js";
import { Checker as WasmChecker } from "./chat_preflight.js";

/** The class `Checker` over that engine. */
export function createChecker(engine) {
  class Checker {
    #checker;
    #generation;
    #platform;
    #kept = new Kept();

    constructor(options = {}) {
      engine.initSync();
      this.#generation = engine.generation;
      this.#checker = engine.call(() => new WasmChecker(options));
      this.#platform = options?.platform;
      // What is hidden in the report is not to go along with it.
      if (options?.redact === true) this.#kept.forget();
    }

    source({ name, resource, channel } = {}) {
      demandResource(resource, this.#platform);
      this.#call((checker) => checker.source(name, resource, channel));
      this.#kept.document({ name, resource, channel });
    }

    push(bytes) {
      if (!(bytes instanceof Uint8Array)) throw new PreflightError("bad-input", "push() takes a Uint8Array");
      this.#call((checker) => checker.push(bytes));
      this.#kept.push(bytes);
    }

    finish() {
      this.#kept.forget();
      return this.#call((checker) => checker.finish());
    }

    get bytes() {
      return this.#call((checker) => checker.bytes);
    }

    get items() {
      return this.#call((checker) => checker.items);
    }

    get findings() {
      return this.#call((checker) => checker.findings);
    }

    takeFindings() {
      return this.#call((checker) => checker.takeFindings());
    }

    partial() {
      const state = this.#call((checker) => checker.partial());
      const packed = this.#kept.pack(state);
      this.free();
      return packed;
    }

    free() {
      const checker = this.#checker;
      this.#checker = undefined;
      this.#kept.forget();
      if (checker !== undefined && engine.lives(this.#generation)) engine.call(() => checker.free());
    }

    #call(work) {
      const checker = this.#checker;
      if (checker === undefined) throw new PreflightError("freed", "this Checker was freed, or has given its partial result");
      return engine.call(() => work(checker), this.#generation);
    }
  }
  // Not every browser has it yet.
  if (Symbol.dispose !== undefined) Checker.prototype[Symbol.dispose] = Checker.prototype.free;
  return Checker;
}
