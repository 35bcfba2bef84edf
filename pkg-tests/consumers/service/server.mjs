// A service that checks what is uploaded to it, while it arrives: POST a file, get its report.
import { createServer } from "node:http";
import { PreflightError, check } from "chat-preflight";

const LIMIT = 1 << 20;

/** The bytes of a request, as many as are allowed. */
async function* limited(request) {
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LIMIT) throw Object.assign(new Error(`more than ${LIMIT} bytes`), { status: 413 });
    yield chunk;
  }
}

const server = createServer(async (request, response) => {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const reply = (status, body) => {
    if (!response.writableEnded && !response.destroyed) response.writeHead(status, { "content-type": "application/json", connection: "close" }).end(JSON.stringify(body));
  };
  try {
    const report = await check(limited(request), { maxFindings: 10, signal: gone.signal });
    reply(report.ok ? 200 : 422, report);
  } catch (error) {
    if (gone.signal.aborted) console.log(`aborted: ${error.name === "AbortError" || error.code === "ECONNRESET"}`);
    else reply(error.status ?? (error instanceof PreflightError ? 400 : 500), { error: error.message });
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
