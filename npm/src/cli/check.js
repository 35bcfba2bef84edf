// `check`: one report about all files together.
import { check } from "../node.js";
import PLATFORMS from "../platforms.js";
import { titleOf } from "../words.js";
import { readDocumentArgs } from "./args.js";
import { progressBar } from "./bar.js";
import { Failure } from "./failure.js";
import { documents, isOneOf } from "./files.js";
import { readJson } from "./json-file.js";
import { hurryIfSmall } from "./short.js";
import { write } from "./write.js";

/** All that some platform has. */
const known = (what) => [...new Set(PLATFORMS.flatMap((platform) => platform[what]))];

const FLAGS = {
  platform: known("name"),
  resource: known("resources"),
  channel: "string",
  dialect: known("dialects"),
  profile: "string",
  now: "string",
  answer: ["dashboard", "stream-cli"],
  format: ["text", "json", "jsonl", "answer", "stream-cli", "sarif", "github", "junit"],
  "fail-on": ["error", "warning"],
  ignore: "string",
  severity: "string",
  output: "string",
  "max-findings": "string",
  threads: "string",
  redact: "boolean",
  quiet: "boolean",
};

/** Flags that are options of the check as they are. */
const PASSED_ON = new Set(["platform", "dialect", "now", "answer"]);

/** Details of a code, unless a flag says how many: as the package's own default. */
const DEFAULT_MOST = 100;

/** Flags that may stand several times. */
const REPEATED = new Set(["ignore", "severity"]);

export async function run(args) {
  const { flags, options, paths } = read(args);
  if (paths.length === 0) throw new Failure("there is nothing to check: give a file, a folder or - for standard input");
  const inputs = documents(paths);
  if (flags.output !== undefined && isOneOf(flags.output, inputs)) throw new Failure(`--output ${JSON.stringify(flags.output)} is one of the files to check`);

  await hurryIfSmall(inputs);
  const policy = await policyFor(flags);
  // Pipes can be read once only: all that the policy may ask for has to be listed at once.
  if (policy !== undefined && inputs.some(({ source }) => source.open === undefined)) options.maxFindings = 0;
  const lines = flags.format === "jsonl" ? await linesFor(flags, policy) : undefined;
  let report = await checked(inputs, flags, { ...options, onFinding: lines?.onFinding });
  let shown = policy?.apply(report);
  if (shown?.undecided && options.maxFindings !== 0) {
    report = await checked(inputs, flags, { ...options, maxFindings: 0 });
    shown = policy.apply(report);
  }
  if (lines === undefined) write(await render(shown?.report ?? report, inputs, flags), flags.output);
  else lines.end();
  return (shown?.report ?? report).ok ? 0 : 1;
}

/** Where findings go that are written while the check goes on. */
async function linesFor({ output, places = DEFAULT_MOST }, policy) {
  const { JsonLines } = await import("./jsonl.js");
  const lines = new JsonLines(output, places);
  return {
    onFinding(finding) {
      const shown = policy === undefined ? finding : policy.applyTo(finding);
      if (shown !== undefined) lines.write(shown);
    },
    end: () => lines.end(),
  };
}

async function checked(inputs, flags, options) {
  const bar = await progressBar(flags);
  try {
    return await check(inputs, { ...options, onProgress: bar?.show });
  } finally {
    bar?.clear();
  }
}

/** What --ignore, --severity and --fail-on say; `undefined` without them. */
async function policyFor(flags) {
  if (flags.ignore === undefined && flags.severity === undefined && flags["fail-on"] === undefined) return undefined;
  const [{ applyPolicy, applyPolicyTo, policyOf }, { rules }] = await Promise.all([import("./policy.js"), import("../node.js")]);
  const policy = policyOf({ ...flags, failOn: flags["fail-on"] }, (await rules()).map(({ code }) => code));
  return { apply: (report) => applyPolicy(report, policy), applyTo: (finding) => applyPolicyTo(finding, policy) };
}

function read(args) {
  const flags = {};
  const options = {};
  const paths = readDocumentArgs(args, FLAGS, (name, value) => {
    if (PASSED_ON.has(name)) options[name] = value;
    else if (name === "redact") flags.redact = options.redact = true;
    else if (name === "profile") options.profile = readJson(value, "profile");
    else if (name === "max-findings") flags.places = options.maxFindings = wholeNumber("--max-findings", value);
    else if (name === "threads") options.threads = wholeNumber("--threads", value);
    else if (REPEATED.has(name)) (flags[name] ??= []).push(value);
    else flags[name] = value;
  });
  if (flags.format === "stream-cli") options.answer = "stream-cli";
  if (options.answer === "stream-cli") refuseStreamCli(options);
  // The platform's own answer is not capped.
  if (flags.format === "stream-cli" || flags.format === "answer") options.maxFindings = 0;
  return { flags, options, paths };
}

/** What stream-cli printed is known for what it took. */
function refuseStreamCli({ platform = "stream", dialect = "array" }) {
  if (platform !== "stream") throw new Failure(`stream-cli knew Stream's imports alone; --platform is ${platform} (${titleOf(platform)})`);
  if (dialect !== "array") throw new Failure(`stream-cli knew Stream's array dialect alone; --dialect is ${dialect}`);
}

function wholeNumber(flag, text) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new Failure(`${flag} is ${JSON.stringify(text)}; it has to be a whole number`);
  return number;
}

async function render(report, inputs, { format = "text", output, places, redact, "fail-on": failOn }) {
  switch (format) {
    case "json":
      return JSON.stringify(report, null, 2);
    case "answer":
    case "stream-cli": {
      const { answerText, whyNoAnswer } = await import("./answer.js");
      const why = whyNoAnswer(report, format);
      if (why === undefined) return answerText(report.answer);
      process.stderr.write(`chat-preflight: there is no answer, ${why}\n`);
      return "";
    }
    case "junit": {
      const { junit } = await import("./junit.js");
      return junit(report, failOn === "warning" ? ["error", "warning"] : ["error"]);
    }
    case "sarif":
    case "github": {
      const [{ columnsOf }, { readersOf }] = await Promise.all([import("./columns.js"), import("./places.js")]);
      const columnAt = columnsOf(readersOf(report, inputs));
      if (format === "github") return (await import("./github.js")).githubAnnotations(report, columnAt);
      const [{ sarif }, { rules }] = await Promise.all([import("./sarif.js"), import("../node.js")]);
      return sarif(report, await rules(), columnAt);
    }
    default: {
      const [{ textReport }, { paintFor }, { excerptsOf }, { readersOf }] = await Promise.all([
        import("./text.js"), import("./paint.js"), import("./excerpt.js"), import("./places.js"),
      ]);
      const excerpt = redact ? undefined : excerptsOf(readersOf(report, inputs));
      return textReport(report, { paint: paintFor(output === undefined ? process.stdout : undefined), places, excerpt, width: output === undefined ? process.stdout.columns : undefined });
    }
  }
}
