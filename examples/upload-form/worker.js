// Checks the file that it is given, away from the page, which stays usable.

import { check } from "chat-preflight";

/** A form has room for a few; errors come first. */
const SHOWN = 10;
const RANK = { error: 0, warning: 1, info: 2 };

self.onmessage = async ({ data: file }) => {
  try {
    const report = await check(file, {
      platform: "stream",
      onProgress: ({ bytes, total }) => self.postMessage({ progress: total ? bytes / total : 0 }),
    });
    const count = report.findings.length + report.dropped;
    const first = report.findings.sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, SHOWN);
    self.postMessage({ report: { ok: report.ok, count, first } });
  } catch (error) {
    self.postMessage({ failure: error.message });
  }
};
