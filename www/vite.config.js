import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { offlineFiles } from "./offline-files.js";

const built = (name) => fileURLToPath(new URL(`../npm/dist/${name}`, import.meta.url));

/** Vite's development server injects inline styles and scripts, which the page's policy rightly refuses. */
const withoutPolicyWhileDeveloping = {
  name: "without-policy-while-developing",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""),
};

/** The worker has no use for the schemas, which the package would load for whoever asks. */
const withoutSchemas = {
  name: "without-schemas",
  load: (id) => id === built("schemas.js") ? "export default {};" : null,
};

export default defineConfig({
  base: "./",
  plugins: [withoutPolicyWhileDeveloping, offlineFiles()],
  resolve: {
    alias: [
      { find: /^chat-preflight$/, replacement: built("browser.js") },
      { find: /^chat-preflight\/gzip$/, replacement: built("gzip/web.js") },
      { find: /^chat-preflight\/zip$/, replacement: built("zip/open.js") },
      {
        find: /^chat-preflight\/(beside|carried|outcome-words|passed-over|plain|platforms|rules|schemas|sources|words)$/,
        replacement: built("$1.js"),
      },
    ],
  },
  server: { fs: { allow: [".."] } },
  worker: {
    format: "es",
    plugins: () => [withoutSchemas],
    // One file: a worker that loads a part of itself during a check would ask the network for it.
    rolldownOptions: { output: { codeSplitting: false } },
  },
  build: {
    target: "es2022",
    // The policy allows no data: URL but for images, and nothing here is worth inlining.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});
