// What `check` prints, in every format.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { cli, cwd, NOW, user, nameless, users, write, run, report } from './lib/command.mjs';

describe('formats', () => {
  test('json is the report, as the API gives it', async () => {
    const { check } = await import(new URL('../npm/dist/node.js', import.meta.url));
    const { stdout } = run(['check', ...NOW, '--format', 'json', 'bad.jsonl']);
    const source = readFileSync(join(cwd, 'bad.jsonl'));
    const expected = await check({ source, name: 'bad.jsonl' }, { now: NOW[1] });
    assert.equal(stdout, `${JSON.stringify(expected, null, 2)}\n`);
    assert.equal(expected.counts['missing-field'], 1);
  });

  test('all of them print what they have printed before', () => {
    // One input that has something of everything; UPDATE_EXPECTED=1 writes what is printed instead of comparing it.
    const message = '{"type":"message","data":{"id":"m","user":"zed","text":"é😀","type":"regular","channel_type":"messaging","channel_id":"x y"}}\n';
    const mixed = write('mixed.jsonl', `${user('ann')}${user('ann')}${nameless}\n${user('b.<c>')}{"type":"user","data":{"id":"d"},}\n${message}`);
    const array = write('mixed.json', '[{"type":"user","item":{"name":"Ann"}},{"type":"user","item":{"id":"a b"}}]');
    for (const format of ['text', 'json', 'jsonl', 'answer', 'sarif', 'github', 'junit', 'stream-cli']) {
      const { status, stdout } = run(['check', ...NOW, format === 'stream-cli' ? array : mixed, '--format', format]);
      assert.equal(status, 1);
      const printed = stdout.replaceAll(/("(?:version|semanticVersion)": )"\d+\.\d+\.\d+[^"]*"/g, '$1"…"').replace('"version": "…",\n  "runs"', '"version": "2.1.0",\n  "runs"');
      const file = new URL(`formats/${format}.txt`, import.meta.url);
      if (process.env.UPDATE_EXPECTED) writeFileSync(file, printed);
      assert.equal(printed, readFileSync(file, 'utf8'), format);
    }
  });

  test('answer is the text of the answer', () => {
    const { answer } = report(['bad.jsonl']);
    const { stdout } = run(['check', ...NOW, '--format', 'answer', 'bad.jsonl']);
    assert.equal(stdout.trimEnd(), answer.text.trimEnd());
    assert.deepEqual(JSON.parse(stdout).stats.total.users, 2);
    assert.equal(JSON.parse(stdout).errors.length, 1);
  });

  test('stream-cli has the words of the removed validator', () => {
    const array = write('array.json', '[{"type":"user","item":{"name":"Ann"}}]');
    const { stdout, status } = run(['check', '--format', 'stream-cli', array]);
    const { Stats, Errors } = JSON.parse(stdout);
    assert.equal(status, 1);
    assert.equal(typeof Stats, 'object');
    assert.equal(Errors.length, 1);
    const { answer } = report([array, '--answer', 'stream-cli']);
    assert.equal(stdout.trimEnd(), answer.text.trimEnd());
  });

  test('answer to requests is one reply a line, all of them', () => {
    const { status, stdout, stderr } = run(['check', 'good.requests.jsonl', 'bad.requests.jsonl', '--format', 'answer']);
    assert.deepEqual([status, stderr], [1, '']);
    const replies = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(replies.map(({ method, path, source, items, status: http }) => [method, path, source, items, http]),
      [['PUT', '/v1/{appId}/users', 1, 2, 400], ['PUT', '/v1/{appId}/users', 1, 1, 400]]);
    for (const reply of replies) assert.deepEqual(Object.keys(reply), ['method', 'path', 'source', 'items', 'status', 'predicted', 'text', 'body']);
    assert.deepEqual(replies, report(['good.requests.jsonl', 'bad.requests.jsonl']).answer.requests);
    assert.deepEqual(run(['check', 'good.requests.jsonl', '--format', 'answer']), { status: 0, stdout: '', stderr: '' });
    // A user of its own each: one that was sent before may be sent without a name.
    const nameless = Array.from({ length: 250 }, (_, at) => users({ [`dan-${at}`]: {} })).join('');
    const many = run(['check', write('many.requests.jsonl', nameless), '--format', 'answer']);
    assert.equal(many.stdout.trimEnd().split('\n').length, 250);
  });

  test('answer to files is one reply a line', async () => {
    const { answerText } = await import(new URL('../npm/dist/cli/answer.js', import.meta.url));
    const reply = (source) => ({ source, status: 400, predicted: true, text: '{"1":2}', body: { 1: 2 } });
    assert.equal(answerText({ files: [reply(0), reply(2)], omitted: 0 }), `${JSON.stringify(reply(0))}\n${JSON.stringify(reply(2))}\n`);
  });

  test('stream-cli has nothing to say of what is not Stream\'s', () => {
    const { status, stdout, stderr } = run(['check', 'good.requests.jsonl', '--format', 'stream-cli']);
    assert.deepEqual([status, stdout], [0, '']);
    assert.equal(stderr, 'chat-preflight: there is no answer, for stream-cli knew Stream\'s imports alone, and this is TalkJS\'s\n');
  });

  test('there is no answer where nothing was read', () => {
    const { status, stdout, stderr } = run(['check', '--platform', 'stream', write('blank.json', ' \n'), '--format', 'answer']);
    assert.deepEqual([status, stdout, stderr], [1, '', 'chat-preflight: there is no answer, for nothing of the input was read as an import\n']);
  });

  test('text names the platform and what each document is', () => {
    const { stdout } = run(['check', 'good.requests.jsonl']);
    assert.match(stdout, /^good\.requests\.jsonl: TalkJS requests\n\d+ bytes, 1 item\n\n  users  2\n\nNo findings: ready to send to TalkJS\.\n$/);
    assert.match(run(['check', 'bad.requests.jsonl']).stdout, /\n\n2 errors: not ready to send to TalkJS\. It would be refused,/);
    const array = run(['check', write('numbered.json', `[{"type":"user","item":{"id":"ann"}},{"type":"user","item":{"name":"Bob"}}]`)]).stdout;
    assert.match(array, /^numbered\.json: Stream import, JSON array$/m);
    assert.match(array, /^  numbered\.json:1:\d+  user item\.id  \(item 1\)$/m);
    const mixed = run(['check', 'good.requests.jsonl', 'good.jsonl']).stdout;
    assert.match(mixed, /^good\.requests\.jsonl: TalkJS requests\ngood\.jsonl: not recognised$/m);
  });

  test('documents are called by their names', async () => {
    const { describe: called, readyFor } = await import(new URL('../npm/dist/words.js', import.meta.url));
    const document = (platform, resource, dialect = null, form = 'import') => called({ platform, resource, dialect, form });
    assert.equal(document('stream', 'import', 'jsonl'), 'Stream import, JSON Lines');
    assert.equal(document('sendbird', 'messages'), 'Sendbird messages');
    assert.equal(document('cometchat', 'requests'), 'CometChat requests');
    assert.equal(document('chatkitty', 'users', 'camel'), 'ChatKitty users, camelCase names');
    assert.equal(document('talkjs', 'messages', null, 'export'), 'TalkJS messages export');
    assert.equal(document('stream', 'import', null, 'export'), 'Stream export');
    assert.equal(document('sendbird', null, null, 'export'), 'Sendbird export');
    assert.equal(document('sendbird', null), 'not recognised');
    assert.equal(document(null, null), 'not recognised');
    assert.deepEqual(['stream', 'sendbird', 'chatkitty'].map(readyFor), ['ready to upload to Stream', 'ready to send to Sendbird', 'ready to upload to ChatKitty']);
  });

  test('an answer has all errors, however many', () => {
    const many = write('many.jsonl', nameless.repeat(250));
    assert.equal(JSON.parse(run(['check', many, '--format', 'answer']).stdout).errors.length, 250);
    const { counts, findings, dropped } = report([many]);
    assert.deepEqual([counts['missing-field'], findings.length, dropped], [250, 100, 150]);
    assert.equal(report([many, '--max-findings', '0']).findings.length, 250);
    assert.equal(report([many, '--max-findings', '7']).findings.length, 7);
  });

  test('text has every code with its count, the first places, and a verdict', () => {
    const { stdout } = run(['check', ...NOW, write('fourteen.jsonl', user('ann') + nameless.repeat(14))]);
    assert.match(stdout, /^fourteen\.jsonl: Stream import, JSON Lines\n\d+ bytes, 15 items\n\n  users  15  14 with errors\n\n/);
    assert.match(stdout, /^error missing-field  14 times  \(documented\)$/m);
    assert.deepEqual([...stdout.matchAll(/^  fourteen\.jsonl:(\d+):\d+  user data\.id$/gm)].map(([, line]) => Number(line)), [2, 3, 4, 5, 6]);
    assert.match(stdout, /^  and 9 more$/m);
    assert.match(stdout, /\n\n14 errors: not ready to upload to Stream\. It would be refused, or data would be lost or wrong\.\nMore about a finding: chat-preflight rules missing-field\n$/);
  });

  test('counts have all their digits', () => {
    const { stdout } = run(['check', write('huge.jsonl', nameless.repeat(123_456))]);
    assert.match(stdout, /^error missing-field  123456 times/m);
    assert.match(stdout, /^  users  123456  123456 with errors$/m);
    assert.match(stdout, /\n123456 errors: /);
  });

  test('text cannot speak to the terminal', () => {
    const { stdout } = run(['check', write('escape.jsonl', '{"type":"user","data":{"id":"\\u001b[2J\u202e\u009b!"}}\n')]);
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(stdout, /invalid-characters/);
  });

  test('colours are for terminals, FORCE_COLOR and not for NO_COLOR', () => {
    const coloured = (vars) => run(['check', 'bad.jsonl'], { vars }).stdout.includes('\u001b[');
    assert.equal(coloured({}), false);
    assert.equal(coloured({ FORCE_COLOR: '1' }), true);
    assert.equal(coloured({ FORCE_COLOR: '0' }), false);
    assert.equal(coloured({ NO_COLOR: '1' }), false);
    const out = join(cwd, 'coloured.txt');
    run(['check', 'bad.jsonl', '--output', out], { vars: { FORCE_COLOR: '1' } });
    assert.doesNotMatch(readFileSync(out, 'utf8'), /\u001b/);
  });

  test('--output - is standard output', () => {
    for (const format of ['text', 'jsonl']) {
      const { stdout } = run(['check', 'bad.jsonl', '--format', format, '--output', '-']);
      assert.equal(stdout, run(['check', 'bad.jsonl', '--format', format]).stdout);
      assert.equal(existsSync(join(cwd, '-')), false);
    }
  });

  test('jsonl is one finding a line', () => {
    const { stdout, status } = run(['check', write('lines.jsonl', '{"type":"user","data":{"id":"a.b"}}\n\n'), '--format', 'jsonl']);
    assert.equal(status, 1);
    const lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines, report(['lines.jsonl']).findings);
    assert.equal(run(['check', write('clean.jsonl', '{"type":"user","data":{"id":"ann"}}\n'), '--format', 'jsonl']).stdout, '');
  });

  test('sarif and github count columns in UTF-16 units, and leave them out of compressed files', () => {
    const line = '{"type":"user","data":{"name":"\u{1f600}ä","id":"a.b"}}\n';
    const log = JSON.parse(run(['check', write('wide.jsonl', line), '--format', 'sarif']).stdout);
    const column = line.indexOf('"a.b"') + 1;
    assert.equal(log.version, '2.1.0');
    const [{ tool, results, columnKind }] = log.runs;
    assert.equal(columnKind, 'utf16CodeUnits');
    assert.equal(results.length, 1);
    assert.deepEqual([results[0].ruleId, results[0].level], ['invalid-characters', 'error']);
    assert.equal(tool.driver.rules[results[0].ruleIndex].id, results[0].ruleId);
    const { region, artifactLocation } = results[0].locations[0].physicalLocation;
    assert.deepEqual(region, { startLine: 1, startColumn: column, byteOffset: Buffer.byteLength(line.slice(0, column - 1)) });
    assert.deepEqual(artifactLocation, { uri: 'wide.jsonl', index: 0 });
    assert.equal(run(['check', 'wide.jsonl', '--format', 'github']).stdout.split('::')[1], `error file=wide.jsonl,line=1,col=${column},title=chat-preflight%3A invalid-characters`);
    const packed = JSON.parse(run(['check', write('wide.jsonl.gz', gzipSync(line)), '--format', 'sarif']).stdout);
    assert.deepEqual(packed.runs[0].results[0].locations[0].physicalLocation.region, { startLine: 1, byteOffset: region.byteOffset });
  });

  test('github and junit escape what could be more than text', () => {
    const evil = write('evil.jsonl', `${JSON.stringify({ type: 'user', data: { id: '100% <b>&"\n::error::]]>\u0001' } })}\n`);
    const annotations = run(['check', evil, '--format', 'github']).stdout.trimEnd().split('\n');
    assert.ok(annotations.every((annotation) => annotation.startsWith('::')));
    assert.equal(annotations.length, report([evil]).findings.length);
    const xml = run(['check', evil, 'good.jsonl', '--format', 'junit']).stdout;
    assert.ok(!/<b>|\u0001/.test(xml));
    assert.match(xml, /<testsuites name="chat-preflight" tests="2" failures="1" errors="0">/);
    assert.match(xml, /<testcase classname="good.jsonl" name="no findings"\/>/);
  });

  test('--ignore, --severity and --fail-on decide what fails', () => {
    const message = { id: 'm', type: 'regular', user: 'zed', channel_type: 'messaging', channel_id: 'x', created_at: '2024-01-01T00:00:00Z' };
    const two = write('two.jsonl', `{"type":"user","data":{"id":"a.b"}}\n${JSON.stringify({ type: 'message', data: message })}\n`);
    const status = (...flags) => run(['check', two, ...flags]).status;
    assert.equal(status(), 1);
    assert.equal(status('--ignore', 'invalid-characters'), 0);
    assert.equal(status('--severity', 'invalid-characters=warning'), 0);
    assert.equal(status('--severity', 'invalid-characters=warning', '--fail-on', 'warning'), 1);
    assert.equal(status('--ignore', 'invalid-characters', '--severity', 'unknown-reference=error'), 1);
    assert.equal(status('--ignore', 'invalid-characters', '--ignore', 'unknown-reference', '--fail-on', 'warning'), 0);
    const { ok, counts, findings } = report([two, '--ignore', 'invalid-characters']);
    assert.deepEqual([ok, Object.keys(counts), findings.every(({ code }) => code === 'unknown-reference')], [true, ['unknown-reference'], true]);
    for (const flags of [['--ignore', 'no-such-code'], ['--severity', 'invalid-characters'], ['--severity', 'invalid-characters=fatal'], ['--fail-on', 'info']]) {
      assert.equal(status(...flags), 2);
    }
  });

  test('--output takes the report, and standard output stays empty', () => {
    const { status, stdout } = run(['check', ...NOW, 'bad.jsonl', '--format', 'json', '-o', 'out.json']);
    assert.deepEqual([status, stdout], [1, '']);
    assert.equal(readFileSync(join(cwd, 'out.json'), 'utf8'), run(['check', ...NOW, 'bad.jsonl', '--format', 'json']).stdout);
  });
});
