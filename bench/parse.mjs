// JSON.parse of every line and nothing else: a lower bound for whatever is written in JavaScript.

import { eachLine, measure } from './lib/measure.mjs';

await measure((file) => {
  let items = 0;
  eachLine(file, (line) => {
    JSON.parse(line);
    items++;
  });
  return { items };
});
