// A whole conversion: every document is read once, the history goes through a spool, what is written is checked.
import { Converter } from "./chat_preflight.js";
import { checkDocuments, optionsOf } from "./check.js";
import { Conversion, placed } from "./conversion.js";
import { PreflightError } from "./errors.js";
import { filesOf, resourceOf } from "./output.js";
import { Pace } from "./pace.js";
import { readPlain } from "./plain.js";
import PLATFORMS from "./platforms.js";
import { demandResource } from "./resources.js";
import { Sections } from "./sections.js";
import { partsOf } from "./sources.js";
import { unpacked } from "./zip/open.js";

/** How much the core holds before it is carried to the spool: with fewer and larger pieces they are found faster. */
const HELD_HISTORY = 8 << 20;
const HELD_OUTPUT = 1 << 20;

/** Converts the documents of `input`, as one history. */
export async function convertDocuments(engine, platform, input, options = {}) {
  const { onProgress, signal, strict = false, ...rest } = optionsOf(options);
  if (typeof strict !== "boolean") throw new PreflightError("bad-option", "strict has to be true or false");
  // One moment for all that is done here, the checks included.
  const given = { ...rest, now: rest.now ?? new Date().toISOString() };
  const pace = new Pace(signal, onProgress, "conversion");
  const parts = partsOf(input, platform);
  const history = new Sections(platform.createSpool("the history cannot be kept between reading and writing"));
  const written = new Sections(platform.createSpool("what is written cannot be kept"));
  let conversion;
  try {
    for (const { resource } of parts) demandResource(resource, given.from);
    pace.throwIfAborted();
    await engine.init();
    const documents = await unpacked(parts, platform, pace);
    const run = new Run({ engine, platform, parts: documents, history, written, pace, strict, options: given });
    const outcome = await run.convert();
    await history.close();
    const files = [];
    const complete = [];
    for (const spec of outcome.files) {
      const made = await filesOf(spec, written);
      files.push(...made);
      if (spec.complete) complete.push(...made);
    }
    const check = (documents, also) => checkDocuments(engine, platform, documents, {
      now: given.now, limits: given.limits, seed: given.seed, ...also, signal,
      onProgress: onProgress && (({ bytes, total, items }) => onProgress({ phase: "check", bytes, total, items })),
    });
    const report = complete.length === 0 ? null : await check(
      complete.map((file) => ({ name: file.name, resource: resourceOf(file), source: file })),
      { platform: given.to, profile: given.profile },
    );
    // What could not be read is told with the words of a check, and so is an input that nothing was read of. Of an export
    // a check only says that it has to be converted.
    const asked = outcome.unreadableCount > 0 || files.length === 0;
    const imports = documents.filter((part, index) => outcome.sources[index]?.form !== "export");
    const inputReport = !asked || imports.length === 0 ? undefined : await check(
      imports.map(({ name, resource = given.resource, channel = given.channel, size, open }) =>
        ({ name, resource, channel, source: { size, open } })),
      { platform: given.from, dialect: dialectOf(outcome.from, given.dialect) },
    );
    conversion = new Conversion({ outcome, files, report, inputReport, close: () => written.close() });
    return conversion;
  } finally {
    pace.end();
    await Promise.all([history.close(), ...parts.map((part) => part.close())]);
    if (conversion === undefined) await written.close();
  }
}

/** The option `dialect`, where it is one of the input: for ChatKitty it may be meant for the output. */
function dialectOf(platform, dialect) {
  return PLATFORMS.find(({ name }) => name === platform)?.dialects.includes(dialect) ? dialect : undefined;
}

/** The way of a conversion through the core. */
class Run {
  #given;
  #converter;
  #generation;
  /** What was wrong with the compression of documents. */
  #troubles = [];

  constructor(given) {
    this.#given = given;
  }

  /** What the core says in the end; the sections are in `written` then. */
  async convert() {
    const { engine, options } = this.#given;
    this.#generation = engine.generation;
    this.#converter = engine.call(() => new Converter(options));
    try {
      await this.#read();
      await this.#write();
      const outcome = this.#call((converter) => converter.finish());
      await this.#carry(0);
      for (const trouble of this.#troubles) addTrouble(outcome, trouble);
      return outcome;
    } finally {
      if (engine.lives(this.#generation)) engine.call(() => this.#converter.free());
    }
  }

  async #read() {
    const { platform, parts, history, pace, strict } = this.#given;
    const total = parts.reduce((sum, part) => sum + part.size, 0);
    let before = 0;
    for (const [source, part] of parts.entries()) {
      this.#call((converter) => converter.source(part.name, part.resource, part.channel));
      const first = this.#call((converter) => converter.items);
      const plain = readPlain(part, platform, pace, (trouble) => {
        // What merely follows the data is not part of it: a warning of the check.
        if (trouble.kind === "trailing") return;
        this.#troubles.push({ ...trouble, source, item: Math.max(0, this.#call((converter) => converter.items) - first) });
      });
      for await (const chunk of plain.chunks()) {
        this.#call((converter) => converter.push(chunk));
        if (this.#call((converter) => converter.spoolBytes) > HELD_HISTORY) await this.#spool(history);
        if (strict) this.#stopIfUnreadable();
        await pace.tick(() => ({
          phase: "read",
          bytes: before + plain.taken,
          total: Number.isNaN(total) ? undefined : total,
          items: this.#call((converter) => converter.items),
        }));
      }
      before += plain.taken;
    }
  }

  async #write() {
    const { history, pace, strict } = this.#given;
    pace.turn();
    const groups = this.#call((converter) => converter.endReading());
    if (strict) this.#stopIfUnreadable();
    await this.#spool(history);
    const contents = groups.map((group) => history.content(group));
    const total = contents.reduce((sum, { size }) => sum + size, 0);
    const items = this.#call((converter) => converter.items);
    let bytes = 0;
    for (const content of contents) {
      this.#call((converter) => converter.beginGroup(content.size));
      for await (const chunk of content.chunks()) {
        this.#call((converter) => converter.load(chunk));
        bytes += chunk.length;
      }
      this.#call((converter) => converter.endGroup());
      await this.#carry(HELD_OUTPUT);
      await pace.tick(() => ({ phase: "write", bytes, total, items }));
    }
  }

  /** Carries what was written away, if it is more than that. */
  async #carry(held) {
    if (this.#call((converter) => converter.outputBytes) <= held) return;
    while (this.#call((converter) => converter.outputBytes) > 0) {
      await this.#given.written.take(this.#call((converter) => converter.written()));
    }
  }

  #spool(history) {
    return history.take(this.#call((converter) => converter.spooled()));
  }

  #stopIfUnreadable() {
    if (this.#call((converter) => converter.unreadable) === 0 && this.#troubles.length === 0) return;
    const outcome = this.#call((converter) => converter.finish());
    for (const trouble of this.#troubles) addTrouble(outcome, trouble);
    const [first] = outcome.unreadable;
    throw new PreflightError("unreadable-item", `${placed(first, outcome.sources)} cannot be read: ${first.why}`);
  }

  #call(work) {
    return this.#given.engine.call(() => work(this.#converter), this.#generation);
  }
}

/** Adds what was wrong with the compression of a document to what could not be read. */
function addTrouble(outcome, { message, source, byte, line, column, item }) {
  const position = { source, byte, line, column, item };
  outcome.unreadable.push({ kind: "other", position, why: message });
  outcome.unreadableCount += 1;
  outcome.losses.push({ kind: "other", field: "", treatment: "lost", reason: `it cannot be read: ${message}`, count: 1, first: [position] });
}
