// A thread of Node's.
import { parentPort } from "node:worker_threads";
import { worker } from "./work.js";

parentPort.on("message", worker((message, transfer) => parentPort.postMessage(message, transfer)));
