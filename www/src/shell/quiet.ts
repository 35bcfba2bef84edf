//! Checks and requests take turns: nothing is loaded while a check runs, and no check starts while something loads.

/** Milliseconds that a check waits for what loads. */
const PATIENCE = 5000;

const runs = new Set<Promise<void>>();
const loads = new Map<Promise<unknown>, () => void>();

/**
 * Loads something as soon as no check runs. A check that is wanted meanwhile waits for it; it calls `stop` first, for what
 * can be put off.
 */
export async function whenQuiet<T>(load: () => Promise<T>, stop: () => void = () => undefined): Promise<T> {
  while (runs.size > 0) await Promise.all(runs);
  const loading = load();
  loads.set(loading, stop);
  try {
    return await loading;
  } finally {
    loads.delete(loading);
  }
}

/** Resolves when nothing loads, or when that takes too long for somebody who waits for a check. */
export async function loaded(): Promise<void> {
  for (const stop of loads.values()) stop();
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  if (loads.size > 0) await Promise.race([Promise.allSettled(loads.keys()), patience]);
}

/** From here on nothing begins to load; what it gives marks the end of the check or the conversion. */
export function startRun(): () => void {
  let end = (): void => undefined;
  const run = new Promise<void>((resolve) => { end = resolve; });
  runs.add(run);
  return () => {
    runs.delete(run);
    end();
  };
}
