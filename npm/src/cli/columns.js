// From bytes to what editors count: a finding's column is in bytes of UTF-8, theirs is in UTF-16 units.

/** Beyond this a line is no text that anyone looks at in an editor. */
const FARTHEST = 1 << 20;

/**
 * A function from a position to its column in UTF-16 units, from 1; `undefined` where that cannot be told: in standard
 * input, in compressed files, far out in a line. `readers` reads each source.
 */
export function columnsOf(readers) {
  return ({ source, byte, column }) => {
    if (column === 1) return 1;
    if (column > FARTHEST) return undefined;
    const bytes = readers[source]?.(byte - (column - 1), column - 1);
    // It may not be what it was.
    return bytes?.length === column - 1 ? new TextDecoder().decode(bytes).length + 1 : undefined;
  };
}
