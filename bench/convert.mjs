// The candidate: a whole conversion to Sendbird, with the check of what was written.

import { createReadStream } from 'node:fs';

import { measure } from './lib/measure.mjs';

await measure(async (file) => {
  const { convert } = await import('../npm/dist/node.js');
  const conversion = await convert(createReadStream(file, { highWaterMark: 1 << 20 }), { to: 'sendbird', now: '2026-01-01T00:00:00Z' });
  try {
    const items = Object.values(conversion.stats.read).reduce((sum, count) => sum + count, 0);
    return { items, findings: conversion.unreadableCount, ok: conversion.ok };
  } finally {
    await conversion.close();
  }
});
