// What a conversion comes to.

export class Conversion {
  #close;

  constructor({ outcome, files, report, inputReport, close }) {
    const { from, to, sources, losses, ids, collisions, unreadable, unreadableCount, uploads, pending, steps, read, written } = outcome;
    const whole = collisions.length === 0 && unreadableCount === 0 && files.length > 0;
    this.ok = whole && (report === null || report.ok);
    Object.assign(this, { from, to, sources, files, losses, ids, collisions, unreadable, unreadableCount, uploads, pending, steps, report });
    if (inputReport !== undefined) this.inputReport = inputReport;
    this.stats = { read, written };
    const requests = requestsOf(outcome);
    if (requests !== undefined) this.requests = requests;
    this.#close = close;
  }

  async close() {
    await this.#close();
  }
}

// Not every engine has it yet.
if (Symbol.asyncDispose !== undefined) Conversion.prototype[Symbol.asyncDispose] = Conversion.prototype.close;

/** How many requests there are to send, and how long that takes at the pace that the platform allows. */
function requestsOf({ files, requestsPerThousandSeconds }) {
  const count = files.find(({ name }) => name === "requests.jsonl")?.values ?? 0;
  if (count === 0) return undefined;
  return { count, seconds: requestsPerThousandSeconds === null ? null : Math.ceil((count * 1000) / requestsPerThousandSeconds) };
}

/** Where it is, and what: `export.json:3:1: this message`. */
export function placed({ kind, position: { source, line, column } }, sources) {
  return `${sources[source]?.name ?? "input"}:${line}:${column}: ${kind === "other" ? "this item" : `this ${kind}`}`;
}
