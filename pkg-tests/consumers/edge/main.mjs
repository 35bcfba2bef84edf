// The entry point of browsers and edge runtimes, which Node takes under another condition: the wasm is handed over,
// gzip is unpacked without node:zlib, streams are kept in Blobs.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Checker, PreflightError, check, convert, init } from "chat-preflight";

let before;
try {
  new Checker();
} catch (error) {
  before = error;
}
const wasm = new URL("../node_modules/chat-preflight/dist/chat_preflight_bg.wasm", import.meta.url);
await init(readFileSync(wasm));

const bytes = new TextEncoder().encode('{"type":"user","data":{"name":"Ann"}}\n'.repeat(3000));
const [one, two] = [gzipSync(bytes.subarray(0, 5000)), gzipSync(bytes.subarray(5000))];
const options = { now: "2026-01-01T00:00:00Z" };
const plain = JSON.stringify(await check(bytes, options));
const zipped = JSON.stringify(await check(new Blob([one, two]), options));
const stream = JSON.stringify(await check(new Blob([one, two]).stream(), options));
const cut = await check(one.subarray(0, one.length - 4), options);
console.log(before instanceof PreflightError && before.code, plain === zipped, plain === stream);
const there = { ...options, to: "talkjs" };
const users = new TextEncoder().encode('{"method":"PUT","path":"/v1/{appId}/users","body":{"ann":{"name":"Ann"}}}\n');
const conversion = await convert(new Blob([gzipSync(users)]).stream(), there);
const [file] = conversion.files;
const texts = [await file.text(), await (await file.blob()).text(), await new Response(file.stream()).text()];
await conversion.close();
const closed = await file.text().catch(({ code }) => code);
console.log(cut.ok, cut.stats.bytes, cut.findings.at(-1).code, cut.counts["bad-gzip"]);
console.log(conversion.ok, file.name, new Set(texts).size, texts[0].length === file.size, closed);
