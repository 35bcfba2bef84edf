//! Completing keys and values while a document is written.

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { allSchemas } from "../reference/schemas";
import { cursorAt } from "./cursor";
import { type Kind, isLines, keysAt, valuesAt } from "./fields";

/** What may be written at the cursor, in a document of the kind that was recognised last. */
export function completion(kind: () => Kind): (context: CompletionContext) => Promise<CompletionResult | null> {
  return async ({ state, pos, explicit }) => {
    const { doc } = state;
    const what = kind();
    if (what.platform === null) return null;
    const start = isLines(what) ? doc.lineAt(pos).from : 0;
    const cursor = cursorAt(doc.sliceString(start, pos), 0, pos - start);
    if (cursor === null) return null;
    const { frames, expects, from, quoted } = cursor;
    if (!explicit && !quoted && from === pos - start) return null;
    const schemas = await allSchemas();
    const options: Completion[] = expects === "key"
      ? keysAt(schemas, what, frames).map(({ name, required, about }) => ({
        label: name, type: "property", detail: required ? "required" : "", info: about, boost: required ? 1 : 0, apply: key(name, quoted),
      }))
      : valuesAt(schemas, what, frames)
        // Inside of quotes only a text belongs.
        .filter((value) => !quoted || value.startsWith('"'))
        .map((value) => ({ label: quoted ? value.slice(1, -1) : value, type: "enum" }));
    return { from: start + from, options, validFor: /^[\w-]*$/ };
  };
}

/** Writes a key with its quotes and its colon, unless they are there. */
function key(name: string, quoted: boolean) {
  return (view: EditorView, _: Completion, from: number, to: number): void => {
    const behind = view.state.sliceDoc(to, to + 20);
    const closes = quoted && behind.startsWith('"');
    const end = closes ? to + 1 : to;
    const colon = /^\s*:/.test(view.state.sliceDoc(end, end + 20)) ? "" : ": ";
    const insert = `${quoted ? "" : '"'}${name}"${colon}`;
    view.dispatch({
      changes: { from, to: end, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.complete",
    });
  };
}
