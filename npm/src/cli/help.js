// What --help prints.
import PLATFORMS from "../platforms.js";
import CONVERT from "./help-convert.js";
import FIX from "./help-fix.js";

/** What each platform has, one a line; those that have nothing are left out. */
function table(what) {
  const width = Math.max(...PLATFORMS.map(({ name }) => name.length));
  return PLATFORMS.filter((platform) => platform[what].length > 0)
    .map((platform) => `${" ".repeat(24)}${platform.name.padEnd(width)}  ${platform[what].join(", ")}`)
    .join("\n");
}

const ALL = `\
chat-preflight checks and converts chat-import files before you upload them. Nothing leaves your machine.

  chat-preflight check   FILE|DIR|- …  what the platform would refuse, where, and what to do
  chat-preflight fix     FILE|DIR|- …  the same file with what is safe to mend mended
  chat-preflight convert FILE|DIR|- …  the same history as another platform imports it
  chat-preflight detect  FILE|DIR|- …  which platform and format a file is for
  chat-preflight rules   [CODE …]      what a finding means
  chat-preflight --help | --version

chat-preflight COMMAND --help has the flags of a command.

Exit code: 0 no error, 1 at least one error, 2 it could not run.
`;

const COMMANDS = {
  check: `\
chat-preflight check [flags] FILE|DIR|- …

Several files are one import: what one of them refers to may stand in another. A folder is read with all folders in it,
in the order of names, without dotfiles, and so is a zip. - is standard input. Gzip and zip are recognised by content.

What is in the files (recognised, if not said):
  --platform P          ${PLATFORMS.map(({ name }) => name).join(", ")}
  --dialect D           the form of the files, where a platform knows several:
${table("dialects")}
  --resource R          for the file that follows, what it holds:
${table("resources")}
  --channel ID          for the file that follows: the channel that it belongs to, where it does not say so itself
  --profile FILE        JSON that describes your app: existing ids, roles, limits
  --now TIME            the time of the check, such as 2026-01-31T12:00:00Z; later times are in the future

What is printed:
  --format F            text (for people), json (the whole report), jsonl (one finding a line, as soon as it is
                        found), sarif (2.1.0, for code hosts and editors), github (annotations of a run of Actions),
                        junit (for CI systems), answer (what the platform would answer: its JSON, or of several files
                        or requests those that have errors, one reply a line), stream-cli (what stream-cli chat
                        validate-import printed of Stream's array dialect)
  --answer A            wording of the answer in a json report: dashboard or stream-cli
  --max-findings N      most findings listed for one code; 0 lists all. Counts are always complete
  --threads N           threads for large files of Stream's JSON Lines, at most; as many as help if not said
  --ignore CODE         leave findings of this code out; may stand several times
  --severity CODE=LEVEL take findings of this code for error, warning or info; may stand several times
  --fail-on LEVEL       error (if not said) or warning: what makes the exit code 1
  --redact              short hashes in the place of ids, texts and names of files, so that the report can be shown
                        to others; the same text has the same hash. Short ids can be guessed from theirs
  -o, --output FILE     write the report there instead of standard output
  -q, --quiet           no progress on the terminal

Exit code: 0 no error, 1 at least one error, 2 it could not run.
`,
  convert: CONVERT,
  fix: FIX,
  detect: `\
chat-preflight detect [--format text|json] [-o FILE] FILE|DIR|- …

Says of each file which platform and format it is for. Exit code: 0 all recognised, 1 not all, 2 it could not run.
`,
  schema: `\
chat-preflight schema [-o FILE] PLATFORM [KIND]

Prints a JSON Schema (draft 2020-12), made from the tables of the checks: of any document that can be imported, or of a
kind of document (such as messages) or item (such as message). Stream's import is JSON Lines: its schema is that of one line.
A schema knows no references, duplicates and order: check does.
`,
  rules: `\
chat-preflight rules [--platform P] [--format text|json] [-o FILE] [CODE …]

Lists the codes of findings, or explains those that are named. With a platform, without those that only others have.
`,
};

/** The help of a command, or of the whole. */
export function help(command) {
  return Object.hasOwn(COMMANDS, command ?? "") ? COMMANDS[command] : ALL;
}
