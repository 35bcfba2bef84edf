// `fix`: writes the files anew with what is safe to mend mended, and never touches those that it reads.
import { fix } from "../node.js";
import PLATFORMS from "../platforms.js";
import { readDocumentArgs } from "./args.js";
import { progressBar } from "./bar.js";
import { Failure } from "./failure.js";
import { documents } from "./files.js";
import { readJson } from "./json-file.js";
import { OutFile, OutFiles } from "./out-file.js";
import { OutStandard } from "./out-standard.js";
import { hurryIfSmall } from "./short.js";
import { whileListening } from "./signals.js";

const known = (what) => [...new Set(PLATFORMS.flatMap((platform) => platform[what]))];

const FLAGS = {
  out: "string",
  force: "boolean",
  platform: known("name"),
  resource: known("resources"),
  channel: "string",
  dialect: known("dialects"),
  profile: "string",
  now: "string",
  format: ["text", "json"],
  quiet: "boolean",
};

/** Flags that are options as they are. */
const PASSED_ON = new Set(["platform", "dialect", "now"]);

export async function run(args) {
  const flags = {};
  const options = {};
  const paths = readDocumentArgs(args, FLAGS, (name, value) => {
    (PASSED_ON.has(name) ? options : flags)[name] = value;
  });
  if (paths.length === 0) throw new Failure("there is nothing to mend: give a file, a folder or - for standard input");
  if (flags.out === undefined) throw new Failure("--out is missing: the file to write to, or of several files the folder");
  const inputs = documents(paths, "mend");
  // What is in a zip, the reading of it tells.
  let out = inputs.some(isZip) ? undefined : outOf(flags, inputs, inputs.map(({ within }) => within));
  if (flags.profile !== undefined) options.profile = readJson(flags.profile, "profile");

  await hurryIfSmall(inputs);
  const bar = await progressBar(flags);
  try {
    return await whileListening(async (signal) => {
      const result = await fix(inputs, { ...options, signal, onProgress: bar?.show });
      try {
        if (out === undefined || result.files.length !== inputs.length) out = outOf(flags, inputs, namesOf(result.files, inputs));
        await out.write(result.files, signal);
        bar?.clear();
        await print(result, out, flags);
        return result.report.ok ? 0 : 1;
      } finally {
        await result.close();
      }
    });
  } catch (error) {
    if (error.name === "AbortError") throw new Failure(out?.begun ? "stopped; what was written is not all of it" : "stopped; nothing was written", { cause: error });
    throw error;
  } finally {
    bar?.clear();
    out?.abandon();
  }
}

/** What is written to: standard output, a file, or a folder in which the files have these names. */
function outOf({ out, force }, inputs, names) {
  if (out === "-") return new OutStandard(names);
  return names.length === 1 ? new OutFile(out, { force, inputs }) : new OutFiles(out, { force, inputs, names });
}

/** Where the mended files belong in a folder; those of a zip as they are in it. */
function namesOf(files, inputs) {
  let input = 0;
  return files.map(({ name }) => {
    const inZip = (one) => name.startsWith(`${one.name}/`);
    while (name !== inputs[input].name && !inZip(inputs[input])) input += 1;
    return name === inputs[input].name ? inputs[input].within : name.slice(inputs[input].name.length + 1);
  });
}

/** Whether it is plainly a zip; what can be read once only is not looked at. */
function isZip({ source }) {
  if (source.slice === undefined) return false;
  for (const chunk of source.slice(0, 4)) return Buffer.from(chunk).toString("latin1").startsWith("PK");
  return false;
}

/** What was done, on standard output; if the file went there, beside it. */
async function print({ applied, report: found, files }, { paths }, { format = "text", out }) {
  const stream = out === "-" ? process.stderr : process.stdout;
  // It is about the files that were written.
  const report = { ...found, sources: found.sources.map((source, index) => ({ ...source, name: paths[index] })) };
  if (format === "json") {
    stream.write(`${JSON.stringify({ files: paths, applied, report }, null, 2)}\n`);
    return;
  }
  const [{ fixText }, { paintFor }, { excerptsOf }, { readersOf }] = await Promise.all([
    import("./fix-text.js"), import("./paint.js"), import("./excerpt.js"), import("./places.js"),
  ]);
  const written = out === "-" ? undefined : documents(paths.map((path) => ({ path })), "read");
  const view = { paint: paintFor(stream), excerpt: written && excerptsOf(readersOf(report, written)), width: stream.columns };
  stream.write(`${fixText({ applied, report, files, names: found.sources.map(({ name }) => name) }, view)}\n`);
}
