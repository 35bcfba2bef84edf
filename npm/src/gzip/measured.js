// What is passed on, measured on the way: what checksums and lengths that were written beside it are held against.

/** Passes on what `data` yields; returns what that returned as `result`, with the checksum and the length of all of it. */
export async function* measured(data, crc32, lines) {
  let checksum = 0;
  let length = 0;
  for (;;) {
    const { done, value } = await data.next();
    if (done) return { result: value, checksum: checksum >>> 0, length };
    checksum = crc32(value, checksum);
    length += value.length;
    lines.add(value);
    yield value;
  }
}
