import { readFileSync } from "node:fs";
import { relative } from "node:path";
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

/** What `xtask` made for checks alone: a smaller wasm, and the glue that fits it. */
const forChecks = (name) => fileURLToPath(new URL(`wasm/${name}`, import.meta.url));

/**
 * Leaves out what a worker has no use for. No worker asks for the schemas. That of checks is part of the first load: it gets
 * the wasm that has checks only, and of the package nothing that would call what is not in it.
 */
function onlyWhatIsNeeded() {
  let checks = false;
  return {
    name: "only-what-is-needed",
    buildStart: ({ input }) => { checks = JSON.stringify(input).includes("/worker.ts"); },
    load(id) {
      if (id === built("schemas.js")) return "export default {};";
      // A thread's script would be loaded while a check runs, when nothing is to be.
      if (id === built("threads/web.js")) return "export const cores = () => 1;";
      if (!checks) return null;
      if (id === built("convert.js")) return "export const convertDocuments = undefined;";
      if (id === built("fix.js")) return "export const fixDocuments = undefined;";
      if (id === built("merge.js")) return "export const mergePartials = undefined;";
      if (id === built("survey.js")) return "export const surveyDocuments = undefined;";
      if (id === built("chat_preflight.js")) return readFileSync(forChecks("chat_preflight.js"), "utf8");
      if (id === built("browser.js")) {
        return readFileSync(id, "utf8").replace("./chat_preflight_bg.wasm", () => `${relative(built("."), forChecks("chat_preflight_bg.wasm"))}`);
      }
      return null;
    },
  };
}

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
    plugins: () => [onlyWhatIsNeeded()],
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
