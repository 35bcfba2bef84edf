// One file with everything in it: wasm, gzip, rules and schemas.
import { Checker, check, init, rules, schema } from "chat-preflight/inline";

async function run() {
  await init();
  const bytes = new TextEncoder().encode('{"type":"user","data":{"name":"Ann"}}\n');
  const checker = new Checker();
  checker.push(bytes);
  const taken = checker.bytes;
  checker.free();
  const zipped = await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  const { findings } = await check(zipped);
  return `${findings[0].code} ${taken} ${(await rules("stream")).length > 40} ${(await schema("stream", "user")).type}`;
}

const say = typeof document === "undefined" ? console.log : (said) => { document.title = said; };
run().then(say, (error) => say(`failed: ${error.stack}`));
