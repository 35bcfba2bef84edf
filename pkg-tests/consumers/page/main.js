// A page that checks on its own thread, in a module worker, and in several threads; its title says what came out.
import { check } from "chat-preflight";

const text = '{"type":"user","data":{"name":"Ann"}}';
const { ok, findings } = await check(text);
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const answer = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
worker.postMessage(new Blob([text]));
const said = await answer;

let threads = 0;
globalThis.Worker = class extends globalThis.Worker {
  constructor(...given) {
    super(...given);
    threads += 1;
  }
};
const users = (name) => Array.from({ length: 2_000 }, (_, number) => `{"type":"user","data":{"id":"${name}-${number}","about":"${"x".repeat(4_000)}"}}\n`).join("");
const large = new Blob(Array.from({ length: 10 }, (_, number) => users(number)));
const report = await check(large, { threads: 2 });
document.title = `${ok} ${findings[0].code} ${said} ${threads} ${report.ok} ${report.stats.items}`;
