//! A long list of rows of which only those near the window are in the page.

import { h } from "../dom";

/** Rows that come and go together. */
const BLOCK = 100;

/** How far beyond the window rows are there already. */
const MARGIN = "1500px 0px";

/** The rows from `first` on, up to `end`; `height` is about how many pixels one takes. */
export function blocksView(first: number, end: number, height: number, make: (index: number) => HTMLElement): HTMLElement {
  const list = h("div", { class: "blocks" });
  const starts = new Map<Element, number>();
  const fill = (block: HTMLElement): void => {
    const start = starts.get(block) ?? end;
    if (block.childElementCount > 0) return;
    for (let index = start; index < Math.min(end, start + BLOCK); index += 1) block.append(make(index));
    block.style.blockSize = "";
  };
  const empty = (block: HTMLElement, size: number): void => {
    // Never under the fingers of someone who walks through it with the keyboard.
    if (block.childElementCount === 0 || block.contains(document.activeElement)) return;
    block.style.blockSize = `${size}px`;
    block.replaceChildren();
  };
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (isIntersecting) fill(target as HTMLElement);
      else if (target.isConnected) empty(target as HTMLElement, boundingClientRect.height);
    }
  }, { rootMargin: MARGIN });
  for (let start = first; start < end; start += BLOCK) {
    const block = h("div", { class: "block" });
    starts.set(block, start);
    block.style.blockSize = `${height * Math.min(BLOCK, end - start)}px`;
    // Whoever asked for the list looks at its beginning.
    if (start === first) fill(block);
    list.append(block);
    near.observe(block);
  }
  return list;
}
