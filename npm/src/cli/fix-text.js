// What fix did, for people.
import { plain } from "./plain-text.js";
import { textReport } from "./text.js";

const PLACES = 3;

/** `paths` are where the files were written to. */
export function fixText({ applied, report, files }, { paint, paths }) {
  const blocks = [
    mends(applied, report, paint),
    files.map(({ size }, index) => `${plain(paths[index])}  ${size} bytes`).join("\n"),
    `${applied.length === 0 ? "It" : "What was written"}, checked:`,
    textReport(report, { paint }),
  ];
  return blocks.join("\n\n");
}

function mends(applied, { sources }, paint) {
  if (applied.length === 0) return "There was nothing to mend that is safe to mend; the text is the same.";
  const widest = Math.max(...applied.map(({ count }) => String(count).length));
  const rows = applied.map(({ code, title, count, first }) => {
    const places = first.slice(0, PLACES).map(({ source, line, column }) =>
      `${sources.length > 1 ? `${plain(sources[source].name ?? "input")}:` : ""}${line}:${column}`);
    const where = `${places.join(", ")}${count > places.length ? ", …" : ""}`;
    return `  ${String(count).padStart(widest)}×  ${plain(title)}  ${paint.dim(`${code}, at ${where}`)}`;
  });
  return ["Mended:", ...rows].join("\n");
}
