//! What a running check has found so far, in the worker: in few and small messages, however much there is.

import type { Finding, FindingCode, Severity } from "chat-preflight";
import type { Found } from "./protocol";
import { bySeverity } from "./tally";

/** Findings of a code that the page shows before the check ends. */
const FIRST = 5;

/** Milliseconds between two messages: nobody reads faster, and the page has other things to do. */
const INTERVAL = 250;

/** What the checker lists of a code if nobody says how many. */
const USUAL = 100;

interface Gathered {
  count: number;
  severity: Severity;
  fresh: Finding[];
  /** Whether there is something that the page does not know. */
  changed: boolean;
}

export class Findings {
  #most: number;
  #title: (code: FindingCode) => string;
  #codes = new Map<FindingCode, Gathered>();
  #last = 0;

  /** `most` findings of a code are listed, 0 for all of them. */
  constructor(most = USUAL, title: (code: FindingCode) => string) {
    this.#most = most === 0 ? Infinity : most;
    this.#title = title;
  }

  add(finding: Finding): void {
    const { code, severity } = finding;
    let known = this.#codes.get(code);
    if (known === undefined) {
      known = { count: 0, severity, fresh: [], changed: true };
      this.#codes.set(code, known);
    }
    known.count += 1;
    known.changed = true;
    if (bySeverity(severity, known.severity) < 0) known.severity = severity;
    if (known.count <= FIRST) known.fresh.push(finding);
  }

  /** What is new since the last time; nothing if that was a moment ago. */
  take(now: number): Found[] {
    if (now - this.#last < INTERVAL) return [];
    this.#last = now;
    const news: Found[] = [];
    for (const [code, known] of this.#codes) {
      if (!known.changed) continue;
      const { count, severity, fresh } = known;
      news.push({ code, title: this.#title(code), count, full: count >= this.#most, severity, fresh });
      known.fresh = [];
      known.changed = false;
    }
    return news;
  }
}
