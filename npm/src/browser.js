// Entry point for browsers and their workers, and for whatever else has fetch.
import { compileFetched } from "./engine.js";
import { createFacade } from "./facade.js";
import { BlobSpool } from "./spool-blob.js";

export const { init, detect, check, fix, convert, survey, rules, schema, Checker } = /* @__PURE__ */ createFacade({
  load: () => compileFetched(new URL("./chat_preflight_bg.wasm", import.meta.url)),
  gzip: () => import("./gzip/web.js"),
  createSpool: () => new BlobSpool(),
});
export { PreflightError } from "./errors.js";
