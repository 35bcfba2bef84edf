//! The built-in samples. They are part of the script, so that picking one asks nobody for anything.

import PLATFORMS from "chat-preflight/platforms";

/** One button: one check. */
export interface Sample {
  /** `good`, `broken`, or what else its name says: `good, array`. */
  title: string;
  /** Its files: a few have the same name but for what follows the first dot. */
  files: { name: string; text: string }[];
}

const TEXTS = import.meta.glob("../samples/*", { query: "?raw", import: "default", eager: true });

/** `stream-good-array.json`: the platform, which of the two, and in what it differs from the first sample. */
const NAME = /([a-z]+)-(good|broken)(?:-([a-z-]+))?\.[^/]+$/;

/** CometChat takes messages of the last months only: `{now-90}` in a sample is the second that was 90 seconds ago. */
function dated(text: string): string {
  return text.replace(/\{now-(\d+)\}/g, (_, ago) => String(Math.floor(Date.now() / 1000) - Number(ago)));
}

/** Samples by platform, the good one of each pair first; names decide what belongs where. */
export const samples: { platform: string; samples: Sample[] }[] = PLATFORMS
  .map(({ name, title }) => ({ platform: title, samples: samplesOf(name) }))
  .filter((group) => group.samples.length > 0);

function samplesOf(wanted: string): Sample[] {
  const found = new Map<string, Sample>();
  for (const [path, text] of Object.entries(TEXTS)) {
    const [name, platform, kind, variant = ""] = NAME.exec(path) ?? [];
    if (name === undefined || platform !== wanted) continue;
    // By variant, and "good" before "broken".
    const key = `${variant} ${kind === "good" ? 0 : 1}`;
    const sample = found.get(key) ?? { title: variant === "" ? kind! : `${kind}, ${variant}`, files: [] };
    sample.files.push({ name, text: dated(text) });
    found.set(key, sample);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sample]) => sample);
}
