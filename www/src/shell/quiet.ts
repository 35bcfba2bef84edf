//! Checks and requests take turns: nothing is loaded while a check runs, and no check starts while something loads.

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

/** Resolves when nothing loads. */
export async function loaded(): Promise<void> {
  for (const stop of loads.values()) stop();
  await Promise.allSettled(loads.keys());
}

/** Marks the beginning of a check or a conversion; what it gives marks the end. */
export function startRun(): () => void {
  let end = (): void => undefined;
  const run = new Promise<void>((resolve) => { end = resolve; });
  runs.add(run);
  return () => {
    runs.delete(run);
    end();
  };
}
