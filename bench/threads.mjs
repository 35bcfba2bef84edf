// The candidate: `check()` over a file, with as many threads at most as the second argument says.

import { openAsBlob } from 'node:fs';

import { measure } from './lib/measure.mjs';

await measure(async (file) => {
  const { check } = await import('../npm/dist/node.js');
  const { stats, counts, ok } = await check(await openAsBlob(file), { threads: Number(process.argv[3]), now: '2026-01-01T00:00:00Z' });
  return { items: stats.items, findings: Object.values(counts).reduce((sum, count) => sum + count, 0), ok };
});
