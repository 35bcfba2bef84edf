// Entry point for browsers and their workers, and for whatever else has fetch.
import { compileFetched } from "./engine.js";
import { createFacade } from "./facade.js";
import { BlobSpool } from "./spool-blob.js";
import * as threads from "./threads/web.js";

export const { init, detect, check, fix, convert, merge, survey, rules, schema, Checker } = /* @__PURE__ */ createFacade({
  load: () => compileFetched(new URL("./chat_preflight_bg.wasm", import.meta.url)),
  gzip: () => import("./gzip/web.js"),
  threads,
  createSpool: () => new BlobSpool(),
});
export { PreflightError } from "./errors.js";
