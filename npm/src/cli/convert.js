// `convert`: from one platform's files to another's, into a folder of their own.
import { convert } from "../node.js";
import PLATFORMS from "../platforms.js";
import { readDocumentArgs } from "./args.js";
import { progressBar } from "./bar.js";
import { channelIdsFrom, idsFrom, uploadsFrom } from "./carried.js";
import { Failure } from "./failure.js";
import { documents, isOneOf } from "./files.js";
import { readJson } from "./json-file.js";
import { hurryIfSmall } from "./short.js";
import { whileListening } from "./signals.js";

/** All that some platform has. */
const known = (what) => [...new Set(PLATFORMS.flatMap((platform) => platform[what]))];

const FLAGS = {
  to: known("name"),
  from: known("name"),
  out: "string",
  force: "boolean",
  "dry-run": "boolean",
  resource: known("resources"),
  channel: "string",
  dialect: known("dialects"),
  profile: "string",
  now: "string",
  ids: "string",
  "channel-ids": "string",
  uploads: "string",
  strict: "boolean",
  "system-user": "string",
  "system-messages": ["drop", "user"],
  deleted: ["drop", "keep"],
  "channel-type": "string",
  park: ["custom", "none"],
  "unknown-channels": ["stop", "keep"],
  "start-time": "string",
  since: "string",
  until: "string",
  format: ["text", "json"],
  quiet: "boolean",
};

/** Flags that are options of the conversion as they are, in the spelling of JavaScript. */
const PASSED_ON = new Set([
  "to", "from", "dialect", "now", "strict", "system-user", "system-messages", "deleted", "channel-type", "park",
  "unknown-channels", "start-time", "since", "until",
]);

export async function run(args) {
  const { flags, options, paths } = read(args);
  if (paths.length === 0) throw new Failure("there is nothing to convert: give a file, a folder or - for standard input");
  if (options.to === undefined) throw new Failure(`--to is missing; it is one of ${known("name").join(", ")}`);
  if (flags.out === undefined && !flags["dry-run"]) throw new Failure("--out is missing: the folder to write to; or --dry-run, to see what would become of it");
  // What a flag names is no document, even if it lies among them.
  const named = ["channel-ids", "ids", "profile", "uploads"].flatMap((flag) => flags[flag] ?? []);
  const inputs = documents(paths, "convert").filter(({ name }) => !isOneOf(name, named.map((path) => ({ name: path }))));
  if (inputs.length === 0) throw new Failure("there is nothing to convert: what is given is named by flags only");
  const folder = flags["dry-run"] ? undefined : await outFolder(flags, inputs);
  const uploads = flags.uploads === undefined ? [] : uploadsFrom(flags.uploads);
  if (uploads.length > 0) options.uploads = uploads.filter(({ token }) => token).map(({ url, token }) => ({ url, token }));
  if (flags.ids !== undefined) options.ids = idsFrom(flags.ids, options);
  if (flags.profile !== undefined) options.profile = readJson(flags.profile, "profile");
  if (flags["channel-ids"] !== undefined) options.channelIds = channelIdsFrom(flags["channel-ids"]);

  await hurryIfSmall(inputs);
  const bar = await progressBar(flags);
  try {
    return await whileListening(async (signal) => {
      folder?.make();
      const conversion = await convert(inputs, { ...options, signal, onProgress: bar?.show });
      try {
        await folder?.fill(conversion, { uploads, signal });
        bar?.clear();
        await print(conversion, flags);
        return conversion.ok ? 0 : 1;
      } finally {
        await conversion.close();
      }
    });
  } catch (error) {
    if (error.name === "AbortError") throw new Failure("stopped; nothing was written", { cause: error });
    if (error.code !== "unreadable-item") throw error;
    // --strict: the data are at fault, not the call.
    process.stderr.write(`chat-preflight: ${error.message}; nothing was written\n`);
    return 1;
  } finally {
    bar?.clear();
    folder?.abandon();
  }
}

async function outFolder({ out, force = false }, inputs) {
  if (out === "-") throw new Failure("--out -: a conversion writes several files; give the path of a folder");
  const { OutFolder } = await import("./out-folder.js");
  return new OutFolder(out, { force, inputs });
}

function read(args) {
  const flags = {};
  const options = {};
  const paths = readDocumentArgs(args, FLAGS, (name, value) => {
    if (PASSED_ON.has(name)) options[camel(name)] = value;
    else flags[name] = value;
  });
  return { flags, options, paths };
}

function camel(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

async function print(conversion, { format = "text", out, "dry-run": dry }) {
  if (format === "json") {
    process.stdout.write(`${JSON.stringify(conversion, null, 2)}\n`);
    return;
  }
  const [{ conversionText }, { paintFor }] = await Promise.all([import("./convert-text.js"), import("./paint.js")]);
  process.stdout.write(`${conversionText(conversion, { paint: paintFor(process.stdout), folder: dry ? undefined : out })}\n`);
}
