// A thread of a browser's.
import { worker } from "./work.js";

const answer = worker((message, transfer) => self.postMessage(message, transfer));
self.addEventListener("message", ({ data }) => answer(data));
