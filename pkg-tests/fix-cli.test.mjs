// `chat-preflight fix`, as a person and as a script meet it.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { NOW, cwd, nameless, run, user, write } from './lib/command.mjs';
import { zipOf } from './lib/make-zip.mjs';

const commas = '{"type":"user","data":{"id":"ann",}}\n';
const read = (name) => readFileSync(join(cwd, name), 'utf8');
/** What is left beside files that were written. */
const hidden = (folder = '.') => readdirSync(join(cwd, folder)).filter((name) => name.startsWith('.'));
write('commas.jsonl', commas);

describe('chat-preflight fix', () => {
  test('writes the mended file, says what it did, and leaves the input alone', () => {
    const { status, stdout, stderr } = run(['fix', 'commas.jsonl', '--out', 'mended.jsonl', ...NOW]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(read('mended.jsonl'), user('ann'));
    assert.equal(read('commas.jsonl'), commas);
    assert.match(stdout, /^Mended:\n  1×  remove the trailing commas  malformed-json, at 1:35\n\nmended\.jsonl  36 bytes\n\nWhat was written, checked:\n\n/);
    assert.deepEqual(hidden(), []);
  });

  test('exits with 1 if errors are left', () => {
    const { status, stdout } = run(['fix', write('left.jsonl', commas + nameless), '--out', 'left.out', ...NOW]);
    assert.equal(status, 1);
    assert.match(stdout, /user\.id is missing/);
    assert.equal(read('left.out'), user('ann') + nameless);
  });

  test('what is left is told of the file that was written, with its line', () => {
    const name = write('placed.jsonl', '{"type":"user","data":{"id":"ann"}}\n \n{"type":"user","data":{"id":"b b"}}\n');
    const { stdout } = run(['fix', name, '--out', 'placed.out', ...NOW]);
    assert.match(stdout, /\nplaced\.out: Stream import/);
    assert.match(stdout, /\n  placed\.out:2:29  user data\.id\n.*\n +2 \| \{"type":"user","data":\{"id":"b b"\}\}\n +\| +\^{5}\n/);
    const { report, applied } = JSON.parse(run(['fix', name, '--out', 'placed.out', '--force', '--format', 'json', ...NOW]).stdout);
    assert.deepEqual([report.sources[0].name, applied[0].first[0].line], ['placed.out', 2]);
  });

  test('standard output has the file and nothing else', () => {
    const { status, stdout, stderr } = run(['fix', 'commas.jsonl', '--out', '-', ...NOW]);
    assert.deepEqual([status, stdout, existsSync(join(cwd, '-'))], [0, user('ann'), false]);
    assert.match(stderr, /^Mended:\n.*\n\n-  36 bytes\n/);
    const several = run(['fix', 'commas.jsonl', 'good.jsonl', '--out', '-', ...NOW]);
    assert.deepEqual([several.status, several.stdout], [2, '']);
    assert.match(several.stderr, /standard output takes one file/);
  });

  test('a file with nothing to mend comes out the same', () => {
    const { status, stdout } = run(['fix', 'good.jsonl', '--out', 'same.jsonl', ...NOW]);
    assert.equal(status, 0);
    assert.match(stdout, /^There was nothing to mend/);
    assert.equal(read('same.jsonl'), read('good.jsonl'));
  });

  test('what is compressed comes out uncompressed, in a folder without .gz', () => {
    writeFileSync(join(cwd, 'a.jsonl.gz'), gzipSync(commas));
    const { status } = run(['fix', 'a.jsonl.gz', 'good.jsonl', '--out', 'folder', ...NOW]);
    assert.equal(status, 1, 'ann is in both of them');
    assert.equal(read('folder/a.jsonl'), user('ann'));
    assert.equal(read('folder/good.jsonl'), read('good.jsonl'));
    assert.deepEqual(hidden('folder'), []);
  });

  test('a folder comes out as one, with the folders in it', () => {
    mkdirSync(join(cwd, 'export/rest'), { recursive: true });
    write('export/a.jsonl', commas);
    write('export/rest/a.jsonl', user('bob'));
    const { status, stderr } = run(['fix', 'export', '--out', 'export-mended', ...NOW]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual([read('export-mended/a.jsonl'), read('export-mended/rest/a.jsonl')], [user('ann'), user('bob')]);
    assert.deepEqual([readdirSync(join(cwd, 'export-mended')).sort(), readdirSync(join(cwd, 'export-mended/rest'))], [['a.jsonl', 'rest'], ['a.jsonl']]);
  });

  test('a zip of several files comes out as a folder', () => {
    write('several.zip', zipOf([['a.jsonl', commas], ['rest/b.jsonl.gz', gzipSync(user('bob'))]]));
    for (const [args, input] of [[['several.zip']], [['-'], readFileSync(join(cwd, 'several.zip'))]]) {
      const out = `out-of-${args[0]}`;
      const { status, stdout, stderr } = run(['fix', ...args, '--out', out, ...NOW], { input });
      assert.deepEqual([status, stderr], [0, '']);
      assert.deepEqual([read(`${out}/a.jsonl`), read(`${out}/rest/b.jsonl`)], [user('ann'), user('bob')]);
      assert.ok(stdout.includes(join(out, 'rest/b.jsonl')), stdout);
      assert.deepEqual([hidden(out), hidden(`${out}/rest`)], [[], []]);
    }
    const again = run(['fix', 'several.zip', '--out', 'out-of-several.zip', ...NOW]);
    assert.equal(again.status, 2);
    assert.match(again.stderr, /a\.jsonl" is there; --force replaces it/);
    assert.equal(run(['fix', 'several.zip', 'good.jsonl', '--out', 'out-of-several.zip', '--force', ...NOW]).status, 1, 'ann and bob are in both of them');
    assert.equal(read('out-of-several.zip/good.jsonl'), read('good.jsonl'));
  });

  test('a zip of one file comes out as a file', () => {
    write('one.zip', zipOf([['deep/in/a.jsonl', commas]]));
    assert.equal(run(['fix', 'one.zip', '--out', 'one.jsonl', ...NOW]).status, 0);
    assert.equal(read('one.jsonl'), user('ann'));
  });

  test('nothing in a zip is written outside of the folder', () => {
    // What leads upwards begins with a dot, and is passed over like all that does.
    const names = ['../../up.jsonl', '/root.jsonl', 'C:\\x\\drive.jsonl', 'a//b.jsonl'];
    write('evil.zip', zipOf(names.map((name, at) => [name, user(`user-${at}`)])));
    assert.equal(run(['fix', 'evil.zip', '--out', 'held/in', ...NOW]).status, 0);
    assert.deepEqual(readdirSync(join(cwd, 'held')), ['in']);
    const written = ['C_', 'C_/x', 'C_/x/drive.jsonl', 'a', 'a/b.jsonl', 'root.jsonl'].map((name) => join(...name.split('/')));
    assert.deepEqual(readdirSync(join(cwd, 'held/in'), { recursive: true }).sort(), written);
  });

  test('--format json is all of it', () => {
    const { stdout } = run(['fix', '--format', 'json', '-', '--out', 'piped.jsonl', ...NOW], { input: commas });
    const { files, applied, report } = JSON.parse(stdout);
    assert.deepEqual(files, ['piped.jsonl']);
    assert.deepEqual(applied.map(({ code, count }) => [code, count]), [['malformed-json', 1]]);
    assert.equal(report.ok, true);
  });

  test('--resource, --channel and --platform say what it is', () => {
    write('rows.json', '[{"text":"hi","sender":"ann","type":"UserMessage","timestamp":1706702400}]');
    const { status } = run(['fix', '--platform', 'talkjs', '--resource', 'messages', '--channel', 'c1', 'rows.json', '--out', 'rows.out', ...NOW]);
    assert.equal(status, 0);
    assert.equal(read('rows.out'), '[{"text":"hi","sender":"ann","type":"UserMessage","timestamp":1706702400000,"readBy":[]}]');
  });

  mkdirSync(join(cwd, 'sub'));
  write('sub/commas.jsonl', commas);
  write('taken.jsonl', 'mine');
  for (const [what, { args, say }] of Object.entries({
    'no file': { args: ['--out', 'x'], say: /nothing to mend: give a file/ },
    'no --out': { args: ['commas.jsonl'], say: /--out is missing/ },
    'the input as output': { args: ['commas.jsonl', '--out', './commas.jsonl', '--force'], say: /is to be read/ },
    'a file that is there': { args: ['commas.jsonl', '--out', 'taken.jsonl'], say: /taken\.jsonl" is there; --force replaces it/ },
    'a folder for one file': { args: ['commas.jsonl', '--out', 'sub'], say: /is a folder/ },
    'a file for several': { args: ['commas.jsonl', 'good.jsonl', '--out', 'taken.jsonl'], say: /is a file/ },
    'two files of one name': { args: ['commas.jsonl', 'sub/commas.jsonl', '--out', 'twins'], say: /two of the files/ },
    'a folder that is not there': { args: ['commas.jsonl', '--out', 'none/x'], say: /there is no folder/ },
    'a file that is not there': { args: ['none.jsonl', '--out', 'x'], say: /none\.jsonl/ },
    'a flag of another command': { args: ['commas.jsonl', '--out', 'x', '--strict'], say: /there is no flag --strict/ },
  })) {
    test(`${what} is no way to call it`, () => {
      const { status, stdout, stderr } = run(['fix', ...args]);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, say);
      assert.equal(read('taken.jsonl'), 'mine');
      for (const name of ['x', 'twins', 'none']) assert.ok(!existsSync(join(cwd, name)), name);
      assert.equal(read('commas.jsonl'), commas);
    });
  }

  test('--force replaces what is there', () => {
    write('old.jsonl', 'old');
    assert.equal(run(['fix', 'commas.jsonl', '--out', 'old.jsonl', '--force', ...NOW]).status, 0);
    assert.equal(read('old.jsonl'), user('ann'));
  });

  test('--help says what is mended', () => {
    const { status, stdout } = run(['fix', '--help']);
    assert.equal(status, 0);
    assert.match(stdout, /No id is made\nup/);
  });
});
