// Finds the command, and turns whatever goes wrong into an exit code and one line.
import { Failure } from "./failure.js";

const COMMANDS = {
  check: () => import("./check.js"),
  convert: () => import("./convert.js"),
  detect: () => import("./detect.js"),
  fix: () => import("./fix.js"),
  rules: () => import("./rules.js"),
  schema: () => import("./schema.js"),
};

export async function main(args) {
  // A reader that has seen enough, such as `head`, is no error.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  try {
    process.exitCode = await run(args);
  } catch (error) {
    // Not process.exit(): what is written may still be on its way.
    process.exitCode = 2;
    const known = error instanceof Failure || error?.name === "PreflightError";
    process.stderr.write(`chat-preflight: ${known ? oneLine(error.message) : error.stack}\n`);
  }
}

async function run([name, ...args]) {
  if (name === "--version" || name === "-V") {
    const { version } = await import("./version.js");
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const { help } = await import("./help.js");
    (name === undefined ? process.stderr : process.stdout).write(help(args[0]));
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) throw new Failure(`there is no command ${JSON.stringify(name)}; see chat-preflight --help`);
  if (args.includes("--help") || args.includes("-h")) {
    const { help } = await import("./help.js");
    process.stdout.write(help(name));
    return 0;
  }
  const command = await COMMANDS[name]();
  return command.run(args);
}

function oneLine(message) {
  return message.replace(/\s*\n\s*/g, "; ");
}
