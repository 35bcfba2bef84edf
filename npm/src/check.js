// A whole check: every document once, and once more if the checker asks for texts and places.
import { Checker } from "./chat_preflight.js";
import { PreflightError } from "./errors.js";
import { readPlain } from "./plain.js";
import { Pace } from "./pace.js";
import { demandResource } from "./resources.js";
import { partsOf } from "./sources.js";
import { addTroubles, isEcho, removeEchoes } from "./troubles.js";
import { unpacked } from "./zip/open.js";

/** Checks the documents of `input` as one. */
export async function checkDocuments(engine, platform, input, options = {}) {
  const { onProgress, onFinding, signal, ...rest } = optionsOf(options);
  const pace = new Pace(signal, onProgress);
  const parts = partsOf(input, platform);
  try {
    // Before anything is read, not when its turn comes.
    for (const { resource } of parts) demandResource(resource, rest.platform);
    pace.throwIfAborted();
    await engine.init();
    const { generation } = engine;
    const checker = engine.call(() => new Checker(rest));
    try {
      const documents = await unpacked(parts, platform, pace);
      return await run({ engine, generation, platform, checker, parts: documents, pace, onFinding, options: rest });
    } finally {
      if (engine.lives(generation)) engine.call(() => checker.free());
    }
  } finally {
    pace.end();
    await Promise.all(parts.map((part) => part.close()));
  }
}

async function run({ engine, generation, platform, checker, parts, pace, onFinding, options }) {
  const call = (work) => engine.call(work, generation);
  const total = parts.reduce((sum, part) => sum + part.size, 0);
  // What trouble says that nothing came out of.
  const silent = new Set();
  const tell = onFinding === undefined ? () => {} : () => {
    for (const finding of call(() => checker.takeFindings())) {
      if (!isEcho(finding, silent)) onFinding(finding);
    }
  };
  tell();
  for (const replay of [false, true]) {
    const troubles = [];
    let before = 0;
    for (const [source, part] of parts.entries()) {
      call(() => checker.source(part.name, part.resource, part.channel));
      const first = call(() => checker.items);
      const plain = readPlain(part, platform, pace, (trouble) => {
        troubles.push({ ...trouble, source, item: Math.max(0, call(() => checker.items) - first) });
      });
      let empty = true;
      for await (const chunk of plain.chunks()) {
        empty &&= chunk.length === 0;
        call(() => checker.push(chunk));
        tell();
        await pace.tick(() => ({
          bytes: before + plain.taken,
          total: Number.isNaN(total) ? undefined : total,
          items: call(() => checker.items),
          findings: call(() => checker.findings),
          replay,
        }));
      }
      before += plain.taken;
      if (empty && troubles.some((trouble) => trouble.source === source)) silent.add(source);
    }
    const report = call(() => checker.finish());
    tell();
    if (report.replay !== true) {
      removeEchoes(report, silent);
      for (const finding of addTroubles(report, troubles, options.maxFindings)) onFinding?.(finding);
      pace.done({ bytes: before, total: before, items: report.stats.items, findings: countAll(report), replay });
      return report;
    }
  }
  throw new PreflightError("internal", "the checker asked for the input a third time");
}

function countAll(report) {
  return Object.values(report.counts).reduce((sum, count) => sum + count, 0);
}

/** The options, if they are an object and what JavaScript itself asks of them is right. */
export function optionsOf(options) {
  if (options === null || typeof options !== "object" || Array.isArray(options)) {
    throw new PreflightError("bad-option", "options has to be an object");
  }
  const { signal } = options;
  for (const name of ["onProgress", "onFinding"]) {
    if (options[name] !== undefined && typeof options[name] !== "function") {
      throw new PreflightError("bad-option", `${name} has to be a function`);
    }
  }
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw new PreflightError("bad-option", "signal has to be an AbortSignal");
  }
  return options;
}
