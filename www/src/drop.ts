//! What a drop on the page brought.

/** The files of a drop, and how many folders came with them: a folder looks like a file that cannot be read. */
export function droppedFiles(transfer: DataTransfer | null): { files: File[]; folders: number } {
  const files: File[] = [];
  let folders = 0;
  for (const item of transfer?.items ?? []) {
    if (item.kind !== "file") continue;
    const file = item.getAsFile();
    if (item.webkitGetAsEntry()?.isDirectory === true) folders += 1;
    else if (file !== null) files.push(file);
  }
  return { files, folders };
}
