// The push API: for callers who have their own way of reading.
import { PreflightError } from "./errors.js";
import { demandResource } from "./resources.js";
import { Checker as WasmChecker } from "./chat_preflight.js";

/** The class `Checker` over that engine. */
export function createChecker(engine) {
  class Checker {
    #checker;
    #generation;
    #platform;

    constructor(options = {}) {
      engine.initSync();
      this.#generation = engine.generation;
      this.#checker = engine.call(() => new WasmChecker(options));
      this.#platform = options?.platform;
    }

    source({ name, resource, channel } = {}) {
      demandResource(resource, this.#platform);
      this.#call((checker) => checker.source(name, resource, channel));
    }

    push(bytes) {
      if (!(bytes instanceof Uint8Array)) throw new PreflightError("bad-input", "push() takes a Uint8Array");
      this.#call((checker) => checker.push(bytes));
    }

    finish() {
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

    free() {
      const checker = this.#checker;
      this.#checker = undefined;
      if (checker !== undefined && engine.lives(this.#generation)) engine.call(() => checker.free());
    }

    #call(work) {
      const checker = this.#checker;
      if (checker === undefined) throw new PreflightError("freed", "this Checker was freed");
      return engine.call(() => work(checker), this.#generation);
    }
  }
  // Not every browser has it yet.
  if (Symbol.dispose !== undefined) Checker.prototype[Symbol.dispose] = Checker.prototype.free;
  return Checker;
}
