//! Text of a file, made safe to look at.

/**
 * Characters that cannot be seen, or that move their neighbours about: controls (but not the line feed), zero-width
 * and direction marks, and lone surrogates. Someone who looks for a fault in a file has to see them.
 */
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/gu;

/** The text with hidden characters written as their code points. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    if (character === "\t") return "\u2192\t";
    const code = character.codePointAt(0) ?? 0;
    return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
  });
}
