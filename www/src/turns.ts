//! What the workers have in common: one thing at a time, of which the end is told whatever it is; and no network.

import { PreflightError } from "chat-preflight";
import { closeNetwork } from "./offline";
import type { FromWorker } from "./protocol";

/** Milliseconds between two progress messages. */
export const PROGRESS_INTERVAL = 80;

let current: { id: number; abort: AbortController } | undefined;
let previous: Promise<void> = Promise.resolve();

export function post(message: FromWorker): void {
  postMessage(message);
}

/** Does it when what went before has ended. */
export function takeTurn(id: number, work: (signal: AbortSignal) => Promise<void>): void {
  previous = run(id, work, previous);
}

/** Stops what runs, if it is that. */
export function cancel(id: number): void {
  if (current?.id === id) current.abort.abort();
}

async function run(id: number, work: (signal: AbortSignal) => Promise<void>, before: Promise<void>): Promise<void> {
  const abort = new AbortController();
  current = { id, abort };
  try {
    await before;
    abort.signal.throwIfAborted();
    await work(abort.signal);
  } catch (error) {
    if (abort.signal.aborted) post({ type: "stopped", run: id });
    else post({ type: "failed", run: id, message: explain(error), usable: error instanceof PreflightError && error.code !== "internal" });
  }
}

function explain(error: unknown): string {
  if (error instanceof DOMException && (error.name === "NotReadableError" || error.name === "NotFoundError")) {
    return "The browser cannot read this file: it is a folder, it was changed or moved since it was picked, or access to it is denied.";
  }
  return error instanceof Error ? error.message : String(error);
}

/** Tells the page when all is loaded; from then on this worker asks the network for nothing. */
export function openFor(loaded: Promise<unknown>): void {
  loaded.then(
    () => {
      closeNetwork();
      post({ type: "ready" });
    },
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      post({ type: "unusable", message: `The checker does not run in this browser: ${reason}` });
    },
  );
}
