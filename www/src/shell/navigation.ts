//! The views of the page, and which of them the address asks for. All but the check are loaded when they are first opened.

import { byId, h } from "../dom";
import type { Choice } from "../protocol";
import { whenQuiet } from "./quiet";

/** A view that was loaded. */
export interface Screen {
  element: HTMLElement;
  /** Shows what the address says behind the name of the view; gives the title for the window. */
  show(rest: string): string | Promise<string>;
  /** Takes what is dropped on the page, or handed over by the check. */
  take?(files: File[], choice?: Choice): Promise<void> | void;
}

/** What a view may ask of the page. */
export interface Page {
  say(text: string): void;
  /** Shows files in the check view. */
  check(files: File[], choice: Choice): void;
}

const LOADERS = {
  edit: async () => (await import("../edit/view")).createScreen,
  reference: async () => (await import("../reference/view")).createScreen,
  codes: async () => (await import("../reference/codes-view")).createScreen,
  compare: async () => (await import("../compare/view")).createScreen,
};

type Name = keyof typeof LOADERS;

const place = byId("other-view");
const checkView = byId("check-view");

export class Navigation {
  #page: Page;
  #screens = new Map<Name, Promise<Screen>>();
  /** The view that is shown; `check` until the address says something else. */
  #shown: Name | "check" = "check";
  /** The window's title while the check is shown. */
  #checkTitle = document.title;
  /** Grows with every change of the address: what loads for an earlier one is not shown any more. */
  #latest = 0;

  constructor(page: Page) {
    this.#page = page;
    addEventListener("hashchange", () => void this.#follow(true));
    // The address belongs to the views; the link still works where there is no script.
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("main").focus();
    });
    void this.#follow(false);
  }

  /** The title of the window, now or when the check is shown again. */
  set checkTitle(title: string) {
    this.#checkTitle = title;
    if (this.#shown === "check") document.title = title;
  }

  /** Goes to the check view. */
  check(): void {
    if (this.#shown !== "check") location.hash = "check";
  }

  /** Opens a file in the editor. */
  async edit(file: File, choice: Choice): Promise<void> {
    location.hash = "edit";
    await this.#hand([file], choice);
  }

  /** Gives dropped files to the view that is shown, if it wants any. */
  take(files: File[]): boolean {
    if (this.#shown !== "edit") return false;
    void this.#hand(files);
    return true;
  }

  async #hand(files: File[], choice?: Choice): Promise<void> {
    // That a view cannot be loaded stands in its place.
    const screen = await this.#screen("edit").catch(() => undefined);
    await screen?.take?.(files, choice);
  }

  async #follow(moved: boolean): Promise<void> {
    this.#latest += 1;
    const turn = this.#latest;
    const [name, rest] = routeOf(location.hash);
    mark(name);
    if (name === "check") {
      const returns = this.#shown !== "check";
      this.#shown = name;
      place.hidden = true;
      checkView.hidden = false;
      document.title = this.#checkTitle;
      if (returns) (anchor() ?? byId("check-title")).focus();
      return;
    }
    const changes = this.#shown !== name;
    this.#shown = name;
    checkView.hidden = true;
    place.hidden = false;
    try {
      if (changes) place.replaceChildren(h("p", { class: "quiet" }, "Loading; while a check runs, nothing is loaded until it has ended."));
      const screen = await this.#screen(name);
      if (turn !== this.#latest) return;
      if (changes) place.replaceChildren(screen.element);
      const title = await screen.show(rest);
      if (turn !== this.#latest) return;
      document.title = `${title}: chat-preflight`;
    } catch (error) {
      if (turn !== this.#latest) return;
      place.replaceChildren(h("h2", { tabindex: -1 }, "This view could not be loaded"),
        h("p", {}, `${error instanceof Error ? error.message : String(error)}. Reload the page to try again.`));
    }
    if (moved && changes) {
      scrollTo(0, 0);
      place.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    }
  }

  #screen(name: Name): Promise<Screen> {
    const known = this.#screens.get(name);
    if (known !== undefined) return known;
    const screen = whenQuiet(async () => (await LOADERS[name]())(this.#page));
    this.#screens.set(name, screen);
    // What failed once may work when it is opened again.
    screen.catch(() => this.#screens.delete(name));
    return screen;
  }
}

/** The view that an address names, and what stands behind that: `#reference/stream/message`. */
function routeOf(hash: string): [Name | "check", string] {
  const [, name, rest] = /^#([a-z]+)(?:\/(.*))?$/s.exec(hash) ?? [];
  return name !== undefined && Object.hasOwn(LOADERS, name) ? [name as Name, rest ?? ""] : ["check", ""];
}

/** What the address points to inside of the check view. */
function anchor(): HTMLElement | null {
  const element = document.getElementById(location.hash.slice(1));
  if (element === null || !checkView.contains(element)) return null;
  element.scrollIntoView();
  return element;
}

function mark(name: Name | "check"): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#views a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
