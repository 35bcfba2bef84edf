// A conversion for people: what went over, what became of the rest and why, what to do next.
import { describe, titleOf } from "../words.js";
import { placed } from "../conversion.js";
import { TREATMENTS, about, shortcomings } from "../outcome-words.js";
import { plain } from "./plain-text.js";
import { textReport } from "./text.js";

const SOURCES = 10;
/** How many rows of each kind of loss are shown; losses.json has them all. */
const LOSSES = 8;
const PLACES = 5;

/** `folder` is where it was written to; nothing was if it is undefined. */
export function conversionText(conversion, { paint, folder }) {
  const blocks = [
    heading(conversion, paint),
    counts(conversion, paint),
    ...Object.keys(TREATMENTS).map((treatment) => losses(conversion, treatment, folder, paint)),
    unreadable(conversion, paint),
    collisions(conversion, paint),
    files(conversion, folder, paint),
    conversion.report === null || conversion.report.ok ? "" : textReport(conversion.report, { paint }),
    steps(conversion, paint),
    verdict(conversion, folder, paint),
  ];
  return blocks.filter((text) => text !== "").join("\n\n");
}

function heading({ sources, from, to }, paint) {
  const lines = sources.slice(0, SOURCES).map((source) =>
    `${paint.bold(plain(source.name ?? "input"))}: ${describe({ platform: from, ...source })}`);
  if (sources.length > SOURCES) lines.push(`and ${counted(sources.length - SOURCES, "more file")}`);
  lines.push(`from ${from === null ? "nothing that is known here" : titleOf(from)} to ${titleOf(to)}`);
  return lines.join("\n");
}

function counts({ stats: { read, written } }, paint) {
  const rows = Object.entries(read).filter(([kind, count]) => count > 0 || written[kind] > 0);
  if (rows.length === 0) return "";
  const widths = [
    Math.max(...rows.map(([kind]) => kind.length)),
    Math.max(4, ...rows.map(([, count]) => String(count).length)),
    Math.max(7, ...rows.map(([kind]) => String(written[kind]).length)),
  ];
  const head = `  ${"".padEnd(widths[0])}  ${"read".padStart(widths[1])}  ${"written".padStart(widths[2])}`;
  return [paint.dim(head), ...rows.map(([kind, count]) => {
    const row = `  ${kind.padEnd(widths[0])}  ${String(count).padStart(widths[1])}  ${String(written[kind]).padStart(widths[2])}`;
    return written[kind] < count ? paint.yellow(row) : row;
  })].join("\n");
}

function losses({ losses: all }, treatment, folder, paint) {
  const rows = all.filter((loss) => loss.treatment === treatment).sort((a, b) => b.count - a.count);
  if (rows.length === 0) return "";
  const shown = rows.slice(0, LOSSES).map(({ kind, field, reason, count }) => {
    const what = field === "" ? `${kind === "other" ? "item" : kind}${count === 1 ? "" : "s"}` : `${kind} ${field}`;
    return [`${count}×`, plain(what), plain(reason)];
  });
  const widths = [0, 1].map((at) => Math.max(...shown.map((row) => row[at].length)));
  const lines = shown.map(([count, what, reason]) => `  ${count.padStart(widths[0])}  ${what.padEnd(widths[1])}  ${paint.dim(reason)}`);
  if (rows.length > LOSSES) lines.push(`  and ${counted(rows.length - LOSSES, "more kind")}; ${folder === undefined ? "--format json" : "losses.json"} has them all`);
  return [`${paint.bold(TREATMENTS[treatment])}:`, ...lines].join("\n");
}

function unreadable({ unreadable: items, unreadableCount, sources, inputReport }, paint) {
  const lines = items.slice(0, PLACES).map((item) => `  ${plain(`${placed(item, sources)}: ${item.why}`)}`);
  if (unreadableCount > lines.length) lines.push(`  and ${unreadableCount - lines.length} more`);
  const blocks = lines.length === 0 ? [] : [[paint.red("What could not be read:"), ...lines].join("\n")];
  if (inputReport !== undefined && !inputReport.ok) blocks.push(`What a check of the input says:\n\n${textReport(inputReport, { paint, places: 1 })}`);
  return blocks.join("\n\n");
}

function collisions({ collisions: all }, paint) {
  if (all.length === 0) return "";
  const lines = all.slice(0, PLACES).map(({ kind, from, to }) =>
    `  ${plain(`${kind} ${JSON.stringify(from)} would become ${JSON.stringify(to)}, as another ${kind} does`)}`);
  if (all.length > lines.length) lines.push(`  and ${all.length - lines.length} more`);
  return [paint.red("Ids that the platform cannot tell apart:"), ...lines].join("\n");
}

function files({ files: all, ids, uploads, requests, to }, folder, paint) {
  const lines = all.map(({ name, size }) => `  ${paint.bold(folder === undefined ? name : `${plain(folder.replace(/[\\/]+$/, ""))}/${name}`)}  ${counted(size, "byte")}`);
  if (lines.length === 0) return "";
  lines.unshift(folder === undefined ? "Would be written:" : "Written:");
  if (ids.length > 0) lines.push(`${counted(ids.length, "id")} had to change (ids.json)`);
  if (uploads.length > 0) lines.push(`${counted(uploads.length, "file")} to upload first (uploads.json)`);
  if (requests !== undefined) {
    const time = requests.seconds === null ? "" : `: ${about(requests.seconds)} at the pace that ${titleOf(to)} allows`;
    lines.push(`${counted(requests.count, "request")} to send${time}`);
  }
  return lines.join("\n");
}

function steps({ steps: all, pending }, paint) {
  const lines = all.map((step, at) => `  ${at + 1}. ${plain(step)}`);
  if (pending > 0) lines.unshift(`  ${counted(pending, "message")} ${pending === 1 ? "waits" : "wait"} for something that is not known yet.`);
  return lines.length === 0 ? "" : [paint.bold("What is left to do:"), ...lines].join("\n");
}

function verdict(conversion, folder, paint) {
  if (conversion.ok) return paint.green(`Converted${folder === undefined ? ", were it no dry run" : ""}; a check of the output finds no error.`);
  return paint.red(`Not converted as a whole: ${shortcomings(conversion).join(", ")}.`);
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
