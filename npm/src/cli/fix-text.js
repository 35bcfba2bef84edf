// What fix did, for people.
import { plain } from "./plain-text.js";
import { textReport } from "./text.js";

const PLACES = 3;

/**
 * `report` is about the files that were written, `names` are those that were read; `view` is how `textReport` shows things.
 */
export function fixText({ applied, report, files, names }, view) {
  const blocks = [
    mends(applied, names, view.paint),
    files.map(({ size }, index) => `${plain(report.sources[index].name)}  ${size} bytes`).join("\n"),
    `${applied.length === 0 ? "It" : "What was written"}, checked:`,
    textReport(report, view),
  ];
  return blocks.join("\n\n");
}

function mends(applied, names, paint) {
  if (applied.length === 0) return "There was nothing to mend that is safe to mend; the text is the same.";
  const widest = Math.max(...applied.map(({ count }) => String(count).length));
  const rows = applied.map(({ code, title, count, first }) => {
    const places = first.slice(0, PLACES).map(({ source, line, column }) =>
      `${names.length > 1 ? `${plain(names[source] ?? "input")}:` : ""}${line}:${column}`);
    const where = `${places.join(", ")}${count > places.length ? ", …" : ""}`;
    return `  ${String(count).padStart(widest)}×  ${plain(title)}  ${paint.dim(`${code}, at ${where}`)}`;
  });
  return ["Mended:", ...rows].join("\n");
}
