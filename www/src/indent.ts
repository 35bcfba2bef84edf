//! JSON, indented for reading, without parsing it: keys keep their order and numbers their digits.

/**
 * The text, indented by two spaces; stops after about `limit` characters and says so. `marks` are places in the text where
 * something begins or ends, in order; `places` is where they are in what comes out.
 */
export function indent(text: string, limit: number, marks: number[] = []): { text: string; cut: boolean; places: number[] } {
  const places: number[] = [];
  const pieces: string[] = [];
  let length = 0;
  let depth = 0;
  let at = 0;
  const put = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  const newline = (): void => put(`\n${"  ".repeat(depth)}`);

  while (at < text.length && length < limit) {
    const character = text.charAt(at);
    while (at >= (marks[places.length] ?? Infinity)) places.push(length);
    if (character === '"') {
      const end = endOfString(text, at);
      put(text.slice(at, end));
      at = end;
    } else if (character === "{" || character === "[") {
      const close = /\s*[\]}]/y;
      close.lastIndex = at + 1;
      if (close.test(text)) {
        put(character + text.charAt(close.lastIndex - 1));
        at = close.lastIndex;
      } else {
        depth += 1;
        put(character);
        newline();
        at += 1;
      }
    } else if (character === "}" || character === "]") {
      depth = Math.max(0, depth - 1);
      newline();
      put(character);
      at += 1;
    } else if (character === ",") {
      put(character);
      newline();
      at += 1;
    } else if (character === ":") {
      put(": ");
      at += 1;
    } else if (/\s/.test(character)) {
      at += 1;
    } else {
      const stop = /[\s,\]}]/g;
      stop.lastIndex = at;
      const next = stop.exec(text)?.index ?? text.length;
      put(text.slice(at, next));
      at = next;
    }
  }
  while (places.length < marks.length) places.push(length);
  return { text: pieces.join(""), cut: at < text.length, places };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === '"') return at + 1;
    at += 1;
  }
  return text.length;
}
