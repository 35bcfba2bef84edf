// Recognises a document by its beginning.
import * as glue from "./chat_preflight.js";
import { PreflightError } from "./errors.js";
import { Pace } from "./pace.js";
import { readPlain } from "./plain.js";
import { partsOf } from "./sources.js";

/** As much as the recogniser looks at. */
const HEAD = 64 << 10;

/** The beginning is read once. */
const noSpool = { write: async () => {}, close: async () => {} };

export async function detectDocument(engine, platform, source) {
  const [part, ...others] = partsOf(source, { createSpool: () => noSpool });
  if (others.length > 0) throw new PreflightError("bad-input", "detect() takes one source");
  try {
    await engine.init();
    const head = new Uint8Array(HEAD);
    let length = 0;
    const plain = readPlain(part, platform, new Pace(), () => {});
    for await (const chunk of plain.chunks()) {
      const taken = chunk.subarray(0, HEAD - length);
      head.set(taken, length);
      length += taken.length;
      if (length === HEAD) break;
    }
    return engine.call(() => glue.detect(head.subarray(0, length), part.name));
  } finally {
    await part.close();
  }
}
