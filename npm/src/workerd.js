// Entry point for workerd and edge runtimes, where wasm cannot be compiled and is imported as a module instead.
import module from "./chat_preflight_bg.wasm";
import { createFacade } from "./facade.js";
import { BlobSpool } from "./spool-blob.js";

export const { init, detect, check, fix, convert, merge, survey, rules, schema, Checker } = /* @__PURE__ */ createFacade({
  load: () => module,
  loadSync: () => module,
  gzip: () => import("./gzip/web.js"),
  createSpool: () => new BlobSpool(),
});
export { PreflightError } from "./errors.js";
