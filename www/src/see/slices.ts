//! Long work in slices, between which the page stays alive.

import { nextFrame } from "../dom";

/** Milliseconds of work between two looks at what else is to do. */
const SLICE = 10;

/** Steps between two looks at the clock. */
const STEPS = 500;

/** Calls `work` with every index below `count`; false if `current` says that nobody wants the outcome any more. */
export async function eachInSlices(count: number, current: () => boolean, work: (index: number) => void): Promise<boolean> {
  let started = performance.now();
  for (let index = 0; index < count; index += 1) {
    if (index % STEPS === 0 && performance.now() - started > SLICE) {
      await nextFrame();
      if (!current()) return false;
      started = performance.now();
    }
    work(index);
  }
  return current();
}
