// Counts lines, so that a fault of the compression has a place in the text.

const NEWLINE = 10;

export class LineCounter {
  #bytes = 0;
  #line = 1;
  #lineStart = 0;

  add(chunk) {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) {
      this.#line += 1;
      this.#lineStart = this.#bytes + at + 1;
    }
    this.#bytes += chunk.length;
  }

  /** Where the next byte would stand. */
  position() {
    return { byte: this.#bytes, line: this.#line, column: this.#bytes - this.#lineStart + 1 };
  }
}
