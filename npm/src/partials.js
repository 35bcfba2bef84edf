// Partial results as bytes: a line of JSON that says what follows, what the checker knows, and the input where that is
// small: what is known is fingerprints, and only the input has the texts.
import { PreflightError } from "./errors.js";

/** The most of an input that goes along. */
export const KEPT = 8 << 20;

const NEWLINE = 0x0a;
/** Longer first lines are none of ours. */
const HEADER = 1 << 20;

/** What a checker was given, as long as that is little. */
export class Kept {
  #chunks = [];
  #bytes = 0;
  /** `{ told, name, resource, channel, bytes }` each; not `told` is the one that nobody said anything about. */
  documents = [];
  complete = true;

  document(document) {
    this.documents.push({ ...document, told: document !== undefined, bytes: 0 });
  }

  push(bytes) {
    if (this.documents.length === 0) this.document();
    this.documents.at(-1).bytes += bytes.length;
    this.#bytes += bytes.length;
    if (this.#bytes > KEPT) this.forget();
    else if (this.complete) this.#chunks.push(new Uint8Array(bytes));
  }

  forget() {
    this.#chunks = [];
    this.complete = false;
  }

  /** All of it, behind what the checker knows: `state`, which may be missing. */
  pack(state = new Uint8Array(0)) {
    if (state.length === 0 && !this.complete) {
      throw new PreflightError("not-mergeable", `a partial result can be of Stream's JSON Lines, or of up to ${KEPT >> 20} MiB of anything else; give the checker less at a time`);
    }
    const { documents, complete } = this;
    const header = new TextEncoder().encode(`${JSON.stringify({ partial: 1, documents, state: state.length, complete })}\n`);
    const all = [header, state, ...this.#chunks];
    const packed = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const bytes of all) {
      packed.set(bytes, at);
      at += bytes.length;
    }
    return packed;
  }
}

/** What `Kept` packed: `{ documents, state, input }`, of which one of the last two may be missing. */
export function unpackPartial(packed, index) {
  const none = (why) => new PreflightError("bad-partial", `partials[${index}] is no partial result: ${why}`);
  if (!(packed instanceof Uint8Array)) throw none("it is no Uint8Array");
  const end = packed.subarray(0, HEADER).indexOf(NEWLINE);
  let header;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(packed.subarray(0, Math.max(0, end))));
  } catch {
    // Told below.
  }
  if (header?.partial !== 1 || !Array.isArray(header.documents)) throw none("it does not begin as one");
  const { documents, state, complete } = header;
  const given = documents.reduce((sum, { bytes }) => sum + bytes, 0);
  if (packed.length !== end + 1 + state + (complete ? given : 0)) throw none("its length is another one than it says");
  const from = end + 1 + state;
  return {
    documents,
    state: state === 0 ? undefined : packed.subarray(end + 1, from),
    input: complete ? packed.subarray(from) : undefined,
  };
}
