// What is wrong with how a document is packed, as findings: the checker itself sees what was unpacked only.

/** What is merely odd loses no data. */
const SEVERITY = { trailing: "warning" };

const AGAIN = "get the file again from where it came from, or compress it again";
const HELP = {
  damaged: AGAIN,
  truncated: "the copy or the upload was not complete; get the file again, or compress it again",
  checksum: AGAIN,
  trailing: "compress the file again, or check it uncompressed, if those bytes should be part of it",
  encrypted: "unpack the zip with its password, and check the folder",
  empty: "check what was packed; dotfiles, __MACOSX and what convert writes beside data are passed over",
  method: "unpack the zip with the program that made it, and check the folder",
};

/** The findings of troubles, those that are kept under the cap; `max` as the option `maxFindings`. */
function kept(troubles, max) {
  const counts = new Map();
  return troubles.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return max === 0 || count <= max;
  }).map(finding);
}

/** Adds a finding for each trouble to the report, and gives those that are listed. */
export function addTroubles(report, troubles, max = 100) {
  const listed = kept(troubles, max);
  report.findings.push(...listed);
  for (const { code } of troubles) report.counts[code] = (report.counts[code] ?? 0) + 1;
  report.dropped += troubles.length - listed.length;
  report.ok &&= troubles.every(({ kind }) => SEVERITY[kind] === "warning");
  return listed;
}

/** Whether a finding only repeats that nothing came out of a document; `silent` are those that trouble says it of. */
export function isEcho({ code, position }, silent) {
  return code === "empty-input" && silent.has(position.source);
}

/** Takes such findings out of the report. */
export function removeEchoes(report, silent) {
  if (silent.size === 0) return;
  const before = report.findings.length;
  report.findings = report.findings.filter((finding) => !isEcho(finding, silent));
  const listed = before - report.findings.length;
  report.dropped -= silent.size - listed;
  report.counts["empty-input"] -= silent.size;
  if (report.counts["empty-input"] === 0) delete report.counts["empty-input"];
}

function finding({ code, kind, message, source, byte, line, column, item }) {
  return {
    code,
    severity: SEVERITY[kind] ?? "error",
    basis: "documented",
    message,
    kind: null,
    path: "",
    position: { source, byte, line, column, item },
    related: [],
    help: HELP[kind],
  };
}
