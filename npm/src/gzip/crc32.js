// The checksum of gzip (CRC-32, ISO-HDLC), four bytes a step.

const tables = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
for (let byte = 0; byte < 256; byte += 1) {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  tables[0][byte] = value;
}
for (let step = 1; step < 4; step += 1) {
  for (let byte = 0; byte < 256; byte += 1) {
    const before = tables[step - 1][byte];
    tables[step][byte] = (before >>> 8) ^ tables[0][before & 255];
  }
}

/** The checksum of `bytes`, going on from that of what came before. */
export function crc32(bytes, before = 0) {
  const [one, two, three, four] = tables;
  const even = bytes.length & ~3;
  let crc = ~before;
  let at = 0;
  for (; at < even; at += 4) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc = four[crc & 255] ^ three[(crc >>> 8) & 255] ^ two[(crc >>> 16) & 255] ^ one[crc >>> 24];
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ one[(crc ^ bytes[at]) & 255];
  return ~crc >>> 0;
}
