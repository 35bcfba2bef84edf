//! The report, as files to save.

import type { Report } from "chat-preflight";
import type { Result } from "./protocol";

/** Findings in one piece of text: a report may be longer than a string can be. */
const PIECE = 1000;

const EMPTY = '\n  "findings": []';

export function filesOf(report: Report): Pick<Result, "reportFile" | "findingsFile"> {
  const { findings } = report;
  const frame = JSON.stringify({ ...report, findings: [] }, null, 2);
  // Two spaces and no more: what an answer echoes may have such a member, too.
  const at = frame.indexOf(EMPTY) + EMPTY.length - 1;
  const list = pieces(findings, (some) => JSON.stringify(some, null, 2).slice(1, -2).replace(/\n/g, "\n  "));
  const whole = findings.length === 0
    ? [frame]
    : [frame.slice(0, at), ...list.flatMap((text, index) => (index === 0 ? [text] : [",", text])), "\n  ", frame.slice(at)];
  return {
    reportFile: new Blob([...whole, "\n"], { type: "application/json" }),
    findingsFile: new Blob(pieces(findings, (some) => some.map((finding) => `${JSON.stringify(finding)}\n`).join("")), { type: "application/jsonl" }),
  };
}

function pieces<Item>(all: Item[], text: (some: Item[]) => string): string[] {
  const texts: string[] = [];
  for (let at = 0; at < all.length; at += PIECE) texts.push(text(all.slice(at, at + PIECE)));
  return texts;
}
