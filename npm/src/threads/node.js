// How Node starts threads.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** `module` is where a thread's own code is: this module may be a part of another one. */
export const threadsOf = (module) => ({
  cores: () => availableParallelism(),
  /** `hear` gets the messages, `fail` is called if the thread breaks. */
  startThread(hear, fail) {
    // Flags of this process that a thread may not have would keep it from starting.
    const thread = new Worker(module, { execArgv: [], stdout: true, stderr: true });
    thread.on("message", hear);
    thread.on("error", fail);
    thread.on("exit", fail);
    return {
      post: (message, transfer) => thread.postMessage(message, transfer),
      end: () => {
        thread.removeAllListeners("exit");
        thread.terminate().catch(() => {});
      },
    };
  },
});
