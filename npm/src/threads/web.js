// How browsers start threads.

export const cores = () => globalThis.navigator?.hardwareConcurrency ?? 1;

/** `hear` gets the messages, `fail` is called if the thread breaks. */
export function startThread(hear, fail) {
  const thread = new Worker(new URL("./web-thread.js", import.meta.url), { type: "module" });
  thread.addEventListener("message", ({ data }) => hear(data));
  for (const event of ["error", "messageerror"]) {
    thread.addEventListener(event, (trouble) => {
      // Told by reading its part here; nobody else is to report it.
      trouble.preventDefault?.();
      fail();
    });
  }
  return {
    post: (message, transfer) => thread.postMessage(message, transfer),
    end: () => thread.terminate(),
  };
}
