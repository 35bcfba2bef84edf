// What a thread does: it checks a run of lines, and hands over what it knows of them.
import * as glue from "../chat_preflight.js";

/**
 * Answers messages: first `{ module, options }`, then `{ buffer, length }` for each piece of the run, then `{ end: true }`.
 * Gives each buffer back and says how far it is; at the end `{ partial }`, or nothing in it if it cannot be carried.
 */
export function worker(post) {
  let checker;
  return ({ module, options, buffer, length, end }) => {
    if (module !== undefined) {
      glue.initSync({ module });
      checker = new glue.Checker(options);
      checker.piece();
    } else if (buffer !== undefined) {
      checker.push(new Uint8Array(buffer, 0, length));
      post({ buffer, bytes: checker.bytes, items: checker.items, findings: checker.findings }, [buffer]);
    } else if (end) {
      const partial = checker.partial();
      checker.free();
      post({ ended: true, partial }, partial === undefined ? [] : [partial.buffer]);
    }
  };
}
