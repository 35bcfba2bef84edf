// A document's bytes as the checker wants them: decompressed, in pieces of a bounded size.

/** Larger pieces are cut: the wasm holds a copy of each. */
const LARGEST = 4 << 20;

/** Reads `part`; `taken` counts what was read of it, gzipped or not. `onTrouble` hears what is wrong with how it is packed. */
export function readPlain(part, platform, pace, onTrouble) {
  const reading = { taken: 0, chunks };
  return reading;

  async function* chunks() {
    const raw = counted(part.open(onTrouble), pace, (bytes) => { reading.taken += bytes; });
    try {
      const { head, isGzip } = await sniff(raw);
      const all = chain(head, raw);
      if (isGzip) {
        const gzip = await platform.gzip();
        yield* pieces(gzip.gunzip(all, onTrouble));
      } else {
        yield* pieces(all);
      }
    } finally {
      // Not waited for: it may be stuck behind a read that never ends.
      raw.return().catch(() => {});
    }
  }
}

/** Counts what passes, and stops waiting when the check is aborted. */
async function* counted(source, pace, count) {
  const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]();
  let finished = false;
  try {
    for (;;) {
      const next = iterator.next();
      const { done, value } = next instanceof Promise ? await pace.orAbort(next) : await next;
      if (done) {
        finished = true;
        return;
      }
      count(value.length);
      yield value;
    }
  } finally {
    // Not waited for: a source that stalls in next() stalls here, too.
    if (!finished) Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

/** Reads as much as it takes to know the first two bytes. */
async function sniff(raw) {
  const head = [];
  const first = [];
  while (first.length < 2) {
    const { done, value } = await raw.next();
    if (done) break;
    head.push(value);
    first.push(...value.subarray(0, 2));
    // The buffer may be used again for the next read.
    if (first.length < 2) head[head.length - 1] = new Uint8Array(value);
  }
  return { head, isGzip: first[0] === 0x1f && first[1] === 0x8b };
}

async function* chain(head, rest) {
  yield* head;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}

async function* pieces(chunks) {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += LARGEST) yield chunk.subarray(start, start + LARGEST);
  }
}
