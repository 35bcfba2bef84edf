// A whole repair: passes over the documents until none of them finds anything more to mend, and a check of what came out.
import { Fixer, Sorter } from "./chat_preflight.js";
import { checkDocuments, optionsOf } from "./check.js";
import { OutputFile } from "./output.js";
import { Pace } from "./pace.js";
import { readPlain } from "./plain.js";
import { demandResource } from "./resources.js";
import { Sections } from "./sections.js";
import { partsOf } from "./sources.js";
import { addTroubles } from "./troubles.js";
import { unpacked } from "./zip/open.js";

/** How much the core holds before it is carried to the spool. */
const HELD = 1 << 20;
/** A pass shows what stood behind the faults that the last one mended; nothing that anybody writes needs so many. */
const MOST_PASSES = 50;
/** So many places are kept of each kind of mend. */
const PLACES = 5;

/** Mends the documents of `input`, each by itself; checks them as one. */
export async function fixDocuments(engine, platform, input, options = {}) {
  const { onProgress, signal, ...rest } = optionsOf(options);
  // One moment for all passes and the check.
  const given = { ...rest, now: rest.now ?? new Date().toISOString() };
  const pace = new Pace(signal, onProgress, "repair");
  const parts = partsOf(input, platform);
  let kept;
  let result;
  try {
    for (const { resource } of parts) demandResource(resource, given.platform);
    pace.throwIfAborted();
    await engine.init();
    const run = new Run({ engine, platform, pace, options: given });
    const applied = [];
    const troubles = [];
    let documents = await unpacked(parts, platform, pace);
    for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
      const fresh = run.createSections();
      const before = kept;
      kept = fresh;
      try {
        const done = await run.pass(documents, fresh, pass, (trouble) => { if (pass === 1) troubles.push(trouble); });
        documents = done.documents;
        for (const one of done.applied) add(applied, one);
        if (done.applied.length === 0) break;
      } finally {
        await before?.close();
      }
    }
    const report = await checkDocuments(
      engine, platform,
      documents.map(({ name, resource = given.resource, channel = given.channel, size, open }) => ({ name, resource, channel, source: { size, open } })),
      {
        ...given, resource: undefined, channel: undefined, signal,
        onProgress: onProgress && (({ bytes, total, items }) => onProgress({ phase: "check", bytes, total, items })),
      },
    );
    // What a damaged file lost is not back because the rest of it is mended.
    addTroubles(report, troubles, given.maxFindings);
    const held = kept;
    result = {
      files: documents.map(({ name, content }, index) => new OutputFile(name ?? (documents.length === 1 ? "input" : `input-${index + 1}`), content)),
      applied: applied.sort(byPlace),
      report,
      /** Gives up the files. */
      close: () => held.close(),
    };
    return result;
  } finally {
    pace.end();
    await Promise.all(parts.map((part) => part.close()));
    if (result === undefined) await kept?.close();
  }
}

/** Adds what a pass did to what was done before. */
function add(applied, { code, title, count, first }) {
  const known = applied.find((one) => one.code === code && one.title === title);
  if (known === undefined) {
    applied.push({ code, title, count, first });
    return;
  }
  known.count += count;
  known.first = [...known.first, ...first].slice(0, PLACES);
}

function byPlace({ first: [one] }, { first: [two] }) {
  return one.source - two.source || one.byte - two.byte;
}

/** The way of documents through the core. */
class Run {
  #given;
  #generation;

  constructor(given) {
    this.#given = given;
    this.#generation = given.engine.generation;
  }

  createSections() {
    return new Sections(this.#given.platform.createSpool("what is mended cannot be kept"));
  }

  /** One pass: the documents as they are behind it, in `sections`, and what was done to them. */
  async pass(parts, sections, pass, onTrouble) {
    const { pace, platform, options } = this.#given;
    const total = parts.reduce((sum, part) => sum + part.size, 0);
    const documents = [];
    let before = 0;
    return this.#with(() => new Fixer(options), async (call) => {
      for (const [source, part] of parts.entries()) {
        call((fixer) => fixer.source(part.name, part.resource, part.channel));
        const first = call((fixer) => fixer.items);
        const plain = readPlain(part, platform, pace, (trouble) => {
          onTrouble({ ...trouble, source, item: Math.max(0, call((fixer) => fixer.items) - first) });
        });
        const carry = async () => sections.append(source, call((fixer) => fixer.output()));
        for await (const chunk of plain.chunks()) {
          call((fixer) => fixer.push(chunk));
          if (call((fixer) => fixer.outputBytes) >= HELD) await carry();
          await pace.tick(() => ({
            phase: "fix",
            pass,
            bytes: before + plain.taken,
            total: Number.isNaN(total) ? undefined : total,
            items: call((fixer) => fixer.items),
          }));
        }
        call((fixer) => fixer.endSource());
        await carry();
        before += plain.taken;
        documents.push(documentOf(part, sections.content([source])));
        if (call((fixer) => fixer.wantsOrder())) {
          const sorted = await this.#sorted(documents[source], sections, parts.length + source);
          if (sorted !== undefined) {
            documents[source] = sorted;
            call((fixer) => fixer.countOrder());
          }
        }
      }
      return { documents, applied: call((fixer) => fixer.applied()) };
    });
  }

  /** The document with its lines in order, kept in `sections` as number `place`; undefined if they are as far as they can be. */
  async #sorted(document, sections, place) {
    const { pace, options } = this.#given;
    const sorted = this.createSections();
    try {
      return await this.#with(() => new Sorter(options), async (call) => {
        const carry = () => sorted.take(call((sorter) => sorter.sorted()));
        for await (const chunk of document.content.chunks()) {
          call((sorter) => sorter.push(chunk));
          if (call((sorter) => sorter.sortedBytes) >= HELD) await carry();
          await pace.tick(() => ({ phase: "sort", bytes: 0, total: document.size, items: 0 }));
        }
        call((sorter) => sorter.finish());
        await carry();
        if (!call((sorter) => sorter.moves)) return undefined;
        const all = sorted.content(Array.from({ length: call(() => Sorter.sections()) }, (_, section) => section));
        for await (const chunk of all.chunks()) await sections.append(place, chunk);
        return documentOf(document, sections.content([place]));
      });
    } finally {
      await sorted.close();
    }
  }

  /** Does `work` with something of the core, and frees that. */
  async #with(make, work) {
    const { engine } = this.#given;
    const made = engine.call(make, this.#generation);
    try {
      return await work((use) => engine.call(() => use(made), this.#generation));
    } finally {
      if (engine.lives(this.#generation)) engine.call(() => made.free());
    }
  }
}

/** A document that is kept in sections: it can be read like any other. */
function documentOf({ name, resource, channel }, content) {
  return { name, resource, channel, size: content.size, content, open: () => content.chunks() };
}
