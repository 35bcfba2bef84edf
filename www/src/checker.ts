//! The page's side of the worker: one check, conversion or survey at a time, started, followed, cancelled.

import type { Finding, Survey } from "chat-preflight";
import type { Choice, Converted, Excerpt, Found, FromWorker, Place, Result, ToWorker, Wish } from "./protocol";
import { scriptUrl } from "./script-url";
import { loaded, startRun } from "./shell/quiet";

/** What the page wants to hear of whatever runs. */
interface Ends {
  stopped(): void;
  failed(message: string): void;
}

/** What it wants to hear of a check. */
export interface CheckListener extends Ends {
  detected(message: FromWorker & { type: "detected" }): void;
  progress(message: FromWorker & { type: "progress" }): void;
  /** Some of what was found so far. */
  found?(codes: Found[]): void;
  done(result: Result): void;
}

/** What it wants to hear of a conversion. */
export interface ConvertListener extends Ends {
  step(message: FromWorker & { type: "step" }): void;
  converted(result: Converted): void;
}

/** What it wants to hear of a survey. */
export interface SurveyListener extends Ends {
  step(message: FromWorker & { type: "step" }): void;
  surveyed(survey: Survey): void;
}

type Listener = Ends & Partial<CheckListener> & Partial<ConvertListener> & Partial<SurveyListener>;

/** How long a worker may take to obey before it is ended. */
const PATIENCE = 1500;

/** Runs checks and conversions in a worker, and replaces the worker when it does not answer or has failed. */
export class CheckerClient {
  #worker: Worker | undefined;
  #ready: Promise<void> = Promise.resolve();
  #run = 0;
  /** The run of the last check: its places can be read back while its files are converted. */
  #checked = 0;
  #listener: Listener | undefined;
  #endRun: (() => void) | undefined;
  /** Those of the check that ends. */
  #findings: Finding[] = [];
  #request = 0;
  #waiting = new Map<number, (excerpts: (Excerpt | null)[]) => void>();
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#start();
  }

  /** Resolves when checks can run; rejects with the reason if this browser cannot run them. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Starts a check; what still runs is dropped without another word. */
  async check(files: File[], choice: Choice, listener: CheckListener): Promise<void> {
    await this.#begin(listener, (run) => {
      this.#checked = run;
      return { type: "check", run, files, choice };
    });
  }

  /** Starts a conversion; what still runs beside it on the page is told that it stopped. */
  async convert(files: File[], choice: Choice, wish: Wish, listener: ConvertListener): Promise<void> {
    this.#stop();
    await this.#begin(listener, (run) => ({ type: "convert", run, files, choice, wish }));
  }

  /** Counts who wrote how much, in the same way. */
  async survey(files: File[], choice: Choice, listener: SurveyListener): Promise<void> {
    this.#stop();
    await this.#begin(listener, (run) => ({ type: "survey", run, files, choice }));
  }

  #stop(): void {
    if (this.#listener === undefined) return;
    this.#send({ type: "cancel", run: this.#run });
    this.#end()?.stopped();
  }

  async #begin(listener: Listener, order: (run: number) => ToWorker): Promise<void> {
    if (this.#listener !== undefined) this.#send({ type: "cancel", run: this.#run });
    this.#end();
    if (this.#worker === undefined) this.#start();
    this.#run += 1;
    const run = this.#run;
    this.#listener = listener;
    this.#endRun = startRun();
    try {
      await this.#ready;
      await loaded();
    } catch (error) {
      if (run === this.#run) this.#end()?.failed(error instanceof Error ? error.message : String(error));
      return;
    }
    if (run === this.#run && this.#listener !== undefined) this.#send(order(run));
  }

  /** Asks what runs to stop; its listener hears `stopped`. */
  cancel(): void {
    if (this.#listener === undefined) return;
    this.#send({ type: "cancel", run: this.#run });
    this.#deadline = setTimeout(() => this.#replace()?.stopped(), PATIENCE);
  }

  /** Reads places of the last check back. */
  excerpts(places: Place[]): Promise<(Excerpt | null)[]> {
    this.#request += 1;
    const request = this.#request;
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve);
      this.#send({ type: "excerpts", run: this.#checked, request, places });
    });
  }

  #send(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #start(): void {
    let loaded = false;
    const worker = new Worker(scriptUrl("checker"), { type: "module", name: "chat-preflight" });
    this.#worker = worker;
    this.#ready = new Promise((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<FromWorker>) => {
        const message = event.data;
        if (message.type === "ready") {
          loaded = true;
          resolve();
        } else if (message.type === "unusable") {
          // The next check tries again: a network may be back by then.
          worker.terminate();
          this.#worker = undefined;
          reject(new Error(message.message));
        } else this.#receive(message);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        if (loaded) {
          this.#replace()?.failed(event.message || "The checker stopped unexpectedly.");
        } else {
          // Trying again at once might never end.
          this.#worker = undefined;
          reject(new Error("The checker could not be loaded."));
        }
      };
    });
    // Whoever starts a check hears of it; nobody else has to.
    this.#ready.catch(() => undefined);
  }

  #receive(message: FromWorker): void {
    if (message.type === "excerpts") {
      this.#waiting.get(message.request)?.(message.excerpts);
      this.#waiting.delete(message.request);
      return;
    }
    if (!("run" in message) || message.run !== this.#run) return;
    switch (message.type) {
      case "detected":
        this.#listener?.detected?.(message);
        break;
      case "progress":
        this.#listener?.progress?.(message);
        break;
      case "found":
        this.#listener?.found?.(message.codes);
        break;
      case "findings":
        for (const finding of message.findings) this.#findings.push(finding);
        break;
      case "done": {
        const findings = this.#findings;
        this.#end()?.done?.({ ...message.result, findings });
        break;
      }
      case "step":
        this.#listener?.step?.(message);
        break;
      case "converted":
        this.#end()?.converted?.(message.result);
        break;
      case "surveyed":
        this.#end()?.surveyed?.(message.survey);
        break;
      case "stopped":
        this.#end()?.stopped();
        break;
      case "failed":
        // If its wasm instance is dead, it could not fetch another.
        (message.usable ? this.#end() : this.#replace())?.failed(message.message);
        break;
    }
  }

  #end(): Listener | undefined {
    clearTimeout(this.#deadline);
    this.#endRun?.();
    const listener = this.#listener;
    this.#listener = undefined;
    this.#findings = [];
    return listener;
  }

  /** Ends the worker and starts a fresh one; whoever waits for the old one gets nothing. */
  #replace(): Listener | undefined {
    this.#worker?.terminate();
    for (const resolve of this.#waiting.values()) resolve([]);
    this.#waiting.clear();
    this.#start();
    return this.#end();
  }
}
