// `rules`: the registry of finding codes, or one of them in full.
import { rules } from "../node.js";
import PLATFORMS from "../platforms.js";
import { readArgs } from "./args.js";
import { Failure } from "./failure.js";
import { paintFor } from "./paint.js";
import { write } from "./write.js";

const FLAGS = { platform: PLATFORMS.map(({ name }) => name), format: ["text", "json"], output: "string" };

export async function run(args) {
  const flags = {};
  const codes = [];
  readArgs(args, FLAGS, {
    onFlag: (name, value) => { flags[name] = value; },
    onFile: (code) => codes.push(code),
  });
  const all = await rules(flags.platform);
  const chosen = codes.length === 0 ? all : codes.map((code) => find(all, code));
  const paint = paintFor(flags.output === undefined ? process.stdout : undefined);
  write(flags.format === "json" ? JSON.stringify(chosen, null, 2) : text(chosen, codes.length > 0, paint), flags.output);
  return 0;
}

function find(all, code) {
  const rule = all.find((one) => one.code === code);
  if (rule === undefined) throw new Failure(`there is no code ${JSON.stringify(code)}; chat-preflight rules lists them`);
  return rule;
}

function text(chosen, whole, paint) {
  if (whole) return chosen.map((rule) => page(rule, paint)).join("\n\n");
  const width = Math.max(...chosen.map(({ code }) => code.length));
  return chosen.map(({ code, title }) => `${code.padEnd(width)}  ${title}`).join("\n");
}

function page({ code, title, what, why, bad, good, url }, paint) {
  const example = (label, sample) => sample === "" ? [] : [`${paint.dim(label)} ${sample.split("\n").join("\n      ")}`];
  return [
    `${paint.bold(code)}: ${title}`,
    "",
    what,
    why,
    "",
    ...example("bad: ", bad),
    ...example("good:", good),
    "",
    url,
  ].join("\n");
}
