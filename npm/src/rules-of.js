// The registry of finding codes, from the JSON made at build time: no wasm is loaded for it.

import { PreflightError } from "./errors.js";
import PLATFORMS from "./platforms.js";

/** All rules, or those that a platform's files can get. */
export async function rules(platform) {
  const names = PLATFORMS.map(({ name }) => name);
  if (platform !== undefined && !names.includes(platform)) {
    throw new PreflightError("bad-option", `there is no platform ${JSON.stringify(platform)}; there is ${names.join(", ")}`);
  }
  const { default: all } = await import("./rules.js");
  // What can only happen on one platform has its name in front.
  const foreign = platform === undefined ? [] : names.filter((other) => other !== platform);
  return all.filter(({ code }) => !foreign.some((other) => code.startsWith(`${other}-`)));
}
