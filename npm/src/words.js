// What platforms and documents are called, for people: the command line and the page use the same words.
import PLATFORMS from "./platforms.js";

const DIALECTS = {
  jsonl: "JSON Lines",
  array: "JSON array",
  camel: "camelCase names",
  snake: "snake_case names",
};

function named(platform) {
  return PLATFORMS.find(({ name }) => name === platform);
}

/** A platform's name as it writes it itself. */
export function titleOf(platform) {
  return named(platform)?.title ?? platform;
}

/** What to do with an import that is fine. */
export function readyFor(platform) {
  const how = named(platform)?.resources.includes("requests") ? "send" : "upload";
  return `ready to ${how} to ${titleOf(platform)}`;
}

/** What a document is: `Stream import, JSON Lines`, `Sendbird messages`, `ChatKitty users, camelCase names`. */
export function describe({ platform, resource, dialect, form }) {
  if (platform === null || (resource === null && form === "import")) return "not recognised";
  const held = resource === "import" ? null : resource;
  const what = form === "export" ? [held, "export"] : [held ?? "import"];
  return [[titleOf(platform), ...what].filter(Boolean).join(" "), DIALECTS[dialect]].filter(Boolean).join(", ");
}
