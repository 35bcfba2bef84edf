//! What severities and bases are called.

import type { Basis, Severity } from "chat-preflight";

/** What each severity is called, as a noun that counts; the worst first. */
export const SEVERITIES: Record<Severity, string> = { error: "error", warning: "warning", info: "note" };

export const BASES: Record<Basis, string> = {
  documented: "the platform's documentation, schemas or code say so",
  observed: "seen by running the platform's own code, or in its answers",
  inferred: "concluded from other facts; the platform may differ",
};
