// Entry point for Node: the wasm is read from disk, gzip is node:zlib, what is needed later is kept in temporary files.
import { readFileSync } from "node:fs";
import { createFacade } from "./facade.js";
import { FileSpool } from "./spool-node.js";
import { threadsOf } from "./threads/node.js";

const loadSync = () => new WebAssembly.Module(readFileSync(new URL("./chat_preflight_bg.wasm", import.meta.url)));

export const { init, detect, check, fix, convert, merge, survey, rules, schema, Checker } = /* @__PURE__ */ createFacade({
  load: loadSync,
  loadSync,
  gzip: () => import("./gzip/node.js"),
  threads: threadsOf(new URL("./threads/node-thread.js", import.meta.url)),
  createSpool: (what) => new FileSpool(what),
});
export { PreflightError } from "./errors.js";
