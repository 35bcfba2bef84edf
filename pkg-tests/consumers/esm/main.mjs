// An ES module in Node: every kind of source gives the same report.
import { createReadStream, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { check, detect, rules, init, Checker, PreflightError } from "chat-preflight";

const text = '{"type":"user","data":{"name":"Ann"}}\n{"type":"user","data":{"id":"bob"}}\n';
const bytes = new TextEncoder().encode(text);
const options = { now: "2026-01-01T00:00:00Z" };
writeFileSync("import.jsonl", bytes);

async function* pieces() {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

const sources = {
  string: text,
  bytes,
  buffer: bytes.buffer,
  view: new DataView(bytes.buffer),
  blob: new Blob([bytes]),
  part: { source: bytes },
  parts: [{ source: text }],
  "web stream": new Blob([bytes]).stream(),
  "node stream": createReadStream("import.jsonl"),
  "text stream": createReadStream("import.jsonl", "utf8"),
  "async iterable": pieces(),
  gzip: gzipSync(bytes),
  "gzip stream": new Blob([gzipSync(bytes)]).stream(),
};
const reports = {};
for (const [name, source] of Object.entries(sources)) reports[name] = JSON.stringify(await check(source, options));
for (const [name, report] of Object.entries(reports)) {
  if (report !== reports.string) throw new Error(`${name}: ${report}\nbut string: ${reports.string}`);
}

await init();
const checker = new Checker(options);
for (let outcome; outcome?.findings === undefined;) {
  checker.source();
  checker.push(bytes);
  outcome = checker.finish();
  if (outcome.findings !== undefined && JSON.stringify(outcome) !== reports.string) throw new Error(`Checker: ${JSON.stringify(outcome)}`);
}
checker.free();
checker.free();

const report = JSON.parse(reports.string);
const [first] = report.findings;
const { platform, dialect } = await detect(text);
const error = await check(text, { colour: "blue" }).catch((cause) => cause);
console.log(Object.keys(sources).length, report.ok, first.code, first.position.line, platform, dialect);
console.log(error instanceof PreflightError, error.code, (await rules("stream")).some(({ code }) => code === "missing-field"));
