// The case files as documents: what is JSON as a whole, with the report that a check of it gives.
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const CASES = new URL('../cases/', import.meta.url);

/** Cases of one document that is JSON, or JSON Lines, as a whole: their name, their values and their report. */
export function* documents(folder = CASES) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const inner = new URL(`${entry.name}/`, folder);
    const [input] = readdirSync(inner).filter((name) => /^input\.jsonl?$/.test(name));
    const expected = new URL('expected.json', inner);
    // A profile describes an app that takes other things than a schema or a type can know of.
    if (input !== undefined && existsSync(expected) && !has(new URL('options.json', inner), 'profile')) {
      const text = readFileSync(new URL(input, inner), 'utf8').replace(/^\ufeff/, '');
      const [lines, report] = [input.endsWith('l'), JSON.parse(readFileSync(expected, 'utf8'))];
      const values = parsed(text, lines);
      const [source, ...more] = report.sources ?? [];
      if (values !== undefined && source?.form === 'import' && source.resource !== null && more.length === 0) {
        yield { name: inner.pathname.slice(CASES.pathname.length), lines, values, report, source };
      }
    }
    yield* documents(inner);
  }
}

function has(file, key) {
  return existsSync(file) && Object.hasOwn(JSON.parse(readFileSync(file, 'utf8')), key);
}

function parsed(text, lines) {
  try {
    return lines ? text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line)) : [JSON.parse(text)];
  } catch {
    return undefined;
  }
}
