// Entry point for bundles of one file that run in Node: the wasm is inside the module, the rest is as in Node.
import { createFacade } from "./facade.js";
import { FileSpool } from "./spool-node.js";
import { base64 } from "./wasm-text.js";

const loadSync = () => new WebAssembly.Module(Buffer.from(base64, "base64"));

export const { init, detect, check, fix, convert, merge, survey, rules, schema, Checker } = /* @__PURE__ */ createFacade({
  load: loadSync,
  loadSync,
  gzip: () => import("./gzip/node.js"),
  createSpool: (what) => new FileSpool(what),
});
export { PreflightError } from "./errors.js";
