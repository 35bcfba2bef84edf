// Reading places of the input back: where a position's byte is one of a file that can be read again.

/**
 * For each source of a report a function that reads up to `length` bytes from `start` on; `undefined` for standard input and
 * for what was compressed.
 */
export function readersOf({ sources }, inputs) {
  return sources.map(({ name }, index) => {
    // Of a zip came several sources: then names tell which input is meant.
    const input = sources.length === inputs.length ? inputs[index] : inputs.find((one) => one.name === name);
    const source = input?.source;
    if (typeof source?.slice !== "function") return undefined;
    let plain;
    return (start, length) => {
      plain ??= isPlain(source);
      return plain ? read(source, start, length) : undefined;
    };
  });
}

/** Bytes of a file, as far as there are; `undefined` if it cannot be read any more. */
function read(source, start, length) {
  const bytes = new Uint8Array(length);
  let filled = 0;
  try {
    for (const chunk of source.slice(start, start + length)) {
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
  } catch {
    return undefined;
  }
  return bytes.subarray(0, filled);
}

/** Whether a file is neither gzip nor zip. */
function isPlain(source) {
  const [one, two] = read(source, 0, 2) ?? [];
  return !(one === 0x1f && two === 0x8b) && !(one === 0x50 && two === 0x4b);
}
