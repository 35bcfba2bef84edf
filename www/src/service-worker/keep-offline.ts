//! Keeps the page for when there is no network. Nothing depends on it: where it fails, the page is as it was.

import { scriptUrl } from "../script-url";
import { whenQuiet } from "../shell/quiet";

export function keepOffline(): void {
  // While the page is developed its files change all the time.
  if (import.meta.env.PROD && "serviceWorker" in navigator) void attempt();
}

async function attempt(): Promise<void> {
  let installing: ServiceWorker | null = null;
  let stopped = false;
  try {
    await whenQuiet(async () => {
      const registration = await navigator.serviceWorker.register(scriptUrl("offline"));
      // A page that was here before may have become another one.
      if (registration.active !== null) await registration.update();
      installing = registration.installing;
      if (installing !== null) await settled(installing, () => stopped);
    }, () => {
      stopped = true;
      installing?.postMessage("stop");
    });
  } catch {
    // A browser may have service workers and not allow them.
    return;
  }
  if (stopped) void attempt();
}

/** Resolves when a worker is installed, or will not be. */
function settled(worker: ServiceWorker, stopped: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state !== "installing") resolve();
    };
    worker.addEventListener("statechange", look);
    if (stopped()) worker.postMessage("stop");
    look();
  });
}
