// From the paths on the command line to documents.
import { isPassedOver } from "../passed-over.js";
import { closeSync, openSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { Failure, reason } from "./failure.js";

const buffer = { bytes: undefined };
const BUFFER = 1 << 20;

/**
 * The documents at `paths`, each `{ path, resource, channel }`; folders are read recursively, in sorted order. `purpose` is
 * what they are for, in a word. What `within` says of a document is its path inside the folder that was given, or its name.
 */
export function documents(paths, purpose = "check") {
  if (paths.filter(({ path }) => path === "-").length > 1) throw new Failure("standard input (-) can be read once only");
  return paths.flatMap((one) => {
    if (one.path === "-") return [{ ...one, name: "-", within: "stdin", source: process.stdin }];
    const stat = tell(one.path, () => statSync(one.path));
    if (!stat.isDirectory()) return [document(one, stat)];
    const found = [...folder(one.path, new Set())];
    if (found.length === 0) throw new Failure(`there is no file to ${purpose} in ${quoted(one.path)}`);
    return found.map((path) => ({ ...document({ ...one, path }, tell(path, () => statSync(path))), within: relative(one.path, path) }));
  });
}

/** Whether `path` is one of those files: what is read must not be written over. */
export function isOneOf(path, documentsRead) {
  const real = resolved(path);
  return real !== undefined && documentsRead.some(({ name }) => name !== "-" && resolved(name) === real);
}

function resolved(path) {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function* folder(path, above) {
  const real = tell(path, () => realpathSync(path));
  // A link to a folder that it is in would never end.
  if (above.has(real)) return;
  for (const name of tell(path, () => readdirSync(path)).sort()) {
    if (isPassedOver(name)) continue;
    const inner = join(path, name);
    const stat = tell(inner, () => statSync(inner));
    if (stat.isDirectory()) yield* folder(inner, new Set([...above, real]));
    else if (stat.isFile()) yield inner;
  }
}

function document({ path, resource, channel }, stat) {
  return { name: path, within: basename(path), resource, channel, source: stat.isFile() ? reopenable(path, stat.size) : pipe(path) };
}

/** A file is opened anew for each reading; all share one buffer, for they are read one after the other. Parts may not be. */
function reopenable(path, size) {
  // Now, not after minutes of checking other files.
  tell(path, () => closeSync(openSync(path, "r")));
  return { size, open: () => slice(path, 0, Infinity), slice: (start, end) => slice(path, start, end) };
}

function* slice(path, start, end) {
  const file = tell(path, () => openSync(path, "r"));
  if (end === Infinity) buffer.bytes ??= new Uint8Array(BUFFER);
  const bytes = end === Infinity ? buffer.bytes : new Uint8Array(Math.min(BUFFER, Math.max(0, end - start)));
  try {
    for (let position = start; position < end;) {
      const count = tell(path, () => readSync(file, bytes, 0, Math.min(bytes.length, end - position), position));
      if (count === 0) return;
      position += count;
      yield bytes.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

/** A named pipe, such as a shell's <(…), can be read once only. */
async function* pipe(path) {
  const { createReadStream } = await import("node:fs");
  try {
    yield* createReadStream(path, { highWaterMark: BUFFER });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function tell(path, work) {
  try {
    return work();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path, error) {
  return new Failure(`cannot read ${quoted(path)}: ${reason(error)}`, { cause: error });
}

function quoted(path) {
  return JSON.stringify(path);
}
