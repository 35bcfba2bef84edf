//! The page's side of the workers: one check, conversion or survey at a time, started, followed, cancelled.

import type { Finding, Survey } from "chat-preflight";
import type { Choice, Converted, Excerpt, Found, FromWorker, Place, Result, ToWorker, Wish } from "./protocol";
import { loaded, startRun, whenQuiet } from "./shell/quiet";
import { WorkerHandle } from "./worker-handle";

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

/** Runs one check, conversion or survey at a time, each in the worker that is for it. */
export class CheckerClient {
  #checks = this.#handle("checker");
  #conversions = this.#handle("converter");
  /** The worker of the last run. */
  #busy = this.#checks;
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
    void this.ready.catch(() => undefined);
  }

  /** Resolves when checks can run; rejects with the reason if this browser cannot run them. */
  get ready(): Promise<void> {
    return this.#checks.ready;
  }

  /** Loads what conversions and counts need, as soon as nothing runs: somebody looks at what would start one. */
  prepare(): void {
    whenQuiet(() => this.#conversions.ready).catch(() => undefined);
  }

  /** Starts a check; what still runs is dropped without another word. */
  async check(files: File[], choice: Choice, listener: CheckListener): Promise<void> {
    await this.#begin(this.#checks, listener, (run) => {
      this.#checked = run;
      return { type: "check", run, files, choice };
    });
  }

  /** Starts a conversion; what still runs beside it on the page is told that it stopped. */
  async convert(files: File[], choice: Choice, wish: Wish, listener: ConvertListener): Promise<void> {
    this.#stop();
    await this.#begin(this.#conversions, listener, (run) => ({ type: "convert", run, files, choice, wish }));
  }

  /** Counts who wrote how much, in the same way. */
  async survey(files: File[], choice: Choice, listener: SurveyListener): Promise<void> {
    this.#stop();
    await this.#begin(this.#conversions, listener, (run) => ({ type: "survey", run, files, choice }));
  }

  #stop(): void {
    if (this.#listener === undefined) return;
    this.#busy.send({ type: "cancel", run: this.#run });
    this.#end()?.stopped();
  }

  async #begin(worker: WorkerHandle, listener: Listener, order: (run: number) => ToWorker): Promise<void> {
    if (this.#listener !== undefined) this.#busy.send({ type: "cancel", run: this.#run });
    this.#end();
    this.#busy = worker;
    this.#run += 1;
    const run = this.#run;
    this.#listener = listener;
    this.#endRun = startRun();
    try {
      await worker.ready;
      await loaded();
    } catch (error) {
      if (run === this.#run) this.#end()?.failed(error instanceof Error ? error.message : String(error));
      return;
    }
    if (run === this.#run && this.#listener !== undefined) worker.send(order(run));
  }

  /** Asks what runs to stop; its listener hears `stopped`. */
  cancel(): void {
    if (this.#listener === undefined) return;
    this.#busy.send({ type: "cancel", run: this.#run });
    this.#deadline = setTimeout(() => this.#replace()?.stopped(), PATIENCE);
  }

  /** Reads places of the last check back. */
  excerpts(places: Place[]): Promise<(Excerpt | null)[]> {
    this.#request += 1;
    const request = this.#request;
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve);
      this.#checks.send({ type: "excerpts", run: this.#checked, request, places });
    });
  }

  #handle(script: "checker" | "converter"): WorkerHandle {
    const handle: WorkerHandle = new WorkerHandle(script, (message) => this.#receive(message), (message) => {
      if (script === "checker") this.#forgetExcerpts();
      if (this.#busy === handle) this.#end()?.failed(message);
    });
    return handle;
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

  /** Ends the worker that is busy and starts a fresh one; whoever waits for the old one gets nothing. */
  #replace(): Listener | undefined {
    if (this.#busy === this.#checks) this.#forgetExcerpts();
    this.#busy.replace();
    return this.#end();
  }

  #forgetExcerpts(): void {
    for (const resolve of this.#waiting.values()) resolve([]);
    this.#waiting.clear();
  }
}
