// A report for people: what was read, the findings by code with their first places, a verdict.
import { describe, readyFor, titleOf } from "../words.js";
import { plain } from "./plain-text.js";
import { groupByCode, tally } from "./groups.js";

const PLACES = 5;
const SOURCES = 10;
/** How many lines of the input are shown, but one of each code at least: a broken file should fit a screen. */
const EXCERPTS = 6;
const WIDTH = 80;
const WIDEST = 120;
const INDENT = 4;

/**
 * `places` is how many findings of a code are shown; 0 shows all that the report lists. `excerpt` reads the line of a
 * position back, as `excerptsOf` gives it; `width` is that of the terminal.
 */
export function textReport(report, { paint, places = PLACES, excerpt = () => undefined, width = WIDTH }) {
  const groups = groupByCode(report);
  const excerpts = Math.max(1, Math.floor(EXCERPTS / groups.length));
  const lineAt = (position, colour) => {
    const gutter = String(position.line);
    const line = excerpt(position, Math.min(width, WIDEST) - INDENT - gutter.length - 3);
    if (line === undefined) return [];
    const margin = " ".repeat(INDENT);
    return [
      `${margin}${paint.dim(`${gutter} |`)} ${line.text}`,
      `${margin}${paint.dim(`${" ".repeat(gutter.length)} |`)} ${" ".repeat(line.offset)}${colour("^".repeat(line.length))}`,
    ];
  };
  const blocks = [
    heading(report, paint),
    kinds(report, paint),
    ...groups.map((group) => block(group, report, paint, { places: places === 0 ? Infinity : places, excerpts, lineAt })),
    verdict(report, groups, paint) + hint(groups, paint),
  ];
  return blocks.filter((text) => text !== "").join("\n\n");
}

function heading({ platform, sources, stats }, paint) {
  const lines = sources.slice(0, SOURCES).map((source) =>
    `${paint.bold(plain(source.name ?? "input"))}: ${describe({ platform, ...source })}`);
  if (sources.length > SOURCES) lines.push(`and ${counted(sources.length - SOURCES, "more file")}`);
  lines.push(`${counted(stats.bytes, "byte")}, ${counted(stats.items, "item")}`);
  return lines.join("\n");
}

function kinds({ stats }, paint) {
  const rows = Object.entries(stats.total).filter(([, total]) => total > 0);
  const nameWidth = Math.max(0, ...rows.map(([kind]) => kind.length));
  const countWidth = Math.max(0, ...rows.map(([, total]) => String(total).length));
  return rows.map(([kind, total]) => {
    const wrong = total - (stats.valid[kind] ?? 0);
    const note = wrong > 0 ? paint.red(`  ${wrong} with errors`) : "";
    return `  ${kind.padEnd(nameWidth)}  ${String(total).padStart(countWidth)}${note}`;
  }).join("\n");
}

function block({ code, count, worst, findings, bases }, report, paint, { places, excerpts, lineAt }) {
  const colour = { error: paint.red, warning: paint.yellow, info: paint.blue }[worst];
  const shown = findings.slice(0, places);
  const helps = new Set(shown.map(({ help }) => help));
  const common = helps.size === 1 ? shown[0].help : undefined;
  const lines = [`${colour(`${worst} ${paint.bold(code)}`)}  ${count === 1 ? "once" : `${count} times`}  ${paint.dim(`(${bases.join(", ")})`)}`];
  for (const [index, finding] of shown.entries()) {
    // The heading has the worst; what is milder says so.
    const milder = finding.severity === worst ? "" : `  ${finding.severity}`;
    const inside = [finding.kind, finding.path].filter(Boolean).join(" ");
    const item = numbered(finding, report) ? paint.dim(`  (item ${finding.position.item})`) : "";
    lines.push(`  ${paint.bold(place(finding.position, report))}${inside === "" ? "" : `  ${plain(inside)}`}${item}${milder}`);
    lines.push(`    ${plain(finding.message)}`);
    if (index < excerpts) lines.push(...lineAt(finding.position, colour));
    for (const { message, position } of finding.related) lines.push(`    ${plain(message)}: ${place(position, report)}`);
    if (common === undefined && finding.help) lines.push(`    ${paint.green("help:")} ${plain(finding.help)}`);
  }
  if (count > shown.length) lines.push(`  and ${count - shown.length} more`);
  if (common !== undefined) lines.push(`  ${paint.green("help:")} ${plain(common)}`);
  return lines.join("\n");
}

function place({ source, line, column }, { sources }) {
  return `${plain(sources[source]?.name ?? "input")}:${line}:${column}`;
}

/** Where a line is no item, and may hold all of them, the item's number helps. */
function numbered({ kind, position }, { sources }) {
  const { resource, dialect } = sources[position.source] ?? {};
  return kind !== null && resource !== "requests" && dialect !== "jsonl";
}

function verdict(report, groups, paint) {
  const { error, warning, info, exact } = tally(groups);
  const parts = [counted(error, "error"), counted(warning, "warning"), counted(info, "info")].filter((part) => !part.startsWith("0 "));
  const numbers = `${exact ? "" : "about "}${parts.join(", ")}`;
  if (!report.ok) return paint.red(`${numbers}: ${refusal(report)}`);
  const ready = readyFor(report.platform);
  if (groups.length === 0) return paint.green(`No findings: ${ready}.`);
  return paint.green(`No errors (${numbers}): ${ready}${warning > 0 ? ", once you have looked at the warnings" : ""}.`);
}

function hint(groups, paint) {
  return groups.length === 0 ? "" : `\n${paint.dim(`More about a finding: chat-preflight rules ${groups[0].code}`)}`;
}

function refusal({ platform, sources }) {
  if (platform === null) return "this is no import file of a platform that is known here.";
  if (sources.some(({ form }) => form === "export")) return `this came out of ${titleOf(platform)}; it cannot be imported as it is.`;
  return `not ${readyFor(platform)}. It would be refused, or data would be lost or wrong.`;
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
