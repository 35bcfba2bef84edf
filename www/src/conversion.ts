//! A conversion in the worker, made ready for showing and saving.

import { convert } from "chat-preflight";
import type { Conversion, ConvertProgress, Loss, Report } from "chat-preflight";
import { filesBeside } from "chat-preflight/beside";
import { TREATMENTS, shortcomings } from "chat-preflight/outcome-words";
import { inputOf, type Document } from "./documents";
import { pack, type Packed } from "./pack";
import type { Choice, Converted, OutputReport, Wish } from "./protocol";

/** Rows of each list that the page gets; the files have them all. */
const ROWS = 1000;

export type Step = Omit<ConvertProgress, "phase"> & { phase: ConvertProgress["phase"] | "pack" };

export async function convertDocuments(
  documents: Document[], choice: Choice, { options, uploads }: Wish, signal: AbortSignal, onStep: (step: Step) => void,
): Promise<Converted> {
  const started = performance.now();
  const moment = new Date();
  const conversion = await convert(inputOf(documents, choice), {
    ...options,
    from: choice.platform ?? undefined,
    now: moment.toISOString(),
    uploads: uploads.flatMap(({ url, token }) => (token ? [{ url, token }] : [])),
    signal,
    onProgress: onStep,
  });
  try {
    const data = await Promise.all(conversion.files.map(async (file): Promise<Packed> => ({ name: file.name, blob: await file.blob() as Blob })));
    const beside = [...filesBeside(conversion, uploads)].map(([name, texts]): Packed => ({ name, blob: new Blob([...texts], { type: "application/json" }) }));
    const all = [...data, ...beside];
    const total = all.reduce((sum, { blob }) => sum + blob.size, 0);
    const items = Object.values(conversion.stats.written).reduce((sum, count) => sum + count, 0);
    const zip = await pack(all, moment, signal, (bytes) => onStep({ phase: "pack", bytes, total, items }));
    return viewOf(conversion, { data, zip, names: all.map(({ name }) => name), seconds: (performance.now() - started) / 1000 });
  } finally {
    await conversion.close();
  }
}

function viewOf(conversion: Conversion, made: Pick<Converted, "data" | "zip" | "names" | "seconds">): Converted {
  const { ok, from, to, losses, ids, collisions, unreadable, unreadableCount, uploads, pending, steps, requests, report, stats } = conversion;
  return {
    ...made,
    ok,
    from,
    to,
    stats,
    losses: { rows: [...losses].sort(byTreatment).slice(0, ROWS), count: losses.length },
    ids: { rows: ids.slice(0, ROWS), count: ids.length },
    collisions: { rows: collisions.slice(0, ROWS), count: collisions.length },
    unreadable: { rows: unreadable.slice(0, ROWS), count: unreadableCount },
    shortcomings: shortcomings(conversion),
    uploads: uploads.length,
    pending,
    steps,
    requests: requests ?? null,
    report: report === null ? null : reportOf(report),
  };
}

/** What is lost first, and of that the most frequent. */
function byTreatment(a: Loss, b: Loss): number {
  const order = Object.keys(TREATMENTS);
  return order.indexOf(a.treatment) - order.indexOf(b.treatment) || b.count - a.count;
}

/** The first finding of each code, with how many there are. */
function reportOf({ ok, counts, findings }: Report): OutputReport {
  const seen = new Set<string>();
  const first = findings.filter(({ code }) => !seen.has(code) && seen.add(code));
  return {
    ok,
    findings: first.map(({ code, severity, message }) => ({ code, severity, message, count: counts[code] ?? 1 })),
  };
}
