// What the platform would answer, as `--format answer` and `--format stream-cli` print it.
import { titleOf } from "../words.js";

/** Why there is nothing to print; undefined if there is. */
export function whyNoAnswer({ platform, answer }, format) {
  if (platform === null) return "for the platform was not recognised; --platform names it";
  if (format === "stream-cli" && platform !== "stream") {
    return `for stream-cli knew Stream's imports alone, and this is ${titleOf(platform)}'s`;
  }
  return answer === null ? "for nothing of the input was read as an import" : undefined;
}

/** One text as it is; of several files or requests one reply a line, each with what it replies to. */
export function answerText(answer) {
  if ("text" in answer) return answer.text;
  return (answer.requests ?? answer.files).map((reply) => `${JSON.stringify(reply)}\n`).join("");
}
