// What counts as a failure here: --ignore, --severity and --fail-on, applied to a finished report.
import { Failure } from "./failure.js";

const LEVELS = ["error", "warning", "info"];

/** The policy that flags describe; `codes` are all codes that there are. */
export function policyOf({ ignore = [], severity = [], failOn = "error" }, codes) {
  const known = new Set(codes);
  const name = (code, flag) => {
    if (!known.has(code)) throw new Failure(`${flag}: there is no code ${JSON.stringify(code)}; chat-preflight rules lists them`);
    return code;
  };
  const levels = new Map();
  for (const one of severity) {
    const [code, level, ...rest] = one.split("=");
    if (!LEVELS.includes(level) || rest.length > 0) throw new Failure(`--severity is ${JSON.stringify(one)}; it has to be CODE=error, CODE=warning or CODE=info`);
    levels.set(name(code, "--severity"), level);
  }
  return { ignored: new Set(ignore.map((code) => name(code, "--ignore"))), levels, failing: LEVELS.slice(0, LEVELS.indexOf(failOn) + 1) };
}

/** A finding under a policy; `undefined` if it is left out. */
export function applyPolicyTo(finding, { ignored, levels }) {
  if (ignored.has(finding.code)) return undefined;
  return levels.has(finding.code) ? { ...finding, severity: levels.get(finding.code) } : finding;
}

/**
 * The report under a policy. `ok` says whether nothing fails. Where details were left out it may depend on them:
 * `undecided` is true then, and the check has to list all.
 */
export function applyPolicy(report, policy) {
  const { ignored, levels, failing } = policy;
  const without = (counts) => Object.fromEntries(Object.entries(counts).filter(([code]) => !ignored.has(code)));
  const counts = without(report.counts);
  const findings = report.findings.map((finding) => applyPolicyTo(finding, policy)).filter((finding) => finding !== undefined);
  const listed = new Map();
  for (const { code } of findings) listed.set(code, (listed.get(code) ?? 0) + 1);
  const fails = findings.some(({ severity }) => failing.includes(severity));
  // What is not listed has one severity for sure only if a flag says so.
  const open = Object.keys(counts).some((code) => counts[code] > (listed.get(code) ?? 0) && !levels.has(code));
  const dropped = Object.keys(counts).reduce((sum, code) => sum + counts[code] - (listed.get(code) ?? 0), 0);
  return { report: { ...report, ok: !fails, counts, findings, dropped }, undecided: !fails && open };
}
