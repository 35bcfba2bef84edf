// A zip among the documents is the files that are in it.
import { isPassedOver } from "../passed-over.js";
import { ZipError, entriesOf } from "./directory.js";

/** The first bytes of a file in a zip, and of the end of one that holds nothing. */
const BEGINNINGS = ["PK\x03\x04", "PK\x05\x06"];
const HEAD = 4;

/** The parts, with the files of each zip in its place: recognised by content, in sorted order. */
export async function unpacked(parts, platform, pace) {
  const all = [];
  for (const part of parts) {
    const isZip = part.head !== undefined && BEGINNINGS.includes(String.fromCharCode(...await pace.orAbort(part.head(HEAD))));
    if (isZip) all.push(...await filesIn(part, platform, pace));
    else all.push(part);
  }
  return all;
}

async function filesIn(part, platform, pace) {
  // Of a stream all is needed, since the directory is at the end.
  await pace.orAbort(part.complete());
  let entries;
  try {
    entries = await pace.orAbort(entriesOf(part));
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return [unreadable(part, "damaged", `the zip cannot be read: ${error.message}`)];
  }
  const wanted = entries.filter(({ name }) => !isPassedOver(name)).sort((one, two) => (one.name < two.name ? -1 : 1));
  if (wanted.length === 0) return [unreadable(part, "empty", "there is no file to read in the zip")];
  const { unzip } = await platform.gzip();
  return wanted.map((entry) => ({
    ...part,
    name: part.name === undefined ? entry.name : `${part.name}/${entry.name}`,
    size: entry.size,
    open: (onTrouble) => unzip(part, entry, onTrouble),
    // Those of the zip say nothing about the file.
    head: undefined,
    slice: undefined,
  }));
}

/** A document without content, which only says what is wrong. */
function unreadable(part, kind, message) {
  const place = { byte: 0, line: 1, column: 1 };
  return { ...part, size: 0, async *open(onTrouble) { onTrouble({ code: "bad-zip", kind, message, ...place }); } };
}
