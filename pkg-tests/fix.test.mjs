// `fix` of the package, over the table of mends that `tests/fix.rs` runs natively, and as a caller meets it.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { root } from './lib/package.mjs';

const { fix, check } = await import(new URL('../npm/dist/node.js', import.meta.url));
const NOW = { now: '2026-01-01T00:00:00Z' };
const top = join(root, 'pkg-tests/fix');

function folders(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const own = entries.some(({ name }) => name.startsWith('input.')) ? [folder] : [];
  return [...own, ...entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => folders(join(folder, name)))];
}

async function* pieces(bytes, size) {
  for (let start = 0; start < bytes.length; start += size) yield new Uint8Array(bytes.subarray(start, start + size));
}

describe('fix', () => {
  for (const folder of folders(top)) {
    test(relative(top, folder), async () => {
      const name = readdirSync(folder).find((one) => one.startsWith('input.'));
      const input = readFileSync(join(folder, name));
      const file = join(folder, name.replace('input', 'mended'));
      const expected = existsSync(file) ? readFileSync(file, 'utf8') : input.toString();
      const optionsFile = join(folder, 'options.json');
      const options = { ...NOW, ...(existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {}) };
      for (const source of [new Uint8Array(input), new Uint8Array(gzipSync(input)), pieces(input, 7)]) {
        const { files, applied, report, close } = await fix({ source, name }, options);
        assert.deepEqual(files.map((one) => one.name), [name]);
        assert.equal(await files[0].text(), expected);
        const done = applied.map(({ code, title, count }) => ({ code, title, count }));
        const order = (one, two) => `${one.code} ${one.title}`.localeCompare(`${two.code} ${two.title}`);
        assert.deepEqual(done.sort(order), JSON.parse(readFileSync(join(folder, 'applied.json'), 'utf8')).sort(order));
        assert.deepEqual(report, await check({ source: expected, name }, options));
        await close();
      }
    });
  }

  const commas = '{"type":"user","data":{"id":"ann",}}\n';

  test('the edits of findings mend what they are found in', async () => {
    const { findings: [{ fix: mend }] } = await check(commas, NOW);
    assert.deepEqual(mend, { title: 'remove the trailing commas', edits: [{ start: 33, end: 34, text: '' }] });
  });

  test('applied says where, in the order of the first places', async () => {
    const { applied } = await fix([commas, `\n${commas}`], NOW);
    assert.deepEqual(applied.map(({ title, count, first }) => [title, count, first.map(({ source, line }) => [source, line])]), [
      ['remove the trailing commas', 2, [[0, 1], [1, 2]]],
      ['remove the blank line', 1, [[1, 1]]],
    ]);
  });

  test('several documents are mended one by one and checked as one', async () => {
    const { files, report } = await fix([
      { name: 'users.jsonl', source: commas },
      { name: 'channels.jsonl', source: '{"type":"channel","data":{"id":"general","type":"messaging","created_by":"ann"}}\n' },
    ], NOW);
    assert.deepEqual(files.map(({ name }) => name), ['users.jsonl', 'channels.jsonl']);
    assert.equal(await files[0].text(), '{"type":"user","data":{"id":"ann"}}\n');
    assert.equal(report.ok, true);
  });

  test('a document of a megabyte goes through the spool, whatever its size and the place of its mends', async () => {
    const line = (id) => `{"type":"user","data":{"id":"u${id}","bio":"${'x'.repeat(900)}"}}\n`;
    const lines = Array.from({ length: 2000 }, (_, id) => line(id));
    const expected = lines.join('');
    const { files, applied } = await fix(lines.map((one, id) => (id % 100 === 50 ? one.replace('}}', ',}}') : one)).join(''), NOW);
    assert.equal(applied[0].count, 20);
    assert.equal(applied[0].first.length, 5);
    assert.ok(await files[0].text() === expected);
  });

  test('what a damaged file lost is still an error', async () => {
    const { report } = await fix(new Uint8Array(gzipSync(commas).subarray(0, -4)), NOW);
    assert.equal(report.ok, false);
    assert.equal(report.counts['bad-gzip'], 1);
  });

  test('it can be stopped', async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(fix(commas, { signal: controller.signal }), { name: 'AbortError' });
  });
});
