// From bytes to what editors count: a finding's column is in bytes of UTF-8, theirs is in UTF-16 units.
import { closeSync, openSync, readSync } from "node:fs";

/** Beyond this a line is no text that anyone looks at in an editor. */
const FARTHEST = 1 << 20;

/**
 * A function from a position to its column in UTF-16 units, from 1; `undefined` where that cannot be told: in standard
 * input, in compressed files, far out in a line.
 */
export function columnsOf(report, isPlainFile) {
  const cache = new Map();
  return ({ source, byte, column }) => {
    const name = report.sources[source]?.name;
    if (column === 1) return 1;
    if (name === undefined || name === null || column > FARTHEST) return undefined;
    if (!cache.has(source)) cache.set(source, isPlainFile(name));
    if (!cache.get(source)) return undefined;
    const bytes = read(name, byte - (column - 1), column - 1);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes).length + 1;
  };
}

/** Bytes of a file; `undefined` if it is not what it was. */
export function read(path, start, length) {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = new Uint8Array(length);
      return readSync(file, bytes, 0, length, start) === length ? bytes : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Whether a path is of a file that is not compressed, so that a position's byte is one of the file. */
export function isPlainFile(path) {
  if (path === "-") return false;
  const head = read(path, 0, 2);
  return head !== undefined && !(head[0] === 0x1f && head[1] === 0x8b);
}
