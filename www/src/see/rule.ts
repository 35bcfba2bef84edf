//! What the registry says of a code.

import type { Rule } from "chat-preflight";
import { h } from "../dom";

export function ruleView({ title, what, why, bad, good, url }: Rule): HTMLElement {
  const pairs: [string, HTMLElement | false][] = [
    ["What", what !== "" && h("p", {}, what)],
    ["Why", why !== "" && h("p", {}, why)],
    ["Bad", bad !== "" && h("pre", {}, bad)],
    ["Good", good !== "" && h("pre", {}, good)],
    ["Source", url.startsWith("https://") && h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, url)],
  ];
  return h("details", { class: "about" },
    h("summary", {}, title, h("span", { class: "hint" }, "about this rule")),
    h("dl", {}, ...pairs.flatMap(([name, content]) => content === false ? [] : [h("dt", {}, name), h("dd", {}, content)])));
}
