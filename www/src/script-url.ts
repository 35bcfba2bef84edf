//! The scripts that the page starts beside itself: its policy lets them be named here alone.

import converterUrl from "./converter?worker&url";
import workerUrl from "./worker?worker&url";

const SCRIPTS = {
  checker: workerUrl,
  converter: converterUrl,
  offline: "./service-worker.js",
};

type Script = keyof typeof SCRIPTS;

const policy = typeof trustedTypes === "undefined"
  ? undefined
  : trustedTypes.createPolicy("preflight-worker", { createScriptURL: (name) => SCRIPTS[name as Script] });

/** The address of a script, as a browser wants it that knows trusted types. */
export function scriptUrl(name: Script): string {
  // Only the type is a lie: where there is a policy, the object that it makes is taken in the place of the text.
  return policy === undefined ? SCRIPTS[name] : policy.createScriptURL(name);
}
