//! Checking a text a moment after it was changed; a newer text takes the place of one that is still checked.

import { CheckerClient } from "../checker";
import type { Choice, Result } from "../protocol";

/** Milliseconds without a change after which the text is checked. */
const PAUSE = 250;

export interface Checked {
  result: Result;
  text: string;
}

export class LiveCheck {
  #client = new CheckerClient();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #done: (checked: Checked) => void;
  #failed: (message: string) => void;

  constructor(done: (checked: Checked) => void, failed: (message: string) => void) {
    this.#done = done;
    this.#failed = failed;
  }

  /** Resolves when texts can be checked, or cannot. */
  get ready(): Promise<void> {
    return this.#client.ready;
  }

  /** Checks the text that `read` gives after the pause. */
  soon(read: () => { text: string; name: string; choice: Choice }, pause = PAUSE): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { text, name, choice } = read();
      void this.#client.check([new File([text], name)], choice, {
        detected: () => undefined,
        progress: () => undefined,
        done: (result) => this.#done({ result, text }),
        stopped: () => undefined,
        failed: (message) => this.#failed(message),
      });
    }, pause);
  }
}
