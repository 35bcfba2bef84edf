// JSON Schemas of what can be imported, made at build time from the tables of the checks: no wasm is loaded for them.

import { PreflightError } from "./errors.js";

/** The schema of a kind of item or of a document; without a kind, that of any document of the platform. */
export async function schema(platform, kind) {
  const { default: all } = await import("./schemas.js");
  if (!Object.hasOwn(all, platform ?? "")) {
    throw new PreflightError("bad-option", `there is no platform ${JSON.stringify(platform ?? null)}; there is ${Object.keys(all).join(", ")}`);
  }
  const kinds = all[platform];
  if (kind === "" || !Object.hasOwn(kinds, kind ?? "")) {
    const names = Object.keys(kinds).filter((name) => name !== "");
    throw new PreflightError("bad-option", `${platform} has no ${JSON.stringify(kind)}; it has ${names.join(", ")}`);
  }
  // A copy: what one caller changes is not another's.
  return structuredClone(kinds[kind ?? ""]);
}
