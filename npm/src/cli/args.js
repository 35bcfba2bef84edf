// Reads flags in their order, since some apply to the file that follows them.
import { parseArgs } from "node:util";
import { Failure } from "./failure.js";

/**
 * `flags` maps names to "boolean", "string" or a list of the values that are allowed. Calls `onFlag(name, value)` and
 * `onFile(path)` in the order of the arguments.
 */
export function readArgs(args, flags, { onFlag, onFile }) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, kind]) => [name, { type: kind === "boolean" ? "boolean" : "string", ...SHORT[name] }]),
  );
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") onFile(token.value);
    if (token.kind !== "option") continue;
    const value = valueOf(token, flags);
    // Standard output is where it goes without the flag.
    if (token.name !== "output" || value !== "-") onFlag(token.name, value);
  }
}

/** The same for commands that take documents: `{ path, resource?, channel? }` of each. */
export function readDocumentArgs(args, flags, onFlag) {
  const paths = [];
  // These two apply to the file that follows them.
  let next = {};
  readArgs(args, flags, {
    onFlag(name, value) {
      if (name === "resource" || name === "channel") next[name] = value;
      else onFlag(name, value);
    },
    onFile(path) {
      paths.push({ path, ...next });
      next = {};
    },
  });
  // With one file it is plain what is meant, wherever the flag stands.
  if (paths.length === 1) Object.assign(paths[0], next);
  const [left] = Object.keys(next);
  if (left !== undefined && paths.length > 1) throw new Failure(`--${left} stands behind the last file; it applies to the file that follows it`);
  return paths;
}

const SHORT = { quiet: { short: "q" }, output: { short: "o" } };

function valueOf({ name, rawName, value, inlineValue }, flags) {
  const kind = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (kind === undefined) throw new Failure(`there is no flag ${rawName}; see chat-preflight --help`);
  if (kind === "boolean") {
    if (value !== undefined) throw new Failure(`${rawName} takes no value`);
    return true;
  }
  // A flag in the place of a value is a forgotten value.
  if (value === undefined || (!inlineValue && /^--?\w/.test(value))) throw new Failure(`${rawName} needs a value`);
  if (Array.isArray(kind) && !kind.includes(value)) throw new Failure(`${rawName} is ${JSON.stringify(value)}; it has to be ${oneOf(kind)}`);
  return value;
}

function oneOf(values) {
  return values.length === 1 ? values[0] : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
