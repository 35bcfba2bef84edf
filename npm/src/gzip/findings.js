// What is wrong with the compression of a file, as findings: the checker itself sees decompressed bytes only.

const CODE = "bad-gzip";

/** What is merely odd loses no data. */
const SEVERITY = { trailing: "warning" };

const HELP = {
  damaged: "get the file again from where it came from, or compress it again",
  truncated: "the copy or the upload was not complete; get the file again, or compress it again",
  checksum: "get the file again from where it came from, or compress it again",
  trailing: "compress the file again, or check it uncompressed, if those bytes should be part of it",
};

/** The report with a finding for each trouble, under the cap on details; `max` as the option `maxFindings`. */
export function addGzipFindings(report, troubles, max = 100) {
  if (troubles.length === 0) return report;
  const kept = troubles.slice(0, max === 0 ? undefined : max);
  for (const trouble of kept) report.findings.push(finding(trouble));
  report.counts[CODE] = (report.counts[CODE] ?? 0) + troubles.length;
  report.dropped += troubles.length - kept.length;
  report.ok &&= troubles.every(({ kind }) => SEVERITY[kind] === "warning");
  return report;
}

function finding({ kind, message, source, byte, line, column, item }) {
  return {
    code: CODE,
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
