//! Keeps the page for when there is no network. Nothing depends on it: where it fails, the page is as it was.

import { scriptUrl } from "../script-url";
import { whenQuiet } from "../shell/quiet";

export function keepOffline(): void {
  // While the page is developed its files change all the time.
  if (import.meta.env.PROD && "serviceWorker" in navigator) void attempt();
}

async function attempt(): Promise<void> {
  const stop = new AbortController();
  const stopped = new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  try {
    await whenQuiet(() => Promise.race([install(stop.signal), stopped]), () => stop.abort());
  } catch {
    // A browser may have service workers and not allow them.
    return;
  }
  // A check began meanwhile.
  if (stop.signal.aborted) void attempt();
}

async function install(stop: AbortSignal): Promise<void> {
  const registration = await navigator.serviceWorker.register(scriptUrl("offline"));
  // A page that was here before may have become another one.
  if (registration.active !== null && !stop.aborted) await registration.update();
  const worker = registration.installing;
  if (worker === null) return;
  const tell = (): void => worker.postMessage("stop");
  if (stop.aborted) tell();
  else stop.addEventListener("abort", tell);
  await new Promise<void>((resolve) => {
    worker.addEventListener("statechange", () => resolve(), { once: true });
  });
}
