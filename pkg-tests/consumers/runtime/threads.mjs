// A file that is worth two threads, checked by one and by two.
import { Worker } from "node:worker_threads";
import { check } from "chat-preflight";

let pieces = 0;
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (...message) {
  pieces += 1;
  return postMessage.apply(this, message);
};
const user = (id) => `{"type":"user","data":{"id":"${id}","name":"${"x".repeat(1_000)}"}}\n`;
const block = (number) => Array.from({ length: 1_000 }, (_, at) => user(`${number}-${at}`)).join("");
const file = new Blob([...Array.from({ length: 90 }, (_, number) => block(number)), user("7-7")]);
const options = { now: "2026-01-01T00:00:00Z" };
const [one, two] = [await check(file, { ...options, threads: 1 }), await check(file, { ...options, threads: 2 })];
// The other thread got about half of it.
console.log(JSON.stringify(two) === JSON.stringify(one), two.counts["duplicate-id"], pieces > 20);
