//! The worker of conversions and counts. It has the whole wasm, which the first check does not wait for: it is loaded when
//! somebody looks at what needs it.

import { init, survey } from "chat-preflight";
import { convertDocuments, type Step } from "./conversion";
import { documentsOf, inputOf } from "./documents";
import type { Choice, ToWorker, Wish } from "./protocol";
import { PROGRESS_INTERVAL, cancel, openFor, post, takeTurn } from "./turns";

async function runConversion(id: number, files: File[], choice: Choice, wish: Wish, signal: AbortSignal): Promise<void> {
  const result = await convertDocuments(await documentsOf(files), choice, wish, signal, stepper(id));
  signal.throwIfAborted();
  post({ type: "converted", run: id, result });
}

async function runSurvey(id: number, files: File[], choice: Choice, signal: AbortSignal): Promise<void> {
  const step = stepper(id);
  const counts = await survey(inputOf(await documentsOf(files), choice), {
    platform: choice.platform ?? undefined,
    signal,
    onProgress: (progress) => step({ phase: "read", ...progress }),
  });
  post({ type: "surveyed", run: id, survey: counts });
}

/** Passes steps on to the page, but not too many. */
function stepper(run: number): (step: Step) => void {
  let last = 0;
  let lastPhase = "";
  return ({ phase, bytes, total, items }) => {
    const now = performance.now();
    if (phase === lastPhase && now - last < PROGRESS_INTERVAL) return;
    last = now;
    lastPhase = phase;
    post({ type: "step", run, phase, bytes, total: total ?? null, items });
  };
}

addEventListener("message", ({ data: message }: MessageEvent<ToWorker>) => {
  switch (message.type) {
    case "convert":
      takeTurn(message.run, (signal) => runConversion(message.run, message.files, message.choice, message.wish, signal));
      break;
    case "survey":
      takeTurn(message.run, (signal) => runSurvey(message.run, message.files, message.choice, signal));
      break;
    case "cancel":
      cancel(message.run);
      break;
  }
});

openFor(init());
