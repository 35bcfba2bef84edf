//! The platform's answer, made ready for showing and saving.

import type { Answer, FileAnswer, RequestAnswer } from "chat-preflight";
import { indent } from "./indent";
import type { AnswerView, ReplyView } from "./protocol";

/** Characters of all texts together that are shown; saving gives all of them. */
const SHOWN = 30_000;

/** Characters that a reply counts for beside its text, so that there are not too many of them either. */
const FRAME = 300;

export function viewOf(answer: Answer): AnswerView {
  if ("text" in answer) {
    const { text, cut } = indent(answer.text, SHOWN);
    return {
      to: "all",
      predicted: answer.predicted,
      omitted: answer.omitted,
      shown: [{ source: 0, request: null, items: null, status: null, text, cut }],
      count: 1,
      file: new Blob([answer.text], { type: "application/json" }),
    };
  }
  const [to, replies] = "files" in answer ? ["files" as const, answer.files] : ["requests" as const, answer.requests];
  return {
    to,
    predicted: replies.some(({ predicted }) => predicted),
    omitted: answer.omitted,
    shown: firstOf(replies),
    count: replies.length,
    file: new Blob(replies.map((reply) => `${JSON.stringify(reply)}\n`), { type: "application/jsonl" }),
  };
}

/** The first replies, as many as may be shown. */
function firstOf(replies: (FileAnswer | RequestAnswer)[]): ReplyView[] {
  const shown: ReplyView[] = [];
  let room = SHOWN;
  for (const reply of replies) {
    if (room <= 0) break;
    const { text, cut } = indent(reply.text, room);
    room -= text.length + FRAME;
    const { source, status } = reply;
    const asked = "method" in reply ? { request: `${reply.method} ${reply.path}`, items: reply.items } : { request: null, items: null };
    shown.push({ source, ...asked, status, text, cut });
  }
  return shown;
}
