// Someone who stops the command gets back what was there before it.
import { setImmediate } from "node:timers/promises";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Does `work`, which is given an AbortSignal. If the process is told to end meanwhile, the signal is aborted, and the
 * process ends as it was told to once `work` has cleaned up.
 */
export async function whileListening(work) {
  const controller = new AbortController();
  let told;
  const listen = (name) => {
    told ??= name;
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, listen);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, listen);
    if (told !== undefined) {
      // Nobody listens any more: this ends the process, and its parent sees why. The callers' cleaning up comes first.
      setImmediate().then(() => process.kill(process.pid, told));
    }
  }
}
