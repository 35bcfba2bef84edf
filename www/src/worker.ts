//! The worker of checks. The page gets progress, findings as they come, one result, and excerpts when it asks. Its wasm is the
//! one without conversions.

import { check, detect, init, rules } from "chat-preflight";
import type { Finding, Report, Rule, Source } from "chat-preflight";
import { documentsOf, inputOf } from "./documents";
import { Findings } from "./found";
import type { Choice, Known, Place, Result, ToWorker } from "./protocol";
import { Reader } from "./reader";
import { viewOf } from "./replies";
import { filesOf } from "./report-files";
import { kindOf } from "./see/filter";
import { tallyOf } from "./tally";
import { PROGRESS_INTERVAL, cancel, openFor, post, takeTurn } from "./turns";

/** Findings in one message: few enough that taking them does not stop the page. */
const BATCH = 500;

let reader: { run: number; reader: Reader } | undefined;

let registry = new Map<string, Rule>();

async function run(id: number, files: File[], choice: Choice, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  const documents = await documentsOf(files);
  const sources = new Reader(documents);
  reader = { run: id, reader: sources };

  const known: Known[] = [];
  for (const { name, size, packed, source } of documents) {
    known.push({ name, size, packed, detection: await detect(source as Source) });
    signal.throwIfAborted();
  }
  post({ type: "detected", run: id, documents: known });

  let last = 0;
  const found = new Findings(choice.maxFindings ?? undefined, (code) => registry.get(code)?.title ?? "");
  const report: Report = await check(inputOf(documents, choice), {
    platform: choice.platform ?? undefined,
    dialect: choice.dialect ?? undefined,
    maxFindings: choice.maxFindings ?? undefined,
    // The check knows the day of a message when it finds something in it: a range of time is then a filter like any other,
    // exact to the day, and nothing has to be read again.
    days: true,
    signal,
    // A thread's script would be loaded while the check runs, when nothing is to be.
    threads: 1,
    onFinding: (finding) => found.add(finding),
    onProgress: ({ bytes, total, items, findings, replay }) => {
      const now = performance.now();
      if (now - last < PROGRESS_INTERVAL) return;
      last = now;
      post({ type: "progress", run: id, bytes, total: total ?? null, items, findings, again: replay === true });
      const codes = found.take(now);
      if (codes.length > 0) post({ type: "found", run: id, codes });
    },
  });
  const seconds = (performance.now() - started) / 1000;

  const first = firstOfEachCode(report);
  await sources.prepare(report.findings.flatMap(({ path, position, related }) =>
    [{ ...position, path }, ...related.map((other) => ({ ...other.position, path: "" }))]));
  const excerpts = await Promise.all(first.map((index) => sources.excerpt(placeOf(report, index))));
  signal.throwIfAborted();

  const { answer, findings, ...summary } = report;
  for (let at = 0; at < findings.length; at += BATCH) post({ type: "findings", run: id, findings: findings.slice(at, at + BATCH) });
  post({
    type: "done",
    run: id,
    result: {
      report: summary,
      tally: tallyOf(report),
      ...kindsAndReach(findings),
      answer: answer === null ? null : viewOf(answer),
      ...filesOf(report),
      rules: Object.fromEntries(Object.keys(report.counts).flatMap((code) => {
        const rule = registry.get(code);
        return rule === undefined ? [] : [[code, rule]];
      })),
      excerpts: Object.fromEntries(first.map((index, at) => [index, excerpts[at] ?? null])),
      seconds,
    },
  });
}

function kindsAndReach(findings: Finding[]): Pick<Result, "kinds" | "reached"> {
  const kinds = new Set<string>();
  const reached: number[] = [];
  for (const finding of findings) {
    const { source, byte } = finding.position;
    kinds.add(kindOf(finding));
    reached[source] = Math.max(reached[source] ?? 0, byte);
  }
  return { kinds: [...kinds].sort(), reached };
}

/** Indices of the findings that the page opens at once. */
function firstOfEachCode(report: Report): number[] {
  const seen = new Set<string>();
  return report.findings.flatMap(({ code }, index) => {
    if (seen.has(code)) return [];
    seen.add(code);
    return [index];
  });
}

function placeOf(report: Report, index: number): Place {
  const { position = { source: 0, byte: 0 }, path = "" } = report.findings[index] ?? {};
  return { ...position, path };
}

async function sendExcerpts(message: ToWorker & { type: "excerpts" }): Promise<void> {
  const known = reader?.run === message.run ? reader.reader : undefined;
  const excerpts = await Promise.all(message.places.map((place) => known?.excerpt(place) ?? null));
  post({ type: "excerpts", run: message.run, request: message.request, excerpts });
}

addEventListener("message", ({ data: message }: MessageEvent<ToWorker>) => {
  switch (message.type) {
    case "check":
      takeTurn(message.run, (signal) => run(message.run, message.files, message.choice, signal));
      break;
    case "cancel":
      cancel(message.run);
      break;
    case "excerpts":
      void sendExcerpts(message);
      break;
  }
});

openFor(Promise.all([
  rules().then((known) => { registry = new Map(known.map((rule) => [rule.code, rule])); }),
  init(),
]));
