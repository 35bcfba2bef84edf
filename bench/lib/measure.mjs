// One measurement: what every candidate prints, and how lines are read by those that parse line by line.

import { closeSync, openSync, readSync } from 'node:fs';

const STEP = 1 << 20;

/** Prints the result of one cold run as a line of JSON; `work` gets the file and gives what it has counted. */
export async function measure(work) {
  const start = performance.now();
  const counted = await work(process.argv[2]);
  const ms = performance.now() - start;
  console.log(JSON.stringify({ ms, rss: process.resourceUsage().maxRSS, ...counted }));
}

/** Reads a file in pieces of 1 MiB; each is good until the next one is asked for. */
export function* pieces(file) {
  const handle = openSync(file, 'r');
  try {
    const buffer = new Uint8Array(STEP);
    for (let length; (length = readSync(handle, buffer, 0, STEP, null)) > 0;) yield buffer.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

/** Calls `onLine` with the text of each line. Made by hand: `readline` takes twice as long. */
export function eachLine(file, onLine) {
  const handle = openSync(file, 'r');
  try {
    let buffer = Buffer.allocUnsafe(STEP);
    let kept = 0;
    for (let length; (length = readSync(handle, buffer, kept, buffer.length - kept, null)) > 0;) {
      const end = kept + length;
      let from = 0;
      for (let at; (at = buffer.indexOf(10, from)) !== -1 && at < end; from = at + 1) {
        if (at > from) onLine(buffer.utf8Slice(from, at));
      }
      kept = end - from;
      if (from > 0) buffer.copyWithin(0, from, end);
      // A line longer than the buffer.
      else if (kept === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
    if (kept > 0) onLine(buffer.utf8Slice(0, kept));
  } finally {
    closeSync(handle);
  }
}
