// Bytes of something that can be read at any place: `{ size, slice(start, end) }`, slices as chunks.

/** The bytes from `start` up to `end`, or what there is of them. A copy. */
export async function bytesOf(source, start, end) {
  const most = Math.max(0, Math.min(end, source.size) - start);
  const bytes = new Uint8Array(most);
  let length = 0;
  if (most === 0) return bytes;
  for await (const chunk of source.slice(start, start + most)) {
    const piece = chunk.subarray(0, most - length);
    bytes.set(piece, length);
    length += piece.length;
    if (length === most) break;
  }
  return bytes.subarray(0, length);
}
