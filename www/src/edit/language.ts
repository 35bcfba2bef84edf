//! JSON for the editor, token by token: a line that is broken does not take the next ones with it, as it would in a tree.

import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const language = StreamLanguage.define({
  name: "json",
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return stream.match(/^\s*:/, false) ? "propertyName" : "string";
    if (stream.match(/^-?\d[\d.eE+-]*/)) return "number";
    if (stream.match(/^(?:true|false|null)\b/)) return "atom";
    if (stream.match(/^[{}[\],:]/)) return "punctuation";
    stream.next();
    return null;
  },
  languageData: { closeBrackets: { brackets: ["{", "[", '"'] } },
});

/** Colours are the page's, so that they follow its scheme. */
const style = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--json-key)" },
  { tag: tags.string, color: "var(--json-text)" },
  { tag: [tags.number, tags.atom], color: "var(--json-number)" },
  { tag: tags.punctuation, color: "var(--soft)" },
]);

export const json = [language, syntaxHighlighting(style)];
