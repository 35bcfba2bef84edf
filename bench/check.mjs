// The candidate: the package's push API over a file. Loading and compiling the wasm are inside the timed part.

import { measure, pieces } from './lib/measure.mjs';

await measure(async (file) => {
  const { Checker } = await import('../npm/dist/node.js');
  // The time of the check is that of the generated histories: some platforms take none that are older than half a year.
  const checker = new Checker({ now: '2026-01-01T00:00:00Z' });
  try {
    for (;;) {
      checker.source();
      for (const piece of pieces(file)) checker.push(piece);
      const outcome = checker.finish();
      if (outcome.replay) continue;
      const findings = Object.values(outcome.counts).reduce((sum, count) => sum + count, 0);
      return { items: outcome.stats.items, findings, ok: outcome.ok };
    }
  } finally {
    checker.free();
  }
});
