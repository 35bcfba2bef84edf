//! The worker: everything heavy happens here. The page gets progress, one result, and excerpts when it asks.

import { PreflightError, check, detect, init, rules, survey } from "chat-preflight";
import type { Finding, Report, Rule, Source } from "chat-preflight";
import { convertDocuments, inputOf, type Step } from "./conversion";
import { documentsOf } from "./documents";
import { Findings } from "./found";
import { closeNetwork } from "./offline";
import type { Choice, FromWorker, Known, Place, Result, ToWorker, Wish } from "./protocol";
import { Reader } from "./reader";
import { viewOf } from "./replies";
import { filesOf } from "./report-files";
import { kindOf } from "./see/filter";
import { tallyOf } from "./tally";

/** Milliseconds between two progress messages. */
const PROGRESS_INTERVAL = 80;

/** Findings in one message: few enough that taking them does not stop the page. */
const BATCH = 500;

interface Run {
  id: number;
  abort: AbortController;
}

let current: Run | undefined;
let previous: Promise<void> = Promise.resolve();
let reader: { run: number; reader: Reader } | undefined;

let registry = new Map<string, Rule>();

function post(message: FromWorker): void {
  postMessage(message);
}

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

async function runConversion(id: number, files: File[], choice: Choice, wish: Wish, signal: AbortSignal): Promise<void> {
  const result = await convertDocuments(await documentsOf(files), choice, wish, signal, stepper(id));
  signal.throwIfAborted();
  post({ type: "converted", run: id, result });
}

async function runSurvey(id: number, files: File[], choice: Choice, signal: AbortSignal): Promise<void> {
  const step = stepper(id);
  const counts = await survey(inputOf(await documentsOf(files), choice), {
    platform: choice.platform ?? undefined,
    signal,
    onProgress: (progress) => step({ phase: "read", ...progress }),
  });
  post({ type: "surveyed", run: id, survey: counts });
}

/** Passes steps on to the page, but not too many. */
function stepper(run: number): (step: Step) => void {
  let last = 0;
  let lastPhase = "";
  return ({ phase, bytes, total, items }) => {
    const now = performance.now();
    if (phase === lastPhase && now - last < PROGRESS_INTERVAL) return;
    last = now;
    lastPhase = phase;
    post({ type: "step", run, phase, bytes, total: total ?? null, items });
  };
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

/** Does one thing at a time, and tells its end whatever it is. */
async function start(id: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  current = { id, abort };
  try {
    await previous;
    abort.signal.throwIfAborted();
    await work(abort.signal);
  } catch (error) {
    if (abort.signal.aborted) post({ type: "stopped", run: id });
    else post({ type: "failed", run: id, message: explain(error), usable: error instanceof PreflightError && error.code !== "internal" });
  }
}

function explain(error: unknown): string {
  if (error instanceof DOMException && (error.name === "NotReadableError" || error.name === "NotFoundError")) {
    return "The browser cannot read this file: it is a folder, it was changed or moved since it was picked, or access to it is denied.";
  }
  return error instanceof Error ? error.message : String(error);
}

async function sendExcerpts(message: ToWorker & { type: "excerpts" }): Promise<void> {
  const known = reader?.run === message.run ? reader.reader : undefined;
  const excerpts = await Promise.all(message.places.map((place) => known?.excerpt(place) ?? null));
  post({ type: "excerpts", run: message.run, request: message.request, excerpts });
}

addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  switch (message.type) {
    case "check":
      previous = start(message.run, (signal) => run(message.run, message.files, message.choice, signal));
      break;
    case "convert":
      previous = start(message.run, (signal) => runConversion(message.run, message.files, message.choice, message.wish, signal));
      break;
    case "survey":
      previous = start(message.run, (signal) => runSurvey(message.run, message.files, message.choice, signal));
      break;
    case "cancel":
      if (current?.id === message.run) current.abort.abort();
      break;
    case "excerpts":
      void sendExcerpts(message);
      break;
  }
});

Promise.all([rules(), init()]).then(
  ([known]) => {
    registry = new Map(known.map((rule) => [rule.code, rule]));
    closeNetwork();
    post({ type: "ready" });
  },
  (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    post({ type: "unusable", message: `The checker does not run in this browser: ${reason}` });
  },
);
