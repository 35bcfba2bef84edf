//! The editor itself, in a shadow root: there its styles are constructed sheets, which the policy of the page allows.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, Text } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { completion } from "./completion";
import type { Kind } from "./fields";
import { json } from "./language";
import { theme } from "./theme";
import { typing } from "./typing";

/** Only line feeds part lines, as for the checker, and carriage returns stay where they are. */
const LINE_BREAK = "\n";

/** A change that is undone by itself. */
const ALONE = isolateHistory.of("full");

export class Editor {
  readonly element = document.createElement("div");
  #view: EditorView;

  constructor(kind: () => Kind, changed: () => void) {
    this.element.className = "editor";
    const root = this.element.attachShadow({ mode: "open" });
    const parent = document.createElement("div");
    parent.style.height = "100%";
    root.append(parent);
    this.#view = new EditorView({
      parent,
      root,
      state: EditorState.create({
        extensions: [
          EditorState.lineSeparator.of(LINE_BREAK),
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightSpecialChars(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ override: [completion(kind)], icons: false }),
          lintGutter(),
          search({ top: true }),
          json,
          theme,
          typing,
          // Files that are dropped here are the page's, which opens them.
          EditorView.domEventHandlers({ drop: ({ dataTransfer }) => (dataTransfer?.files.length ?? 0) > 0 }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": "Document", tabindex: "0", spellcheck: "false" }),
          EditorView.updateListener.of(({ docChanged }) => {
            if (docChanged) changed();
          }),
          // Tab is left alone: who uses the keyboard has to get out again.
          keymap.of([
            { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
            ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
          ]),
        ],
      }),
    });
  }

  /** The document; the same object as long as nothing changes. */
  get document(): Text {
    return this.#view.state.doc;
  }

  get text(): string {
    return this.document.toString();
  }

  /** Puts another text in the place of all of it. */
  replace(text: string): void {
    const { state } = this.#view;
    this.#view.dispatch({ changes: { from: 0, to: state.doc.length, insert: state.toText(text) }, selection: { anchor: 0 }, scrollIntoView: true, annotations: ALONE });
  }

  /** Makes some changes as one, which can be undone. */
  change(changes: { from: number; to: number; insert: string }[]): void {
    const { state } = this.#view;
    this.#view.dispatch({ changes: changes.map((change) => ({ ...change, insert: state.toText(change.insert) })), userEvent: "input.fix", annotations: ALONE });
  }

  /** Marks what was found. */
  mark(diagnostics: Diagnostic[]): void {
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Puts the cursor at a place and shows it. */
  jump(at: number): void {
    const anchor = Math.min(at, this.document.length);
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.#view.focus();
  }
}
