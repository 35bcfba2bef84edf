// A line on the terminal that says how far a long check is.

const WIDTH = 24;
const PHASES = { read: "reading", write: "writing", fix: "mending", sort: "sorting", check: "checking what was written" };
/** Short checks need none. */
const PATIENCE = 100;

/** A bar on `stream`, which is a terminal. */
export function createBar(stream) {
  const start = performance.now();
  let shown = false;
  return {
    show({ bytes, total, items, findings, replay, phase }) {
      if (performance.now() - start < PATIENCE) return;
      shown = true;
      const share = total ? Math.min(1, bytes / total) : undefined;
      const parts = [
        share === undefined ? `${megabytes(bytes)} MB` : `${bar(share)} ${Math.floor(share * 100)} %`,
        `${items} items`,
        ...(findings === undefined ? [] : [`${findings} findings`]),
        ...(phase === undefined ? [] : [PHASES[phase]]),
        ...(replay ? ["reading again for texts and places"] : []),
      ];
      stream.write(`\r\u001b[K${parts.join("  ").slice(0, (stream.columns || 80) - 1)}`);
    },
    clear() {
      if (shown) stream.write("\r\u001b[K");
    },
  };
}

function bar(share) {
  const full = Math.round(share * WIDTH);
  return `[${"#".repeat(full)}${" ".repeat(WIDTH - full)}]`;
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
