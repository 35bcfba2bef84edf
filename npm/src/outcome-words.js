// What a conversion comes to, in words: the command line and the page use the same.

/** What became of values that did not go over as they were. */
export const TREATMENTS = {
  lost: "Not in the output",
  parked: "Kept in custom data",
  changed: "In the output in another form",
};

/** Why a conversion is not whole; nothing if it is. */
export function shortcomings({ files, unreadableCount, collisions, report }) {
  return [
    files.length === 0 && "there is nothing to write",
    unreadableCount > 0 && `${counted(unreadableCount, "item")} could not be read`,
    collisions.length > 0 && `${counted(collisions.length, "id")} fell together`,
    report !== null && !report.ok && "the output has errors",
  ].filter(Boolean);
}

/** `about 3 hours`: nobody waits by the second. */
export function about(seconds) {
  if (seconds < 100) return counted(seconds, "second");
  if (seconds < 6000) return `about ${Math.round(seconds / 60)} minutes`;
  if (seconds < 60 * 3600) return `about ${Math.round(seconds / 3600)} hours`;
  return `about ${Math.round(seconds / 86400)} days`;
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
