// `schema`: the JSON Schema of what a platform imports.
import { schema } from "../node.js";
import { readArgs } from "./args.js";
import { Failure } from "./failure.js";
import { write } from "./write.js";

const FLAGS = { output: "string" };

export async function run(args) {
  const flags = {};
  const names = [];
  readArgs(args, FLAGS, {
    onFlag: (name, value) => { flags[name] = value; },
    onFile: (name) => names.push(name),
  });
  const [platform, kind, ...more] = names;
  if (platform === undefined || more.length > 0) throw new Failure("schema takes a platform, and the kind of item or document if you want one of them");
  write(JSON.stringify(await schema(platform, kind), null, 2), flags.output);
  return 0;
}
