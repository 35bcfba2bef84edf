// What a call of this package throws or rejects with. Problems of the data are findings, never errors.

/** An error of the caller, of the surroundings, or of this package; `code` says which and is stable. */
export class PreflightError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = "PreflightError";
    this.code = code;
  }
}

/** What work that was aborted rejects with: the signal's own reason if that is an `AbortError`, else a new one. */
export function abortError(signal, work) {
  const { reason } = signal;
  if (reason?.name === "AbortError") return reason;
  const error = new DOMException(`The ${work} was aborted`, "AbortError");
  if (reason !== undefined) Object.defineProperty(error, "cause", { value: reason, configurable: true });
  return error;
}
