//! Findings along the input: whether they are everywhere, or begin somewhere. A range of it filters the list.

import type { Severity } from "chat-preflight";
import { counted } from "../dom";
import type { Result } from "../protocol";
import { Bars, type Bar } from "./bars";
import type { Extent } from "./extent";
import type { Filter } from "./filter";
import { eachInSlices } from "./slices";
import { SEVERITIES } from "./words";

const MOST_BARS = 120;

const NAMES = Object.keys(SEVERITIES) as Severity[];

export interface Along {
  element: HTMLElement;
  /** Marks a range that was chosen before. */
  show(range: NonNullable<Filter["range"]>): void;
  /** Forgets the range. */
  clear(): void;
}

/** Nothing where a picture of one or two would say nothing. */
export async function alongView(
  { report, findings }: Result, extent: Extent, current: () => boolean, choose: (range: Filter["range"]) => void,
): Promise<Along | null> {
  if (findings.length < 3) return null;
  const count = Math.min(MOST_BARS, extent.length);
  const edge = (index: number): number => Math.ceil(index * extent.length / count);
  const counts = Array.from({ length: count }, () => NAMES.map(() => 0));
  const whole = await eachInSlices(findings.length, current, (index) => {
    const { severity, position } = findings[index]!;
    const at = Math.min(count - 1, Math.floor(extent.at(position) / extent.length * count));
    counts[at]![NAMES.indexOf(severity)]! += 1;
  });
  if (!whole) return null;
  const present = NAMES.map((_, series) => counts.some((values) => values[series]! > 0));
  const label = (place: number): string => {
    const { source, byte } = extent.split(place);
    return report.sources.length > 1 ? `${report.sources[source]?.name ?? `file ${source + 1}`}, byte ${byte}` : `byte ${byte}`;
  };
  const bars = counts.map((values, index): Bar => ({
    from: label(edge(index)), to: label(edge(index + 1) - 1), values: values.filter((_, series) => present[series]),
  }));
  const summary = `${counted(findings.length, "finding")}${report.dropped > 0 ? " that are listed" : ""}, by place. Choose a range to see only its findings.`;
  const series = NAMES.filter((_, at) => present[at]).map((name) => `${SEVERITIES[name]}s`);
  const words = { id: "along", title: "Findings along the file", series, unit: "findings", whole: "Whole file" };
  const clear = (): void => picture.show({ bars, summary, part: false });
  const picture = new Bars(words, (range) => {
    if (range === null) clear();
    choose(range === null ? null : [edge(range[0]), edge(range[1] + 1)]);
  });
  clear();
  const barOf = (place: number): number => Math.min(count - 1, Math.floor(place / extent.length * count));
  return { element: picture.element, clear, show: ([start, end]) => picture.mark([barOf(start), barOf(end - 1)]) };
}
