import { check } from "chat-preflight";

onmessage = async ({ data }) => {
  const { findings } = await check(data);
  postMessage(findings[0].code);
};
