// workerd compiles no wasm: the package's entry point for it imports the module that was deployed with the script.
import { check } from "chat-preflight";

export default {
  async fetch(request) {
    const { ok, findings, answer } = await check(request.body);
    return Response.json({ ok, code: findings[0]?.code, errors: answer.body.errors.length });
  },
};
