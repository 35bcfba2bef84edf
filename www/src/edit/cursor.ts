//! Where in a JSON document the cursor is: in which objects, and whether a key or a value belongs there. The document may
//! be broken, behind the cursor it always is.

/** An object or a list that is open at the cursor. */
export interface Frame {
  list: boolean;
  /** The key whose value the next frame, or the cursor, is in; null in lists, and where a key is still to come. */
  key: string | null;
  /** What it has in front of the cursor; texts have their value. */
  members: Map<string, string | null>;
}

export interface Cursor {
  frames: Frame[];
  expects: "key" | "value";
  /** Where the word begins that is being written, without its quote. */
  from: number;
  quoted: boolean;
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** The cursor at `at`, in the value that begins at or behind `start`; null outside of all objects. */
export function cursorAt(text: string, start: number, at: number): Cursor | null {
  const frames: Frame[] = [];
  /** Whether a colon came last, so that a value follows in an object. */
  let colon = false;
  let word = at;
  let quoted = false;
  TOKEN.lastIndex = start;
  for (let match = TOKEN.exec(text); match !== null && match.index < at; match = TOKEN.exec(text)) {
    const [token] = match;
    const end = match.index + token.length;
    const frame = frames.at(-1);
    const string = token.startsWith('"');
    const closed = string && token.length > 1 && token.endsWith('"');
    if (end > at || (end === at && !closed && !/[{}[\]:,]/.test(token))) {
      quoted = string;
      word = match.index + (string ? 1 : 0);
      break;
    }
    if (token === "{" || token === "[") {
      frames.push({ list: token === "[", key: null, members: new Map() });
      colon = false;
    } else if (token === "}" || token === "]") {
      frames.pop();
      settle(frames.at(-1));
      colon = false;
    } else if (token === ":") {
      colon = true;
    } else if (token === ",") {
      settle(frame);
      colon = false;
    } else if (frame !== undefined && !frame.list) {
      if (colon && frame.key !== null) frame.members.set(frame.key, closed ? plain(token) : null);
      else if (string) {
        frame.key = plain(token);
        frame.members.set(frame.key, null);
      }
    }
  }
  const frame = frames.at(-1);
  if (frame === undefined) return null;
  const expects = frame.list || colon ? "value" : "key";
  if (expects === "key") frame.key = null;
  return { frames, expects, from: word, quoted };
}

/** After a value the next key is to come. */
function settle(frame: Frame | undefined): void {
  if (frame !== undefined) frame.key = null;
}

function plain(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}
