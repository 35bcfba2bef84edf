// What a zip holds, by the directory at its end (APPNOTE 6.3, with zip64). Names only: no data is read here.
import { bytesOf } from "./bytes.js";

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;

const END_SIZE = 22;
const LOCATOR_SIZE = 20;
const END_64_SIZE = 56;
const ENTRY_SIZE = 46;
/** A comment of so many bytes may follow the end. */
const LONGEST_COMMENT = 0xffff;
/** Some hundred thousand files. What says that it has more is no export. */
const LARGEST_DIRECTORY = 64 << 20;

const ENCRYPTED = 1;
const LINK = 0o120000;
const KIND_OF_FILE = 0o170000;
const ZIP_64_EXTRA = 1;
const MANY_16 = 0xffff;
const MANY_32 = 0xffffffff;

/** What is wrong with a zip as a whole. */
export class ZipError extends Error {}

/** The files in a zip: `{ name, method, encrypted, crc, packed, size, offset }`, in the order of the directory. */
export async function entriesOf(archive) {
  const { count, start, size } = await endOf(archive);
  if (size > LARGEST_DIRECTORY) throw new ZipError(`its directory is said to have ${size} bytes`);
  const bytes = await bytesOf(archive, start, start + size);
  if (bytes.length < size) throw cutOff();
  const view = viewOf(bytes);
  const entries = [];
  let at = 0;
  for (let left = count; left > 0; left -= 1) {
    if (at + ENTRY_SIZE > size || view.getUint32(at, true) !== ENTRY) throw new ZipError("its directory is damaged");
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const end = at + ENTRY_SIZE + name + extra + comment;
    if (end > size) throw new ZipError("its directory is damaged");
    const entry = entryAt(view, at, bytes, name, extra);
    if (entry !== undefined) entries.push(entry);
    at = end;
  }
  return entries;
}

/** `undefined` for folders and links. */
function entryAt(view, at, bytes, nameSize, extraSize) {
  const nameAt = at + ENTRY_SIZE;
  // Windows' own tools have written backslashes.
  const name = new TextDecoder().decode(bytes.subarray(nameAt, nameAt + nameSize)).replaceAll("\\", "/");
  const mode = view.getUint16(at + 40, true);
  if (name.endsWith("/") || (mode & KIND_OF_FILE) === LINK) return undefined;
  const entry = {
    name,
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  widen(entry, view, nameAt + nameSize, nameAt + nameSize + extraSize);
  return entry;
}

/** Numbers that have no room in 32 bits stand behind the name, in this order. */
function widen(entry, view, start, end) {
  for (let at = start; at + 4 <= end;) {
    const [id, size] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    const last = Math.min(end, at + 4 + size);
    at += 4;
    if (id === ZIP_64_EXTRA) {
      for (const field of ["size", "packed", "offset"]) {
        if (entry[field] !== MANY_32 || at + 8 > last) continue;
        entry[field] = wide(view, at);
        at += 8;
      }
      return;
    }
    at = last;
  }
}

/** Where the directory is. */
async function endOf(archive) {
  const from = Math.max(0, archive.size - END_SIZE - LONGEST_COMMENT);
  const bytes = await bytesOf(archive, from, archive.size);
  const view = viewOf(bytes);
  let at = bytes.length - END_SIZE;
  // A comment could hold the same four bytes; the real end says how long the comment is.
  while (at >= 0 && (view.getUint32(at, true) !== END || at + END_SIZE + view.getUint16(at + 20, true) > bytes.length)) at -= 1;
  if (at < 0) throw cutOff();
  if (view.getUint16(at + 4, true) !== 0 && view.getUint16(at + 4, true) !== MANY_16) throw new ZipError("it is one part of several");
  const end = { count: view.getUint16(at + 10, true), size: view.getUint32(at + 12, true), start: view.getUint32(at + 16, true) };
  const locator = at - LOCATOR_SIZE;
  const isWide = end.count === MANY_16 || end.size === MANY_32 || end.start === MANY_32;
  if (!isWide || locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) return end;
  const place = wide(view, locator + 8);
  const wideEnd = viewOf(await bytesOf(archive, place, place + END_64_SIZE));
  if (wideEnd.byteLength < END_64_SIZE || wideEnd.getUint32(0, true) !== END_64) throw new ZipError("its directory is damaged");
  return { count: wide(wideEnd, 32), size: wide(wideEnd, 40), start: wide(wideEnd, 48) };
}

function cutOff() {
  return new ZipError("its directory, which is at the end of a zip, is not there: the file is cut off or damaged");
}

function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** 64 bits; what is beyond 2^53 is no place in any file, and is found to be none. */
function wide(view, at) {
  return Number(view.getBigUint64(at, true));
}
