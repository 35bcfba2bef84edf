// A page that checks on its own thread, and then in a module worker; its title says what came out.
import { check } from "chat-preflight";

const text = '{"type":"user","data":{"name":"Ann"}}';
const { ok, findings } = await check(text);
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const answer = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
worker.postMessage(new Blob([text]));
document.title = `${ok} ${findings[0].code} ${await answer}`;
