// A zip among the documents is the files that are in it.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { cwd, nameless, report, run, user, write } from './lib/command.mjs';
import { zipOf } from './lib/make-zip.mjs';

const node = await import(new URL('../npm/dist/node.js', import.meta.url));
// What browsers get: another inflater, another place for streams. Only its wasm has to come from somewhere.
const { createFacade } = await import(new URL('../npm/dist/facade.js', import.meta.url));
const { BlobSpool } = await import(new URL('../npm/dist/spool-blob.js', import.meta.url));
const web = createFacade({
  load: () => new WebAssembly.Module(readFileSync(new URL('../npm/dist/chat_preflight_bg.wasm', import.meta.url))),
  gzip: () => import(new URL('../npm/dist/gzip/web.js', import.meta.url)),
  createSpool: () => new BlobSpool(),
});

const message = '{"type":"message","data":{"id":"m","user":"ann","type":"regular","channel_type":"messaging","channel_id":"x","text":"hi"}}\n';
const export_ = zipOf([
  ['b/second.jsonl', nameless + message],
  ['a.jsonl', user('ann')],
  ['.DS_Store', 'x'], ['__MACOSX/a.jsonl', nameless], ['b/.hidden/c.jsonl', nameless], ['losses.json', '[]'], ['b/', ''],
  ['link.jsonl', 'a.jsonl', { link: true }],
]);

const bytesOf = (zip) => new Uint8Array(zip);
async function* inPieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield new Uint8Array(bytes.subarray(at, at + size));
}

for (const [where, { check, detect }] of Object.entries({ node, web })) {
  describe(`a zip, ${where}`, () => {
    test('is its files in sorted order, without what is no data, however it is given', async () => {
      const sources = [bytesOf(export_), new Blob([export_]), inPieces(export_, 1), inPieces(export_, 1000)];
      for (const source of sources) {
        const { sources: documents, counts, findings, stats } = await check({ source, name: 'export.zip' });
        assert.deepEqual(documents.map(({ name }) => name), ['export.zip/a.jsonl', 'export.zip/b/second.jsonl']);
        // Ann is in another file, the channel in none: that takes a second reading.
        assert.deepEqual(counts, { 'missing-field': 1, 'unknown-reference': 1 });
        assert.deepEqual(findings.map(({ position }) => [position.source, position.line]), [[1, 1], [1, 2]]);
        assert.deepEqual(stats.total.users, 2);
      }
      assert.deepEqual((await check(bytesOf(export_))).sources.map(({ name }) => name), ['a.jsonl', 'b/second.jsonl']);
      assert.equal((await detect(bytesOf(export_))).platform, 'stream');
    });

    test('is told by its content, and may be written in many ways', async () => {
      const ways = [
        [{ stored: true }], [{ descriptor: true }], [{ wide: true }], [{ wide: true, descriptor: true }, { wide: true }], [{}, { comment: 'PK\u0005\u0006 a comment' }],
      ];
      for (const [how, whole] of ways) {
        const { ok, sources } = await check({ source: bytesOf(zipOf([['a', user('ann'), how]], whole)), name: 'x.jsonl' });
        assert.deepEqual([ok, sources.map(({ name }) => name)], [true, ['x.jsonl/a']], JSON.stringify(how));
      }
      const { counts } = await check({ source: new TextEncoder().encode(user('ann')), name: 'x.zip' });
      assert.deepEqual(counts, {});
    });

    test('may hold gzip, of which faults are told as ever', async () => {
      const packed = gzipSync(user('ann'));
      assert.equal((await check(bytesOf(zipOf([['a.gz', packed]])))).ok, true);
      const { counts } = await check(bytesOf(zipOf([['a.gz', packed.subarray(0, -3)]])));
      assert.deepEqual(counts, { 'bad-gzip': 1 });
    });

    test('that is damaged gets a finding, and the rest is checked', async () => {
      const long = Array.from({ length: 5000 }, (_, at) => user(`user-${at * 7919}`)).join('');
      const rows = [
        ['encrypted', { encrypted: true }, /encrypted/, 0],
        ['another method', { method: 14 }, /method 14/, 0],
        ['a wrong checksum', { crc: 1 }, /checksum/, 5000],
        ['damaged data', { pack: brokenOff }, /damaged/, 500],
      ];
      for (const [what, how, words, least] of rows) {
        const seen = [];
        const zip = zipOf([['a.jsonl', long, how], ['b.jsonl', user('zoe')]]);
        const { ok, counts, findings, stats } = await check(bytesOf(zip), { onFinding: (finding) => seen.push(finding) });
        const found = findings.find(({ code }) => code === 'bad-zip');
        assert.match(found.message, words, what);
        assert.deepEqual([ok, counts['bad-zip'], found.position.source, counts['empty-input']], [false, 1, 0, undefined], what);
        assert.ok(stats.total.users > least, what);
        assert.deepEqual(sorted(seen), sorted(findings), what);
      }
    });

    test('that is no zip any more gets one finding', async () => {
      for (const [zip, words] of [
        [export_.subarray(0, 300), /cut off/],
        [export_.subarray(0, -1), /cut off/],
        [zipOf([['.hidden', '']]), /no file to read/],
        [zipOf([]), /no file to read/],
        [Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5)]), /cut off/],
        [withDirectoryAt(export_, 3), /directory is damaged/],
        [withDirectoryAt(export_, 0xfffffff0), /cut off/],
      ]) {
        const { ok, counts, dropped, findings: [finding] } = await check(bytesOf(zip));
        assert.deepEqual([ok, counts, dropped], [false, { 'bad-zip': 1 }, 0], String(words));
        assert.match(finding.message, words);
      }
    });

    test('that blows up is read in little memory', async () => {
      const bomb = zipOf([['a.jsonl', `${user('ann')}${' '.repeat(200 << 20)}`]]);
      assert.ok(bomb.length < 1 << 20);
      const before = process.memoryUsage().rss;
      let most = 0;
      const { stats } = await check(bytesOf(bomb), { maxFindings: 1, onProgress: () => { most = Math.max(most, process.memoryUsage().rss); } });
      assert.ok(stats.bytes > 200 << 20);
      assert.ok(most - before < 150 << 20, `${(most - before) >> 20} MiB`);
    });
  });
}

describe('a zip on the command line', () => {
  test('is checked, converted and recognised', () => {
    write('export.zip', export_);
    const { sources, counts } = report(['export.zip']);
    assert.deepEqual(sources.map(({ name }) => name), ['export.zip/a.jsonl', 'export.zip/b/second.jsonl']);
    assert.deepEqual(counts, { 'missing-field': 1, 'unknown-reference': 1 });
    assert.deepEqual(report(['-'], { input: export_ }).sources.map(({ name }) => name), ['-/a.jsonl', '-/b/second.jsonl']);
    assert.match(run(['check', 'export.zip']).stdout, /^  export\.zip\/b\/second\.jsonl:1:23  user data\.id$/m);
    mkdirSync(join(cwd, 'folder'));
    write('folder/export.zip', export_);
    assert.deepEqual(report(['folder']).sources.map(({ name }) => name), [join('folder', 'export.zip/a.jsonl'), join('folder', 'export.zip/b/second.jsonl')]);
    assert.match(run(['detect', 'export.zip']).stdout, /^export\.zip: stream import jsonl/);
    const { status, stdout } = run(['convert', 'export.zip', '--to', 'talkjs', '--out', 'talk', '--format', 'json']);
    const { sources: read, stats } = JSON.parse(stdout);
    assert.deepEqual([status, read.map(({ name }) => name), stats.read.users], [1, ['export.zip/a.jsonl', 'export.zip/b/second.jsonl'], 2]);
  });
});

function sorted(findings) {
  return findings.map((finding) => JSON.stringify(finding)).sort();
}

/** Deflated data that make no sense behind the first block. */
function brokenOff(plain) {
  const size = 60_000;
  const block = Buffer.from([0, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255]);
  return Buffer.concat([block, plain.subarray(0, size), Buffer.from([7])]);
}

/** The same zip with another place of its directory. */
function withDirectoryAt(zip, place) {
  const changed = Buffer.from(zip);
  changed.writeUInt32LE(place, changed.length - 6);
  return changed;
}
