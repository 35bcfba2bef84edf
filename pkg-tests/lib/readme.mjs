// What stands in a Markdown page: fenced blocks by the headings above them, and links.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from './package.mjs';

/** Where the files of this repository are on the web. */
const OURS = /^https:\/\/github\.com\/chat-preflight\/chat-preflight\/(?:blob|tree)\/main\//;

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

/** Links of a page to files and headings of this repository that are not there. */
export function deadLinks(page) {
  const targets = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  return targets.filter((target) => {
    const [path, anchor] = target.split('#');
    if (/^https?:/.test(path) && !OURS.test(path)) return false;
    const file = OURS.test(path) ? path.replace(OURS, '') : path === '' ? page : join(dirname(page), path);
    return !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
  });
}

function anchorsOf(page) {
  const headings = readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text]) => text.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}
