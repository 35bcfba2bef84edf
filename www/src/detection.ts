//! Saying what a file was recognised as.

import type { Detection } from "chat-preflight";
import { h } from "./dom";
import { visible } from "./visible";

const PLATFORMS: Record<string, string> = {
  stream: "Stream",
  sendbird: "Sendbird",
  cometchat: "CometChat",
  talkjs: "TalkJS",
  chatkitty: "ChatKitty",
};

const DIALECTS: Record<string, string> = {
  jsonl: "JSON Lines",
  array: "JSON array (older format)",
};

/** The name of a platform as it writes itself. */
export function platformName(platform: string | null): string {
  return platform === null ? "the platform" : PLATFORMS[platform] ?? platform;
}

/** `Stream import, JSON Lines`, and why. */
export function detectionLine(detection: Detection, gzip: boolean): HTMLElement {
  const { platform, form, dialect, confidence, why } = detection;
  const parts = platform === null
    ? ["Not recognised"]
    : [`${platformName(platform)} ${form}`, ...(dialect === null ? [] : [DIALECTS[dialect] ?? dialect])];
  if (gzip) parts.push("gzip");
  if (confidence === "likely") parts.push("probably");
  return h("span", { class: "detection" }, h("b", {}, parts.join(", ")), why === "" ? null : h("span", { class: "why" }, ` ${visible(why)}`));
}
