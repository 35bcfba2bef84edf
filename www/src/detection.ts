//! Saying what a file was recognised as, and what it was read as.

import type { Platform, SourceInfo } from "chat-preflight";
import { describe, titleOf } from "chat-preflight/words";
import { h } from "./dom";
import type { Known, Packing } from "./protocol";
import { visible } from "./visible";

/** The name of a platform as it writes itself. */
export function platformName(platform: Platform | null): string {
  return platform === null ? "the platform" : titleOf(platform);
}

/** `TalkJS messages`, and why. */
export function detectionLine({ detection, packed }: Known): HTMLElement {
  return line(describe(detection), packed, detection.confidence === "likely", detection.why);
}

/** What a file was read as: what was recognised, unless somebody knew better or the files before it decided. */
export function readLine(platform: Platform | null, source: SourceInfo, { detection, packed }: Known, chosen: boolean): HTMLElement {
  const what = describe({ platform, ...source });
  const seen = describe(detection);
  if (what === seen || detection.platform === null) return line(what, packed, what === seen && detection.confidence === "likely", detection.why);
  const reason = source.resource === null ? "" : chosen ? "as chosen; " : "to go with the rest; ";
  return line(what, packed, false, `${reason}by itself: ${seen}`);
}

function line(what: string, packed: Packing, likely: boolean, why: string): HTMLElement {
  const parts = [what.charAt(0).toUpperCase() + what.slice(1)];
  if (packed !== null) parts.push(packed);
  if (likely) parts.push("probably");
  return h("span", { class: "detection" }, h("b", {}, parts.join(", ")), why === "" ? null : h("span", { class: "why" }, ` ${visible(why)}`));
}
