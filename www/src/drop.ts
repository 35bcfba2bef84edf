//! What a drop on the page brought: files, and those in folders.

import { isPassedOver } from "chat-preflight/passed-over";

/** The most files that one check takes: who drops a home folder by mistake should hear of it. */
const MOST = 10_000;

/** The files of a drop in the order of their paths, without those that are no data; has to be called while the drop happens. */
export async function droppedFiles(transfer: DataTransfer | null): Promise<File[]> {
  const plain: File[] = [];
  const folders: FileSystemDirectoryEntry[] = [];
  // All of it at once: what is dropped is gone when the event is over.
  for (const item of transfer?.items ?? []) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory === true) folders.push(entry as FileSystemDirectoryEntry);
    else if (file !== null) plain.push(file);
  }
  const inside: [path: string, file: File][] = [];
  const open = [...folders];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await entriesOf(folder)) {
      const path = entry.fullPath.replace(/^\//, "");
      if (isPassedOver(path)) continue;
      if (entry.isDirectory) open.push(entry as FileSystemDirectoryEntry);
      else inside.push([path, await fileOf(entry as FileSystemFileEntry, path)]);
      if (inside.length > MOST) throw new Error(`There are more than ${MOST} files in it.`);
    }
  }
  return [...plain, ...sorted(inside)];
}

/** The files of a folder that was picked, in the same order and without the same ones. */
export function pickedFiles(files: Iterable<File>): File[] {
  const all = [...files].map((file): [string, File] => [file.webkitRelativePath || file.name, file]);
  // What is picked by itself is meant.
  const folder = all.some(([path]) => path.includes("/"));
  return folder ? sorted(all.filter(([path]) => !isPassedOver(path)).map(([path, file]) => [path, named(file, path)])) : all.map(([, file]) => file);
}

function sorted(files: [path: string, file: File][]): File[] {
  return files.sort(([one], [two]) => (one < two ? -1 : 1)).map(([, file]) => file);
}

/** Of a folder with all its folders, the name alone would not say which file it is. The bytes stay where they are. */
function named(file: File, path: string): File {
  return new File([file], path, { type: file.type, lastModified: file.lastModified });
}

/** A folder tells its entries in pieces, until a piece is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return entries;
    entries.push(...piece);
  }
}

function fileOf(entry: FileSystemFileEntry, path: string): Promise<File> {
  return new Promise((resolve, reject) => entry.file((file) => resolve(named(file, path)), reject));
}
