// Keeps a long check polite: lets the event loop run, reports progress, notices an abort.
import { abortError } from "./errors.js";

/** How long a check may hold the event loop, in milliseconds: one frame. */
const BREATH = 16;
/** How often progress is reported, in milliseconds. */
const REPORT = 50;

export class Pace {
  #signal;
  #onProgress;
  #work;
  #breathed = performance.now();
  #reported = -Infinity;
  #aborted;
  #stopListening;

  /** `work` is what goes on, in a word: an abort names it. */
  constructor(signal, onProgress, work = "check") {
    this.#signal = signal;
    this.#onProgress = onProgress;
    this.#work = work;
  }

  throwIfAborted() {
    if (this.#signal?.aborted) throw abortError(this.#signal, this.#work);
  }

  /** Waits for `promise`, but not longer than until an abort: a stream that stalls must not keep a check alive. */
  orAbort(promise) {
    if (this.#signal === undefined) return promise;
    this.throwIfAborted();
    this.#aborted ??= new Promise((_, reject) => {
      const stop = () => reject(abortError(this.#signal, this.#work));
      this.#signal.addEventListener("abort", stop, { once: true });
      this.#stopListening = () => this.#signal.removeEventListener("abort", stop);
    });
    // A chunk that fails after the abort has nobody else to hear it.
    promise.catch(() => {});
    this.#aborted.catch(() => {});
    return Promise.race([promise, this.#aborted]);
  }

  /** Called after each chunk. `state` is asked only when a report is due. */
  async tick(state) {
    const now = performance.now();
    if (this.#onProgress !== undefined && now - this.#reported >= REPORT) {
      this.#reported = now;
      this.#onProgress(state());
    }
    if (now - this.#breathed >= BREATH) {
      await nextTask();
      this.#breathed = performance.now();
    }
    this.throwIfAborted();
  }

  /** Something else begins, which is told however short it is. */
  turn() {
    this.#reported = -Infinity;
  }

  /** The last report. */
  done(state) {
    this.#onProgress?.(state);
  }

  end() {
    this.#stopListening?.();
  }
}

/** Resolves in a later task, after input and timers had their turn. Timers themselves are clamped to 4 ms. */
function nextTask() {
  if (typeof setImmediate === "function") return new Promise((resolve) => setImmediate(resolve));
  if (typeof MessageChannel !== "function") return new Promise((resolve) => setTimeout(resolve, 0));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
