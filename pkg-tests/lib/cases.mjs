// The table of cases: folders with `input.*`, `expected.json` and, where the defaults do not do, `options.json`.
// `tests/cases.rs` reads the same table; the two have to agree on names, order and defaults.

import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** The time of the check where a case does not give one. */
const NOW = '2026-01-01T00:00:00Z';

const isInput = (name) => name.startsWith('input.') || name.startsWith('input-');

/** Folders under `top` that are cases, in sorted order. */
export function findCases(top) {
  const entries = readdirSync(top, { withFileTypes: true });
  const own = entries.some((entry) => entry.isFile() && (isInput(entry.name) || entry.name === 'expected.json'));
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return [...(own ? [top] : []), ...below.flatMap((name) => findCases(join(top, name)))];
}

/** Inputs, options and expected report of one case. */
export function readCase(folder) {
  const inputs = readdirSync(folder)
    .filter(isInput)
    .sort()
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
  if (inputs.length === 0) throw new Error(`${folder} has no input`);
  const optionsFile = join(folder, 'options.json');
  const options = existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {};
  return {
    inputs,
    options: { now: NOW, ...options },
    expected: readFileSync(join(folder, 'expected.json'), 'utf8'),
  };
}
