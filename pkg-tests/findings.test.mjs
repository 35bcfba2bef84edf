// Findings as they appear, one by one: each of the report once, nothing else, and early.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';

import { findCases, readCase } from './lib/cases.mjs';
import { cli, cwd, nameless, report, run, user, write } from './lib/command.mjs';

const { Checker, check } = await import(new URL('../npm/dist/node.js', import.meta.url));

const sorted = (findings) => findings.map((finding) => JSON.stringify(finding)).sort();
/** Much more than is gathered before it is looked at. */
const filler = Array.from({ length: 60_000 }, (_, at) => user(`user-${at}`)).join('');

describe('onFinding', () => {
  test('gets what the report lists, for all cases', async () => {
    for (const folder of findCases(fileURLToPath(new URL('cases/', import.meta.url)))) {
      const { inputs, options } = readCase(folder);
      const parts = inputs.map(({ name, bytes }) => ({ name, source: bytes }));
      for (const more of [{}, { maxFindings: 1 }]) {
        const given = [];
        const { findings } = await check(parts, { ...options, ...more, onFinding: (finding) => given.push(finding) });
        assert.deepEqual(sorted(given), sorted(findings), folder);
      }
    }
  });

  test('gets them in the order of the file, then what the end decides, and a duplicate when it is complete', async () => {
    const text = `${user('ann')}${nameless}${user('ann')}{"type":"device","data":{"id":"d","user_id":"zed","created_at":"2024-01-01T00:00:00Z","push_provider_type":"apn","push_provider_name":"p"}}\n{"type":"user","data":{"id":"a.b"}}\n`;
    const given = [];
    await check(text, { onFinding: (finding) => given.push(finding) });
    assert.deepEqual(given.map(({ code, position }) => [code, position.line]),
      [['missing-field', 2], ['wrong-order', 5], ['invalid-characters', 5], ['duplicate-id', 3], ['unknown-reference', 4]]);
    assert.equal(given[3].related.length, 1);
  });

  test('gets the first one before the input is at its end', async () => {
    let read = 0;
    let readBefore;
    async function* source() {
      yield Buffer.from(nameless);
      for (let at = 0; at < filler.length; at += 65_536) {
        read += 1;
        yield Buffer.from(filler.slice(at, at + 65_536));
      }
    }
    await check(source(), { onFinding: () => { readBefore ??= read; } });
    assert.ok(readBefore < read / 2, `${readBefore} of ${read}`);
  });

  test('has to be a function, and what it throws ends the check', async () => {
    await assert.rejects(check(nameless, { onFinding: 1 }), { name: 'PreflightError', code: 'bad-option' });
    await assert.rejects(check(nameless, { onFinding: () => { throw new Error('enough'); } }), /enough/);
    assert.equal((await check(nameless)).ok, false);
  });

  test('is takeFindings() in the push API', () => {
    const checker = new Checker();
    const bytes = new TextEncoder().encode(user('ann') + nameless + user('ann'));
    const given = [...checker.takeFindings()];
    let outcome;
    do {
      checker.push(bytes);
      outcome = checker.finish();
      given.push(...checker.takeFindings());
    } while (outcome.replay);
    assert.deepEqual(sorted(given), sorted(outcome.findings));
    assert.deepEqual(checker.takeFindings(), []);
    checker.free();
  });
});

describe('jsonl', () => {
  test('is written while the check runs', async () => {
    const child = spawn(process.execPath, [cli, 'check', '-', '--format', 'jsonl'], { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.on('error', () => {});
    child.stdin.write(nameless + filler);
    // It comes although the input goes on; were it held back, nothing would ever come.
    const [first] = await once(child.stdout, 'data');
    assert.equal(JSON.parse(String(first).split('\n')[0]).code, 'missing-field');
    child.stdin.end();
    child.stdout.resume();
    const [status] = await once(child, 'close');
    assert.equal(status, 1);
  });

  test('obeys --ignore, --severity, --max-findings and --output, and the exit code follows --fail-on', () => {
    const name = write('policy.jsonl', nameless.repeat(150) + '{"type":"user","data":{"id":"a.b"}}\n\n');
    const lines = (...flags) => {
      const { status, stdout } = run(['check', name, '--format', 'jsonl', ...flags]);
      return [status, stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line))];
    };
    const counted = (found) => found.reduce((counts, { code, severity }) => ({ ...counts, [`${severity} ${code}`]: (counts[`${severity} ${code}`] ?? 0) + 1 }), {});
    const rows = [
      [[], 1, { 'error missing-field': 100, 'error invalid-characters': 1, 'warning blank-line': 1 }],
      [['--max-findings', '0'], 1, { 'error missing-field': 150, 'error invalid-characters': 1, 'warning blank-line': 1 }],
      [['--max-findings', '2', '--ignore', 'invalid-characters'], 1, { 'error missing-field': 2, 'warning blank-line': 1 }],
      // Whether one of those that are not listed fails has to be found out: nothing is written twice for that.
      [['--ignore', 'invalid-characters', '--ignore', 'blank-line', '--severity', 'missing-field=info'], 0, { 'info missing-field': 100 }],
      [['--ignore', 'invalid-characters', '--severity', 'missing-field=info', '--fail-on', 'warning'], 1, { 'info missing-field': 100, 'warning blank-line': 1 }],
    ];
    for (const [flags, status, counts] of rows) {
      const [code, found] = lines(...flags);
      assert.deepEqual([code, counted(found)], [status, counts], flags.join(' '));
    }
    const piped = run(['check', '-', '--format', 'jsonl', '--ignore', 'blank-line'], { input: nameless.repeat(150) });
    assert.equal(piped.stdout.trim().split('\n').length, 100);
    assert.deepEqual(run(['check', name, '--format', 'jsonl', '-o', 'found.jsonl']), { status: 1, stdout: '', stderr: '' });
    assert.equal(readFileSync(join(cwd, 'found.jsonl'), 'utf8').trim().split('\n').length, 102);
    run(['check', 'good.jsonl', '--format', 'jsonl', '-o', 'found.jsonl']);
    assert.equal(readFileSync(join(cwd, 'found.jsonl'), 'utf8'), '');
    assert.equal(report([name]).findings.length, 102);
  });
});
