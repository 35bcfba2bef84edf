// What `fix --help` prints.
import PLATFORMS from "../platforms.js";

const names = (what) => [...new Set(PLATFORMS.flatMap((platform) => platform[what]))].join(", ");

export default `\
chat-preflight fix --out PATH [flags] FILE|DIR|- …

Writes the files anew, with what can be mended without asking: comments, trailing commas and JavaScript's quotes in JSON;
names of fields under which something else is known; times in another unit; numbers in quotes, and ids without; items over
several lines, and out of order; requests with too many rows; lists that may be empty and have to be there. No id is made
up, no text is cut, nothing is left out. All else stays as it is, to the byte; what was compressed comes out uncompressed.

  --out PATH            the file to write, - for standard output; of several files, such as those of a folder or a zip,
                        the folder
  --force               replace what is there; never what is read

What is in the files (recognised, if not said):
  --platform P          ${names("name")}
  --dialect D           ${names("dialects")}
  --resource R          for the file that follows, what it holds:
                        ${names("resources")}
  --channel ID          for the file that follows: the channel that it belongs to, where it does not say so itself
  --profile FILE        JSON that describes your app: existing ids, roles, limits
  --now TIME            the time of the check, such as 2026-01-31T12:00:00Z

What is printed:
  --format F            text (for people) or json (the files, what was mended, the report)
  -q, --quiet           no progress on the terminal

Exit code: 0 no error is left, 1 errors are left, 2 it could not run.
`;
