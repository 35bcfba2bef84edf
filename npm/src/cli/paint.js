// Colours, where they are wanted.

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39] };

/** Painters for what goes to `stream`; they leave the text as it is where there are no colours. */
export function paintFor(stream) {
  const on = wantsColour(stream);
  return Object.fromEntries(
    Object.entries(CODES).map(([name, [begin, end]]) => [name, on ? (text) => `\u001b[${begin}m${text}\u001b[${end}m` : (text) => text]),
  );
}

/** As Node does: FORCE_COLOR counts before NO_COLOR, and both before the question whether it is a terminal. */
function wantsColour(stream) {
  if (stream === undefined) return false;
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = process.env;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (no) return false;
  return Boolean(stream.isTTY) && terminal !== "dumb";
}
