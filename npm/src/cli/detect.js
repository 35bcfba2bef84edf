// `detect`: what each file seems to be.
import { detect } from "../node.js";
import { readArgs } from "./args.js";
import { Failure } from "./failure.js";
import { documents } from "./files.js";
import { plain } from "./plain-text.js";
import { write } from "./write.js";

const FLAGS = { format: ["text", "json"], output: "string" };

/** 0 if all are recognised, else 1. */
export async function run(args) {
  const flags = {};
  const paths = [];
  readArgs(args, FLAGS, {
    onFlag: (name, value) => { flags[name] = value; },
    onFile: (path) => paths.push({ path }),
  });
  if (paths.length === 0) throw new Failure("there is nothing to look at: give a file, a folder or - for standard input");
  const found = [];
  for (const part of documents(paths)) found.push({ name: part.name, ...(await detect(part)) });
  write(flags.format === "json" ? JSON.stringify(found, null, 2) : found.map(line).join("\n"), flags.output);
  return found.every(({ platform }) => platform !== null) ? 0 : 1;
}

function line({ name, platform, resource, dialect, form, confidence, why }) {
  const held = form === "export" && resource === "import" ? null : resource;
  const what = platform === null ? ["not recognised"] : [platform, held, form === "export" ? form : null, dialect];
  const sure = confidence === "likely" ? ", likely" : "";
  return plain(`${name}: ${what.filter(Boolean).join(" ")}${sure}${why ? ` (${why})` : ""}`);
}
