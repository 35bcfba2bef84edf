// A count of who wrote how much: every document is read once, by the reader of conversions.
import { Converter } from "./chat_preflight.js";
import { optionsOf } from "./check.js";
import { PreflightError } from "./errors.js";
import { Pace } from "./pace.js";
import { readPlain } from "./plain.js";
import PLATFORMS from "./platforms.js";
import { demandResource } from "./resources.js";
import { partsOf } from "./sources.js";

const KNOWN = ["platform", "resource", "channel", "dialect", "profile", "limits"];

/** Counts the documents of `input`, as one history. */
export async function surveyDocuments(engine, platform, input, options = {}) {
  const { onProgress, signal, platform: from, ...rest } = optionsOf(options);
  const stranger = Object.keys(rest).find((name) => !KNOWN.includes(name));
  if (stranger !== undefined) throw new PreflightError("unknown-option", `options has no ${stranger}; it knows ${KNOWN.join(", ")}, onProgress, signal`);
  const names = PLATFORMS.map(({ name }) => name);
  if (from !== undefined && !names.includes(from)) {
    throw new PreflightError("bad-option", `options.platform is ${JSON.stringify(from)}; expected one of ${names.join(", ")}`);
  }
  const pace = new Pace(signal, onProgress, "survey");
  const parts = partsOf(input, platform);
  try {
    for (const { resource } of parts) demandResource(resource, from);
    pace.throwIfAborted();
    await engine.init();
    const { generation } = engine;
    // Nothing is written for it, but a conversion has a target.
    const converter = engine.call(() => new Converter({ ...rest, from, to: "stream" }));
    try {
      const call = (work) => engine.call(() => work(converter), generation);
      call((one) => one.survey());
      const total = parts.reduce((sum, part) => sum + part.size, 0);
      let before = 0;
      for (const part of parts) {
        call((one) => one.source(part.name, part.resource, part.channel));
        // What is wrong with its compression is for the check to say; what comes out counts.
        const plain = readPlain(part, platform, pace, () => {});
        for await (const chunk of plain.chunks()) {
          call((one) => one.push(chunk));
          await pace.tick(() => ({
            bytes: before + plain.taken,
            total: Number.isNaN(total) ? undefined : total,
            items: call((one) => one.items),
          }));
        }
        before += plain.taken;
      }
      return call((one) => one.surveyed());
    } finally {
      if (engine.lives(generation)) engine.call(() => converter.free());
    }
  } finally {
    pace.end();
    await Promise.all(parts.map((part) => part.close()));
  }
}
