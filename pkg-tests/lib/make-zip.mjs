// Writes zips, also such as nobody should get.

import { crc32, deflateRawSync } from 'node:zlib';

const WIDE = 0xffffffff;

/**
 * A zip of `files`: `[name, content, how?]`, where `how` may have `stored`, `encrypted`, `descriptor` (sizes behind the data,
 * as tools write that cannot seek), `wide` (zip64), `crc`, `method`, `link`, and `pack`, which makes
 * the packed bytes.
 */
export function zipOf(files, { comment = '', wide = false } = {}) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content, how = {}] of files) {
    const plain = Buffer.from(content);
    const packed = how.pack?.(plain) ?? (how.stored ? plain : deflateRawSync(plain));
    const flags = (how.encrypted ? 1 : 0) | (how.descriptor ? 8 : 0) | 0x800;
    const method = how.method ?? (how.stored ? 0 : 8);
    const sum = how.crc ?? crc32(plain);
    const title = Buffer.from(name);
    const extra = how.wide ? wideExtra(plain.length, packed.length, offset) : Buffer.alloc(0);
    const fixed = (size) => {
      const bytes = Buffer.alloc(size);
      const at = size === 46 ? 2 : 0;
      bytes.writeUInt16LE(flags, 6 + at);
      bytes.writeUInt16LE(method, 8 + at);
      const later = how.descriptor && size === 30;
      bytes.writeUInt32LE(later ? 0 : sum, 14 + at);
      bytes.writeUInt32LE(later ? 0 : how.wide ? WIDE : packed.length, 18 + at);
      bytes.writeUInt32LE(later ? 0 : how.wide ? WIDE : plain.length, 22 + at);
      bytes.writeUInt16LE(title.length, 26 + at);
      return bytes;
    };
    const local = fixed(30);
    local.writeUInt32LE(0x04034b50, 0);
    const entry = fixed(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(extra.length, 30);
    if (how.link) entry.writeUInt16LE(0o120777, 40);
    entry.writeUInt32LE(how.wide ? WIDE : offset, 42);
    directory.push(entry, title, extra);
    const behind = how.descriptor ? descriptor(sum, packed.length, plain.length) : Buffer.alloc(0);
    parts.push(local, title, packed, behind);
    offset += local.length + title.length + packed.length + behind.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? 0xffff : files.length, 10);
  end.writeUInt32LE(wide ? WIDE : size, 12);
  end.writeUInt32LE(wide ? WIDE : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, ...(wide ? wideEnd(files.length, size, offset) : []), end, Buffer.from(comment)]);
}

function descriptor(sum, packed, plain) {
  const bytes = Buffer.alloc(16);
  [0x08074b50, sum, packed, plain].forEach((field, at) => bytes.writeUInt32LE(field, at * 4));
  return bytes;
}

function wideExtra(...numbers) {
  const bytes = Buffer.alloc(4 + 24);
  bytes.writeUInt16LE(1, 0);
  bytes.writeUInt16LE(24, 2);
  numbers.forEach((number, at) => bytes.writeBigUInt64LE(BigInt(number), 4 + at * 8));
  return bytes;
}

function wideEnd(count, size, offset) {
  const end = Buffer.alloc(56);
  end.writeUInt32LE(0x06064b50, 0);
  [count, count, size, offset].forEach((number, at) => end.writeBigUInt64LE(BigInt(number), 24 + at * 8));
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  return [end, locator];
}
