import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const built = (name) => fileURLToPath(new URL(`../npm/dist/${name}`, import.meta.url));

/** Vite's development server injects inline styles and scripts, which the page's policy rightly refuses. */
const withoutPolicyWhileDeveloping = {
  name: "without-policy-while-developing",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""),
};

export default defineConfig({
  base: "./",
  plugins: [withoutPolicyWhileDeveloping],
  resolve: {
    alias: [
      { find: /^chat-preflight$/, replacement: built("browser.js") },
      { find: /^chat-preflight\/gzip$/, replacement: built("gzip/web.js") },
      { find: /^chat-preflight\/(beside|carried|outcome-words|platforms|words)$/, replacement: built("$1.js") },
    ],
  },
  server: { fs: { allow: [".."] } },
  worker: {
    format: "es",
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
