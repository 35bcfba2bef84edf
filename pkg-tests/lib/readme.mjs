// The fenced blocks of a Markdown page, by the headings above them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './package.mjs';

/** All blocks in their order: `{ heading, language, code }`. */
export function blocksOf(page) {
  const text = readFileSync(join(root, page), 'utf8');
  const found = [];
  let heading = '';
  for (const [, title, language, code] of text.matchAll(/^#+ (.+)$|^```(\w*)\n([^]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else found.push({ heading, language, code });
  }
  return found;
}
