// The wasm instance: loaded once, guarded against panics, replaced after one.
import * as glue from "./chat_preflight.js";
import { PreflightError } from "./errors.js";

/**
 * One per entry point. `load` gives the compiled module in the way of its platform; `loadSync` does the same at once,
 * where a platform can.
 */
export class Engine {
  #load;
  #loadSync;
  #ready;
  #started = false;
  #dead = false;

  /** The compiled wasm, once it is there. */
  module;

  /** Grows with every new instance: what was made before does not work in the next one. */
  generation = 0;

  constructor({ load, loadSync }) {
    this.#load = load;
    this.#loadSync = loadSync;
  }

  /** Makes sure that there is an instance that works. `source` counts the first time only. */
  async init(source) {
    if (!this.#started) {
      this.#ready ??= this.#compile(source);
      const ready = this.#ready;
      try {
        this.#start(await ready);
      } catch (error) {
        // The next call tries again: a network may be back by then.
        if (this.#ready === ready) this.#ready = undefined;
        throw error;
      }
    }
    this.#revive();
  }

  /** The same at once, for the push API. */
  initSync() {
    if (!this.#started) {
      if (this.#loadSync === undefined) {
        throw new PreflightError("not-initialized", "the wasm is not loaded yet; await init() before the first new Checker()");
      }
      this.#start(this.#loadSync());
    }
    this.#revive();
  }

  /**
   * Runs `work`, which calls into the wasm. A panic comes out as a `PreflightError` with its text, and the instance
   * counts as dead: its state is half written.
   */
  call(work, generation = this.generation) {
    if (this.#dead || generation !== this.generation) {
      throw new PreflightError("internal", "the checker was lost to an earlier internal error; start a new check");
    }
    // The panic hook can reach JavaScript through console.error only. It speaks while `work` runs, so nobody
    // else's words are caught.
    const { error: write } = console;
    let panic;
    console.error = (text) => { panic = String(text); };
    try {
      return work();
    } catch (cause) {
      if (panic !== undefined || cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError) {
        this.#dead = true;
        const text = panic?.split("\n\nStack:")[0] ?? `${cause.name}: ${cause.message}`;
        throw new PreflightError("internal", `internal error: ${text}`, { cause });
      }
      const message = cause?.message ?? String(cause);
      throw new PreflightError(cause?.code ?? "internal", message.replace(/^Error: /, ""), { cause });
    } finally {
      console.error = write;
    }
  }

  /** Whether what was made in that generation is still of use. */
  lives(generation) {
    return !this.#dead && generation === this.generation;
  }

  async #compile(source) {
    const given = await source;
    if (given === undefined) return this.#load();
    if (given instanceof WebAssembly.Module) return given;
    if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
    if (typeof given === "string" || given instanceof URL || given instanceof Response) return compileFetched(given);
    throw new PreflightError("bad-option", "init() takes a WebAssembly.Module, its bytes, a URL or a Response");
  }

  #start(module) {
    if (this.#started) return;
    glue.initSync({ module });
    this.module = module;
    this.#started = true;
  }

  #revive() {
    if (!this.#dead) return;
    glue.__wbg_reset_state();
    this.generation += 1;
    this.#dead = false;
  }
}

/** Compiles what a URL or a response holds, while it arrives if the server names its type. */
export async function compileFetched(source) {
  let response;
  try {
    response = source instanceof Response ? source : await fetch(source);
  } catch (cause) {
    throw new PreflightError("load-failed", `the wasm could not be loaded: ${cause.message}`, { cause });
  }
  if (!response.ok) {
    throw new PreflightError("load-failed", `the wasm could not be loaded: ${response.url || "the server"} answered ${response.status}`);
  }
  if (response.headers.get("content-type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
