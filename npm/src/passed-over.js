// Files that are no data of a chat, wherever they lie: in a folder or in a zip.

/** What this package itself writes next to data. */
const OURS = new Set(["losses.json", "ids.json", "uploads.json", "report.json"]);

/** Whether a file or folder with that path is left out: dotfiles, what macOS puts into zips, and files of our own. */
export function isPassedOver(path) {
  const parts = path.split("/");
  return OURS.has(parts.at(-1)) || parts.some((part) => part.startsWith(".") || part === "__MACOSX");
}
