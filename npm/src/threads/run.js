// A run of a file's lines, checked in a thread of its own.

/** Messages that are on their way to the thread, at most, and the bytes of one. */
const AHEAD = 6;
const PIECE = 1 << 20;

export class Run {
  #thread;
  #ended = false;
  /** Buffers that came back, and how many there are in all: they go round, for what is thrown away stays for a while. */
  #free = [];
  #made = 0;
  #wake = () => {};

  /** How far it is. */
  progress = { bytes: 0, items: 0, findings: 0 };

  /** Resolves to what it knows; to `undefined` if it did not work out, whatever the reason: then its bytes are read here. */
  partial;

  /** `part` has the bytes, from `start` up to `end`. */
  constructor({ startThread }, module, options, part, start, end) {
    this.start = start;
    this.end = end;
    let settle;
    this.partial = new Promise((resolve) => { settle = resolve; });
    const done = (partial) => {
      this.stop();
      settle(partial);
    };
    const hear = ({ ended, partial, buffer, ...progress }) => {
      if (ended) return done(partial);
      this.progress = progress;
      this.#free.push(buffer);
      this.#wake();
    };
    try {
      this.#thread = startThread(hear, () => done(undefined));
      this.#thread.post({ module, options });
      this.#feed(part.slice(start, end)).catch(() => done(undefined));
    } catch {
      // No threads here, or no more of them.
      done(undefined);
    }
  }

  async #feed(chunks) {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        const buffer = await this.#buffer();
        if (this.#ended) return;
        // Copied: whoever reads may use its buffer again.
        const piece = chunk.subarray(at, at + PIECE);
        new Uint8Array(buffer).set(piece);
        this.#thread.post({ buffer, length: piece.length }, [buffer]);
      }
    }
    this.#thread.post({ end: true });
  }

  async #buffer() {
    if (this.#free.length === 0 && this.#made < AHEAD) {
      this.#made += 1;
      return new ArrayBuffer(PIECE);
    }
    while (this.#free.length === 0 && !this.#ended) {
      await new Promise((resolve) => { this.#wake = resolve; });
    }
    return this.#free.pop();
  }

  /** Ends the thread, whatever it is at. */
  stop() {
    if (this.#ended) return;
    this.#ended = true;
    this.#thread?.end();
    this.#wake();
  }
}
