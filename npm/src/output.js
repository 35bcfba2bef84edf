// The files of a conversion: what they are called, what is in them, and where one that grew too large is cut.

const NEWLINE = 10;
/** How much is looked at, at once, for the end of a line. */
const WINDOW = 64 << 10;

/** A file that was written, wherever its bytes are. */
export class OutputFile {
  #content;

  constructor(name, content) {
    this.name = name;
    this.size = content.size;
    this.#content = content;
  }

  /** Its bytes, from the beginning; may be called again. */
  stream() {
    let chunks;
    return new ReadableStream({
      pull: async (controller) => {
        chunks ??= this.#content.chunks();
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(new Uint8Array(value));
      },
      cancel: () => chunks?.return(),
    }, { highWaterMark: 0 });
  }

  /** The same without copies, for those who are done with a chunk before they ask for the next. */
  open() {
    return this.#content.chunks();
  }

  blob() {
    return this.#content.blob();
  }

  async text() {
    // Unlike Blob's, it does not swallow a byte order mark: the text is what is written.
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    let text = "";
    for await (const chunk of this.#content.chunks()) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  }
}

/** `users.json` and so on hold what their names say. */
export function resourceOf({ name }) {
  return /^[a-z]+/.exec(name)[0];
}

/**
 * The files that a file of the core becomes: none if it is empty, several if it is larger than it may be.
 * `sections` holds its bytes; `spec` is `{ name, style, sections, mostBytes }`.
 */
export async function filesOf(spec, sections) {
  const content = sections.content(spec.sections);
  if (content.size === 0) return [];
  if (spec.style === "array") {
    await sections.append(spec.sections.at(-1), new TextEncoder().encode("\n]\n"));
    return [new OutputFile(spec.name, sections.content(spec.sections))];
  }
  const contents = await cutAtLines(content, spec.mostBytes ?? Infinity);
  return contents.map((one, index) => new OutputFile(contents.length === 1 ? spec.name : numbered(spec.name, index + 1), one));
}

/** `import.jsonl` as `import-001.jsonl`. */
function numbered(name, number) {
  return name.replace(/(?=\.[^.]*$)/, `-${String(number).padStart(3, "0")}`);
}

/** Cuts at ends of lines, so that no part is larger than `most` bytes, unless a single line is. */
export async function cutAtLines(content, most) {
  const parts = [];
  let start = 0;
  while (content.size - start > most) {
    const end = await lastLineEnd(content, start, start + most) ?? await firstLineEnd(content, start + most);
    parts.push(content.slice(start, end));
    start = end;
  }
  if (start < content.size) parts.push(content.slice(start, content.size));
  return parts;
}

/** Behind the last line that ends between `from` and `to`; undefined if none does. */
async function lastLineEnd(content, from, to) {
  for (let end = to; end > from;) {
    const start = Math.max(from, end - WINDOW);
    let found;
    let offset = start;
    for await (const chunk of content.slice(start, end).chunks()) {
      const at = chunk.lastIndexOf(NEWLINE);
      if (at !== -1) found = offset + at + 1;
      offset += chunk.length;
    }
    if (found !== undefined) return found;
    end = start;
  }
  return undefined;
}

/** Behind the first line that ends at `from` or later; the end of the content if none does. */
async function firstLineEnd(content, from) {
  let offset = from;
  for await (const chunk of content.slice(from, content.size).chunks()) {
    const at = chunk.indexOf(NEWLINE);
    if (at !== -1) return offset + at + 1;
    offset += chunk.length;
  }
  return content.size;
}
