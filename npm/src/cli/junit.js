// JUnit's XML, which CI systems show as tests: a suite for each document, a case for each code, a failure for each finding.

/** The report as XML. `failing` are the severities that count as failures; the rest is told as output. */
export function junit({ findings, sources, counts }, failing) {
  const documents = sources.length > 0 ? sources : [{ name: "input" }];
  const suites = documents.map(({ name }, source) => suite(name ?? "input", findings.filter(({ position }) => position.source === source), counts, failing));
  const sum = (what) => suites.reduce((all, one) => all + one[what], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="chat-preflight" tests="${sum("tests")}" failures="${sum("failures")}" errors="0">`,
    ...suites.map(({ xml }) => xml),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(name, findings, counts, failing) {
  const codes = Map.groupBy === undefined ? grouped(findings) : Map.groupBy(findings, ({ code }) => code);
  const cases = [...codes].map(([code, list]) => testCase(name, code, list, counts, failing));
  // A document without findings is a test that has passed.
  if (cases.length === 0) cases.push({ failed: false, xml: `    <testcase classname=${quoted(name)} name="no findings"/>` });
  const failures = cases.filter(({ failed }) => failed).length;
  const xml = [
    `  <testsuite name=${quoted(name)} tests="${cases.length}" failures="${failures}" errors="0" skipped="0">`,
    ...cases.map((one) => one.xml),
    "  </testsuite>",
  ].join("\n");
  return { tests: cases.length, failures, xml };
}

function grouped(findings) {
  const codes = new Map();
  for (const finding of findings) {
    const list = codes.get(finding.code);
    if (list === undefined) codes.set(finding.code, [finding]);
    else list.push(finding);
  }
  return codes;
}

function testCase(name, code, list, counts, failing) {
  const failed = list.some(({ severity }) => failing.includes(severity));
  const lines = list.map(({ severity, message, help, position }) =>
    `${name}:${position.line}:${position.column} ${severity}: ${message}${help ? ` (${help})` : ""}`);
  if (counts[code] > list.length) lines.push(`${counts[code]} in all documents together`);
  const text = escaped(lines.join("\n"));
  const inside = failed
    ? `<failure type=${quoted(code)} message=${quoted(list[0].message)}>${text}</failure>`
    : `<system-out>${text}</system-out>`;
  return { failed, xml: `    <testcase classname=${quoted(name)} name=${quoted(code)}>${inside}</testcase>` };
}

/** Characters that XML 1.0 cannot hold, in whatever form. */
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escaped(text) {
  return text.replace(IMPOSSIBLE, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function quoted(text) {
  return `"${escaped(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`;
}
