// A whole check: every document once, and once more if the checker asks for texts and places.
import { Checker } from "./chat_preflight.js";
import { PreflightError } from "./errors.js";
import { readPlain } from "./plain.js";
import { Pace } from "./pace.js";
import { demandResource } from "./resources.js";
import { partsOf } from "./sources.js";
import { divide, runsOf, threadsOf } from "./threads/divide.js";
import { addTroubles, isEcho, removeEchoes } from "./troubles.js";
import { unpacked } from "./zip/open.js";

/** Checks the documents of `input` as one. */
export async function checkDocuments(engine, platform, input, options = {}) {
  const { onProgress, onFinding, signal, threads: asked, ...rest } = optionsOf(options);
  const threads = threadsOf(asked, platform.threads);
  const pace = new Pace(signal, onProgress);
  const parts = partsOf(input, platform);
  try {
    // Before anything is read, not when its turn comes.
    for (const { resource } of parts) demandResource(resource, rest.platform);
    pace.throwIfAborted();
    await engine.init();
    const documents = await unpacked(parts, platform, pace);
    // All threads have to be asked alike.
    if (documents.some((part) => runsOf(part, threads) > 1)) Object.assign(rest, { seed: rest.seed ?? anySeed(), now: rest.now ?? new Date().toISOString() });
    const { generation } = engine;
    const checker = engine.call(() => new Checker(rest));
    try {
      return await new Check({ engine, generation, platform, checker, parts: documents, pace, onFinding, threads, options: rest }).run();
    } finally {
      if (engine.lives(generation)) engine.call(() => checker.free());
    }
  } finally {
    pace.end();
    await Promise.all(parts.map((part) => part.close()));
  }
}

const anySeed = () => Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);

class Check {
  #given;
  #total;
  #replay = false;
  /** Bytes of the parts before, and runs that are checked elsewhere. */
  #before = 0;
  #runs = [];
  #troubles = [];
  // What trouble says that nothing came out of.
  #silent = new Set();

  constructor(given) {
    this.#given = given;
    this.#total = given.parts.reduce((sum, part) => sum + part.size, 0);
  }

  async run() {
    const { parts, pace, onFinding, options } = this.#given;
    this.#tell();
    for (const replay of [false, true]) {
      this.#replay = replay;
      this.#troubles = [];
      this.#before = 0;
      for (const [source, part] of parts.entries()) await this.#document(source, part);
      const report = this.#call((checker) => checker.finish());
      this.#tell();
      if (report.replay !== true) {
        removeEchoes(report, this.#silent);
        for (const finding of addTroubles(report, this.#troubles, options.maxFindings)) onFinding?.(finding);
        pace.done({ bytes: this.#before, total: this.#before, items: report.stats.items, findings: countAll(report), replay });
        return report;
      }
    }
    throw new PreflightError("internal", "the checker asked for the input a third time");
  }

  async #document(source, part) {
    this.#call((checker) => checker.source(part.name, part.resource, part.channel));
    const first = this.#call((checker) => checker.items);
    const { threads } = this.#given;
    try {
      if (!this.#replay && runsOf(part, threads) > 1) this.#runs = await divide({ ...this.#given, part });
      // The first run is read here.
      const own = this.#runs.length === 0 ? part : cut(part, 0, this.#runs[0].start);
      const empty = await this.#read(own, (trouble) => {
        this.#troubles.push({ ...trouble, source, item: Math.max(0, this.#call((checker) => checker.items) - first) });
      });
      if (empty && this.#troubles.some((trouble) => trouble.source === source)) this.#silent.add(source);
      while (this.#runs.length > 0) await this.#takeOver(part);
    } finally {
      for (const run of this.#runs.splice(0)) run.stop();
    }
  }

  /** Takes over what the next run has found; what cannot be taken over is read once more. */
  async #takeOver(part) {
    const { pace } = this.#given;
    const [run] = this.#runs;
    const ended = run.partial.then((partial) => ({ partial }));
    let result;
    // People see it go on, and it can be aborted.
    while (result === undefined) {
      result = await pace.orAbort(Promise.race([ended, soon()]));
      await pace.tick(() => this.#progress(0));
    }
    this.#runs.shift();
    const { partial } = result;
    if (partial !== undefined && this.#call((checker) => checker.absorb(partial, run.end === part.size))) {
      this.#before += run.end - run.start;
      this.#tell();
    } else {
      await this.#read(cut(part, run.start, run.end), () => {});
    }
  }

  /** Reads all of `part`. Whether there was nothing in it. */
  async #read(part, onTrouble) {
    const { platform, pace } = this.#given;
    const plain = readPlain(part, platform, pace, onTrouble);
    let empty = true;
    for await (const chunk of plain.chunks()) {
      empty &&= chunk.length === 0;
      this.#call((checker) => checker.push(chunk));
      this.#tell();
      await pace.tick(() => this.#progress(plain.taken));
    }
    this.#before += plain.taken;
    return empty;
  }

  #progress(taken) {
    const sum = (what) => this.#runs.reduce((all, { progress }) => all + progress[what], 0);
    return {
      bytes: this.#before + taken + sum("bytes"),
      total: Number.isNaN(this.#total) ? undefined : this.#total,
      items: this.#call((checker) => checker.items) + sum("items"),
      findings: this.#call((checker) => checker.findings) + sum("findings"),
      replay: this.#replay,
    };
  }

  #tell() {
    const { onFinding } = this.#given;
    if (onFinding === undefined) return;
    for (const finding of this.#call((checker) => checker.takeFindings())) {
      if (!isEcho(finding, this.#silent)) onFinding(finding);
    }
  }

  #call(work) {
    const { engine, generation, checker } = this.#given;
    return engine.call(() => work(checker), generation);
  }
}

/** A part of a part. */
const cut = (part, start, end) => ({ ...part, open: () => part.slice(start, end) });

/** Resolves to nothing, in a while that is short for people. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 50));

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
