// One finding a line.

/** Each finding as JSON, in the order of the report. */
export function jsonLines({ findings }) {
  return findings.map((finding) => `${JSON.stringify(finding)}\n`).join("");
}
