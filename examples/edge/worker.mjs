// An edge function that checks an import file while it arrives, and answers with the report: status 200 if there is no
// error, 422 if there is one. Nothing of the file is stored.
//
//   curl --data-binary @import.jsonl -H "content-type: application/jsonl" https://…

import { check } from "chat-preflight";

/** Bytes that one request may have. An edge function has little memory, and a check wants some for each id. */
const LARGEST = 32 * 1024 * 1024;

const MEDIA_TYPES = ["application/json", "application/jsonl", "application/x-ndjson"];

/** Why a request is refused, without a look at the data. */
class Refusal extends Error {
  constructor(status, message, headers = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export default {
  async fetch(request) {
    try {
      const report = await check(bodyOf(request), { maxFindings: 20, signal: request.signal });
      return Response.json(report, { status: report.ok ? 200 : 422 });
    } catch (error) {
      if (error instanceof Refusal) return Response.json({ error: error.message }, { status: error.status, headers: error.headers });
      throw error;
    }
  },
};

/** What is to be checked, as a stream. */
function bodyOf({ method, headers, body }) {
  if (method !== "POST") throw new Refusal(405, "send the file with POST", { allow: "POST" });
  const [mediaType] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  if (!MEDIA_TYPES.includes(mediaType.trim())) throw new Refusal(415, `the content type has to be ${MEDIA_TYPES.join(" or ")}`);
  if (Number(headers.get("content-length")) > LARGEST) throw tooLarge();
  if (body === null) throw new Refusal(400, "the body is empty");
  return limited(body);
}

/** The bytes of the body, as long as they are few enough: the header may lie, or be absent. */
async function* limited(body) {
  let length = 0;
  for await (const chunk of body) {
    // The check would unpack it, to who knows how many bytes.
    if (length === 0 && chunk[0] === 0x1f) throw new Refusal(415, "the body has to be sent as it is, not compressed");
    length += chunk.length;
    if (length > LARGEST) throw tooLarge();
    yield chunk;
  }
}

function tooLarge() {
  return new Refusal(413, `a file may have ${LARGEST} bytes`);
}
