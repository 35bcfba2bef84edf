//! The built-in samples. They are part of the script, so that picking one asks nobody for anything.

import brokenArray from "../samples/stream-broken-array.json?raw";
import broken from "../samples/stream-broken.jsonl?raw";
import goodArray from "../samples/stream-good-array.json?raw";
import good from "../samples/stream-good.jsonl?raw";

export interface Sample {
  name: string;
  title: string;
  text: string;
}

export const samples: Sample[] = [
  { name: "stream-good.jsonl", title: "good", text: good },
  { name: "stream-broken.jsonl", title: "broken", text: broken },
  { name: "stream-good-array.json", title: "good, older array", text: goodArray },
  { name: "stream-broken-array.json", title: "broken, older array", text: brokenArray },
];
