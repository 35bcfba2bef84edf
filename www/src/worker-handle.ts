//! One worker from the page's side: started, asked, replaced when it does not answer or has failed.

import type { FromWorker, ToWorker } from "./protocol";
import { scriptUrl } from "./script-url";

export class WorkerHandle {
  #script: "checker" | "converter";
  #receive: (message: FromWorker) => void;
  #broke: (message: string) => void;
  #worker: Worker | undefined;
  #ready: Promise<void> = Promise.resolve();

  /** `receive` hears what the worker says, `broke` when it ends by itself; a fresh one is started by then. */
  constructor(script: "checker" | "converter", receive: (message: FromWorker) => void, broke: (message: string) => void) {
    this.#script = script;
    this.#receive = receive;
    this.#broke = broke;
  }

  /** Resolves when the worker can work; rejects with the reason if this browser cannot run it. Starts it, if it does not run. */
  get ready(): Promise<void> {
    if (this.#worker === undefined) this.#start();
    return this.#ready;
  }

  send(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  /** Ends the worker and starts a fresh one. */
  replace(): void {
    this.#worker?.terminate();
    this.#start();
  }

  #start(): void {
    let loaded = false;
    const worker = new Worker(scriptUrl(this.#script), { type: "module", name: `chat-preflight ${this.#script}` });
    this.#worker = worker;
    this.#ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
        if (message.type === "ready") {
          loaded = true;
          resolve();
        } else if (message.type === "unusable") {
          // The next one tries again: a network may be back by then.
          worker.terminate();
          this.#worker = undefined;
          reject(new Error(message.message));
        } else this.#receive(message);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        if (loaded) {
          this.replace();
          this.#broke(event.message || `The ${this.#script} stopped unexpectedly.`);
        } else {
          // Trying again at once might never end.
          this.#worker = undefined;
          reject(new Error(`The ${this.#script} could not be loaded.`));
        }
      };
    });
    // Whoever starts something hears of it; nobody else has to.
    this.#ready.catch(() => undefined);
  }
}
