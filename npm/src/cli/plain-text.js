// Texts from a file, made harmless for a terminal.

/** Control characters could move the cursor or change colours, direction marks could reorder what is read. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** `text` on one line, with such characters as escapes. */
export function plain(text) {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
