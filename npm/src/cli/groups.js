// Findings by code, the worst codes first, with counts that are complete although details are capped.

const RANK = { error: 0, warning: 1, info: 2 };

/** `{ code, count, worst, findings, bases }` for each code that was found. */
export function groupByCode({ counts, findings }) {
  const groups = new Map();
  for (const finding of findings) {
    const group = groups.get(finding.code);
    if (group === undefined) groups.set(finding.code, [finding]);
    else group.push(finding);
  }
  return [...groups]
    .map(([code, listed]) => ({
      code,
      count: counts[code] ?? listed.length,
      worst: listed.map(({ severity }) => severity).sort((a, b) => RANK[a] - RANK[b])[0],
      findings: listed,
      bases: [...new Set(listed.map(({ basis }) => basis))],
    }))
    .sort((a, b) => RANK[a.worst] - RANK[b.worst]);
}

/**
 * How many findings of each severity there are. Findings that are counted but not listed are taken for the code's
 * worst; `exact` is false if a code has several severities, so that this is a guess.
 */
export function tally(groups) {
  const sums = { error: 0, warning: 0, info: 0, exact: true };
  for (const { count, worst, findings } of groups) {
    for (const { severity } of findings) sums[severity] += 1;
    const rest = count - findings.length;
    sums[worst] += rest;
    if (rest > 0 && findings.some(({ severity }) => severity !== worst)) sums.exact = false;
  }
  return sums;
}
