// Recognises a document by its beginning.
import * as glue from "./chat_preflight.js";
import { PreflightError } from "./errors.js";
import { Pace } from "./pace.js";
import { readPlain } from "./plain.js";
import { partsOf } from "./sources.js";
import { unpacked } from "./zip/open.js";

/** As much as the recogniser looks at. */
const HEAD = 64 << 10;

export async function detectDocument(engine, platform, source) {
  const parts = partsOf(source, platform);
  if (parts.length > 1) throw new PreflightError("bad-input", "detect() takes one source");
  const pace = new Pace();
  try {
    await engine.init();
    const detections = [];
    // Of a zip the first file that is recognised.
    for (const part of await unpacked(parts, platform, pace)) {
      const head = await beginningOf(part, platform, pace);
      detections.push(engine.call(() => glue.detect(head, part.name)));
      if (detections.at(-1).platform !== null) break;
    }
    return detections.at(-1);
  } finally {
    await Promise.all(parts.map((part) => part.close()));
  }
}

async function beginningOf(part, platform, pace) {
  const head = new Uint8Array(HEAD);
  let length = 0;
  for await (const chunk of readPlain(part, platform, pace, () => {}).chunks()) {
    const taken = chunk.subarray(0, HEAD - length);
    head.set(taken, length);
    length += taken.length;
    if (length === HEAD) break;
  }
  return head.subarray(0, length);
}
