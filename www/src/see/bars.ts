//! A picture of bars in which a range can be chosen, with a pointer or with the keyboard, and the numbers behind it.
//!
//! It is an SVG of paths and as wide as there is room: its colours are those of the page, in any scheme, and nothing has to be
//! drawn again when the window changes.

import { h } from "../dom";
import { svg } from "./svg";

/** What is counted in one stretch, from `from` to `to`, both included. */
export interface Bar {
  from: string;
  to: string;
  /** One number for each series, from the ground up. */
  values: number[];
}

export interface Picture {
  bars: Bar[];
  /** What there is to say of all of it. */
  summary: string;
  /** Whether this is only a part, or something is chosen in it: there is a way back then. */
  part: boolean;
}

export interface Words {
  id: string;
  title: string;
  /** The names of the series: they are their colours in the style sheet, too. */
  series: string[];
  /** What is counted, in the plural. */
  unit: string;
  /** What the way back is called. */
  whole: string;
}

const HEIGHT = 100;
/** The least height of a bar: what is rare has to be seen as well. */
const LEAST = 4;

type Range = [first: number, last: number];

export class Bars {
  readonly element: HTMLElement;
  #words: Words;
  #choose: (range: Range | null) => void;
  #picture: Picture = { bars: [], summary: "", part: false };
  /** The bars that are chosen. */
  #range: Range = [0, 0];
  #said = h("p", { class: "said" });
  #svg = svg("svg", { preserveAspectRatio: "none", "aria-hidden": "true" });
  #marked = svg("rect", { class: "marked", y: 0, height: HEIGHT });
  #from = slider("From");
  #to = slider("To");
  #ticks = h("div", { class: "ticks", "aria-hidden": "true" });
  #most = h("span", { class: "most", "aria-hidden": "true" });
  #whole: HTMLButtonElement;
  #data = h("details", { class: "data" }, h("summary", {}, "The numbers"));

  /** `choose` is told which bars were chosen, or that all are wanted again; `more` stands below the picture. */
  constructor(words: Words, choose: (range: Range | null) => void, more: HTMLElement | null = null) {
    this.#words = words;
    this.#choose = choose;
    const { id, title, series, unit, whole } = words;
    this.#whole = h("button", { type: "button", hidden: true }, whole);
    const back = (): void => {
      // The button goes; the keyboard's place is where the next choice is made.
      if (document.activeElement === this.#whole) this.#from.focus();
      choose(null);
    };
    this.#whole.addEventListener("click", back);
    this.#data.addEventListener("toggle", () => this.#fillData());
    const plot = h("div", { class: "plot" }, this.#svg, this.#most);
    this.#followPointer(plot);
    this.#followSliders();
    this.element = h("section", { class: "picture", id, "aria-labelledby": `${id}-title` },
      h("header", {},
        h("h3", { id: `${id}-title` }, title),
        series[0] !== unit && h("ul", { class: "legend" }, ...series.map((name) => h("li", { "data-series": name }, name))),
        this.#whole),
      this.#said,
      plot,
      h("div", { class: "sliders", role: "group", "aria-label": `${title}: range` }, this.#from, this.#to),
      this.#ticks,
      more,
      this.#data);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#whole.hidden) return;
      event.preventDefault();
      back();
    });
  }

  /** Says why what was chosen is not shown; all that is shown is chosen again. */
  refuse(why: string): void {
    this.#mark([0, this.#picture.bars.length - 1]);
    this.#whole.hidden = !this.#picture.part;
    this.#said.textContent = why;
  }

  show(picture: Picture): void {
    this.#picture = picture;
    const { bars, part } = picture;
    const count = bars.length;
    this.#whole.hidden = !part;
    this.#svg.setAttribute("viewBox", `0 0 ${count} ${HEIGHT}`);
    const most = Math.max(1, ...bars.map(sum));
    this.#most.textContent = String(most);
    this.#svg.replaceChildren(this.#marked, ...this.#words.series.map((name, series) =>
      svg("path", { "data-series": name, d: outline(bars, series, most) })));
    for (const [one, value] of [[this.#from, 0], [this.#to, count]] as const) {
      one.max = String(count);
      one.value = String(value);
    }
    const middle = bars[count >> 1];
    this.#ticks.replaceChildren(...[bars[0]?.from, count > 2 ? middle?.from : "", bars.at(-1)?.to].map((text) => h("span", {}, text)));
    this.#data.open = false;
    this.#data.querySelector(".scroll")?.remove();
    this.#mark([0, count - 1]);
  }

  /** Marks a range that was chosen before. */
  mark(range: Range): void {
    this.#mark(range);
    this.#whole.hidden = false;
  }

  /** Marks a range as chosen without asking for it. */
  #mark(range: Range): void {
    this.#range = range;
    const [first, last] = range;
    const { bars, summary } = this.#picture;
    const all = first === 0 && last === bars.length - 1;
    this.#marked.setAttribute("x", String(first));
    this.#marked.setAttribute("width", String(all ? 0 : last - first + 1));
    this.#from.value = String(first);
    this.#to.value = String(last + 1);
    this.#from.setAttribute("aria-valuetext", bars[first]?.from ?? "");
    this.#to.setAttribute("aria-valuetext", bars[last]?.to ?? "");
    this.#said.textContent = all ? summary : this.#tell(range);
  }

  /** What the bars of a range come to. */
  #tell([first, last]: Range): string {
    const chosen = this.#picture.bars.slice(first, last + 1);
    const from = chosen[0]?.from ?? "";
    const to = chosen.at(-1)?.to ?? "";
    return `${from === to ? from : `${from} to ${to}`}: ${chosen.reduce((total, bar) => total + sum(bar), 0)} ${this.#words.unit}`;
  }

  #commit(range: Range): void {
    const all = range[0] === 0 && range[1] === this.#picture.bars.length - 1;
    this.#mark(range);
    this.#whole.hidden = all && !this.#picture.part;
    // All of a part is no way back to the whole.
    if (!all || !this.#picture.part) this.#choose(all ? null : range);
  }

  #followPointer(plot: HTMLElement): void {
    let start: number | null = null;
    const barAt = (event: PointerEvent): number => {
      const { left, width } = plot.getBoundingClientRect();
      const { length } = this.#picture.bars;
      return Math.max(0, Math.min(length - 1, Math.floor((event.clientX - left) / width * length)));
    };
    const between = (a: number, b: number): Range => [Math.min(a, b), Math.max(a, b)];
    let chosen: Range = [0, 0];
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      plot.setPointerCapture(event.pointerId);
      start = barAt(event);
      chosen = this.#range;
      this.#mark([start, start]);
    });
    plot.addEventListener("pointermove", (event) => {
      const at = barAt(event);
      if (start === null) this.#said.textContent = this.#tell([at, at]);
      else this.#mark(between(start, at));
    });
    plot.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const range = between(start, barAt(event));
      start = null;
      this.#commit(range);
    });
    // A finger that scrolls the page has chosen nothing.
    plot.addEventListener("pointercancel", () => {
      if (start === null) return;
      start = null;
      this.#mark(chosen);
    });
    plot.addEventListener("pointerleave", () => {
      if (start === null) this.#mark(this.#range);
    });
  }

  #followSliders(): void {
    const range = (moved: HTMLInputElement): Range => {
      const count = this.#picture.bars.length;
      // Neither passes the other.
      if (moved === this.#from) return [Math.min(Number(this.#from.value), Number(this.#to.value) - 1), Number(this.#to.value) - 1];
      return [Number(this.#from.value), Math.min(count, Math.max(Number(this.#to.value), Number(this.#from.value) + 1)) - 1];
    };
    for (const one of [this.#from, this.#to]) {
      one.addEventListener("input", () => this.#mark(range(one)));
      one.addEventListener("change", () => this.#commit(range(one)));
    }
  }

  /** A table of what the picture shows, made when somebody looks. */
  #fillData(): void {
    if (!this.#data.open || this.#data.querySelector(".scroll") !== null) return;
    const { series } = this.#words;
    this.#data.append(h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${this.#words.title}: the numbers` },
      h("table", { class: "numbers" },
        h("thead", {}, h("tr", {}, ...["from", "to", ...series].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, ...this.#picture.bars.filter((bar) => sum(bar) > 0).map(({ from, to, values }) =>
          h("tr", {}, h("th", { scope: "row" }, from), h("td", {}, to), ...values.map((value) => h("td", {}, value))))))));
  }
}

function sum({ values }: Bar): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The bars of one series, on top of those before it. */
function outline(bars: Bar[], series: number, most: number): string {
  return bars.map(({ values }, index) => {
    const height = (value: number): number => (value === 0 ? 0 : Math.max(LEAST, value / most * HEIGHT));
    const size = height(values[series] ?? 0);
    const below = values.slice(0, series).reduce((total, value) => total + height(value), 0);
    const top = Math.max(0, HEIGHT - below - size);
    return size === 0 ? "" : `M${index + 0.06} ${top.toFixed(2)}h.88V${Math.max(top, HEIGHT - below).toFixed(2)}h-.88z`;
  }).join("");
}

function slider(label: string): HTMLInputElement {
  return h("input", { type: "range", min: 0, max: 0, step: 1, "aria-label": label });
}
