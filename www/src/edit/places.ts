//! Places of a text, as the checker counts them (bytes of UTF-8) and as the editor does (units of UTF-16).

/** Units between two places that are remembered. */
const STRIDE = 1024;

export class Places {
  #text: string;
  /** Starts of characters, `STRIDE` units or a little more apart, with their bytes. */
  #units: number[] = [0];
  #bytes: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    let byte = 0;
    let last = 0;
    for (let unit = 0; unit < text.length;) {
      if (unit - last >= STRIDE) {
        last = unit;
        this.#units.push(unit);
        this.#bytes.push(byte);
      }
      const code = text.codePointAt(unit)!;
      byte += bytesOf(code);
      unit += code > 0xffff ? 2 : 1;
    }
  }

  /** The unit at which the character begins that the byte is of; the end of the text for what lies behind it. */
  unit(byte: number): number {
    let low = 0;
    let high = this.#bytes.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#bytes[middle]! <= byte) low = middle;
      else high = middle;
    }
    let at = this.#bytes[low]!;
    let unit = this.#units[low]!;
    while (unit < this.#text.length) {
      const code = this.#text.codePointAt(unit)!;
      at += bytesOf(code);
      if (at > byte) break;
      unit += code > 0xffff ? 2 : 1;
    }
    return unit;
  }
}

/** How many bytes a code point takes; a lone surrogate becomes U+FFFD when it is encoded, which takes as many. */
function bytesOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
