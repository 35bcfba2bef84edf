// SARIF 2.1.0, which code hosts and editors read.
import { pathToFileURL } from "node:url";
import { isAbsolute, sep } from "node:path";
import { version } from "./version.js";

const LEVEL = { error: "error", warning: "warning", info: "note" };

/** The report as a SARIF log. `all` is the registry; `columnAt` gives columns in UTF-16 units, SARIF's own. */
export function sarif(report, all, columnAt) {
  const used = [...new Set(report.findings.map(({ code }) => code))];
  const rules = used.map((code) => descriptor(all.find((rule) => rule.code === code), code));
  const artifacts = report.sources.map(({ name }) => ({ location: { uri: uriOf(name) } }));
  const results = report.findings.map((finding) => result(finding, used.indexOf(finding.code), report, columnAt));
  const run = {
    tool: { driver: { name: "chat-preflight", version: version(), semanticVersion: version(), informationUri: "https://github.com/chat-preflight/chat-preflight", rules } },
    columnKind: "utf16CodeUnits",
    artifacts,
    results,
    properties: { counts: report.counts, dropped: report.dropped },
  };
  const log = { $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", version: "2.1.0", runs: [run] };
  return JSON.stringify(log, null, 2);
}

function descriptor(rule, code) {
  if (rule === undefined) return { id: code };
  const { title, what, why, url } = rule;
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: what },
    help: { text: `${what}\n\n${why}` },
    ...(url ? { helpUri: url } : {}),
  };
}

function result({ code, severity, basis, message, kind, path, position, related, help }, ruleIndex, report, columnAt) {
  return {
    ruleId: code,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: help ? `${message}. ${help}` : message },
    locations: [{ ...location(position, report, columnAt), ...(path ? { logicalLocations: [{ fullyQualifiedName: path, kind: "member" }] } : {}) }],
    ...(related.length > 0
      ? { relatedLocations: related.map((one, id) => ({ id, message: { text: one.message }, ...location(one.position, report, columnAt) })) }
      : {}),
    properties: { basis, ...(kind === null ? {} : { kind }), item: position.item },
  };
}

function location(position, report, columnAt) {
  const column = columnAt(position);
  const region = { startLine: position.line, ...(column === undefined ? {} : { startColumn: column }), byteOffset: position.byte };
  const uri = uriOf(report.sources[position.source]?.name);
  return { physicalLocation: { artifactLocation: { uri, index: position.source }, region } };
}

/** A path as a URI: relative ones stay so, for the host knows where the checkout is. */
function uriOf(name) {
  if (name === undefined || name === null || name === "-") return "stdin";
  if (isAbsolute(name)) return pathToFileURL(name).href;
  return name.split(sep).map(encodeURIComponent).join("/");
}
