// Entry point with the wasm inside the module, for bundles that can have no second file.
import { createFacade } from "./facade.js";
import { BlobSpool } from "./spool-blob.js";
import { base64 } from "./wasm-text.js";

const bytes = () => Uint8Array.fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const { init, detect, check, fix, convert, merge, survey, rules, schema, Checker } = /* @__PURE__ */ createFacade({
  load: () => WebAssembly.compile(bytes()),
  loadSync: () => new WebAssembly.Module(bytes()),
  gzip: () => import("./gzip/web.js"),
  createSpool: () => new BlobSpool(),
});
export { PreflightError } from "./errors.js";
