// A step of the build: the service worker, with the list of what was built.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";

const source = new URL("./src/service-worker/service-worker.js", import.meta.url);

/** Writes `service-worker.js` beside the page once all other files are there. */
export function offlineFiles() {
  let folder;
  return {
    name: "offline-files",
    apply: "build",
    configResolved: ({ root, build }) => { folder = join(root, build.outDir); },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        const names = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name !== "service-worker.js")
          .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll(sep, "/"))
          .sort();
        const files = Object.fromEntries(names.map((name) =>
          [name === "index.html" ? "" : name, `sha256-${createHash("sha256").update(readFileSync(join(folder, name))).digest("base64")}`]));
        const text = readFileSync(source, "utf8");
        // The version covers the service worker too: what it does decides what is in its cache.
        const version = createHash("sha256").update(text).update(JSON.stringify(files)).digest("hex").slice(0, 16);
        writeFileSync(join(folder, "service-worker.js"), text
          .replace("/* filled in by the build */ {}", JSON.stringify(files, null, 2))
          .replace('"development"', JSON.stringify(version)));
      },
    },
  };
}
