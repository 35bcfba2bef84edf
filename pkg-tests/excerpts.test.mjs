// The lines of the input that the text format shows.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { run, user, write } from './lib/command.mjs';

const { excerptsOf } = await import(new URL('../npm/dist/cli/excerpt.js', import.meta.url));

/** The two lines for the first place of `needle` in `text`. */
function shown(text, needle, room = 40) {
  const bytes = Buffer.from(text);
  const byte = bytes.indexOf(needle);
  const column = byte - bytes.lastIndexOf('\n', byte);
  const excerpt = excerptsOf([(start, length) => bytes.subarray(start, start + length)]);
  const line = excerpt({ source: 0, byte, column, line: 1 }, room);
  return line && [line.text, `${' '.repeat(line.offset)}${'^'.repeat(line.length)}`];
}

describe('a line of the input', () => {
  const long = 'x'.repeat(5000);
  const rows = [
    ['a string', '{"a":"b c","d":1}', '"b c"', ['{"a":"b c","d":1}', '     ^^^^^']],
    ['a number', 'x\n{"a":-1.5e3}\ny', '-1.5', ['{"a":-1.5e3}', '     ^^^^^^']],
    ['an object', '{"a":{"b":1}}', '{"b"', ['{"a":{"b":1}}', '     ^']],
    ['an escaped quote', '{"a":"\\"","b":2}', '"\\"', ['{"a":"\\"","b":2}', '     ^^^^']],
    ['a tab', '\t{"a":1}\r\n', '1', [' {"a":1}', '      ^']],
    ['control characters', '{"\u0001\u001b[2J":"\u202eb"}', '"\u202e', ['{"\\u0001\\u001b[2J":"\\u202eb"}', '                   ^^^^^^^^^']],
    ['wide characters', '{"漢字é":"😀"}', '"😀"', ['{"漢字é":"😀"}', '         ^^^^']],
    ['a combining mark', '{"e\u0301":1}', '1', ['{"e\u0301":1}', '     ^']],
    ['far out', `{"${long}":"b","c":1}`, '"b"', [`…${'x'.repeat(27)}":"b","c":1}`, `${' '.repeat(30)}^^^`]],
    ['followed by much', `{"a":"b","c":"${long}"}`, '"b"', [`{"a":"b","c":"${'x'.repeat(25)}…`, '     ^^^']],
    ['long itself', `{"a":"${long}","b":1}`, `"${long}`, [`{"a":"${'x'.repeat(26)}…`, `     ${'^'.repeat(28)}`]],
    ['no UTF-8', Buffer.from('{"\xff":"\xc3"}', 'latin1'), Buffer.from('"\xc3"', 'latin1'), ['{"\ufffd":"\ufffd"}', '     ^^^']],
  ];
  for (const [what, text, needle, expected] of rows) {
    test(what, () => assert.deepEqual(shown(text, needle), expected));
  }

  test('is not shown of what is no text', () => assert.equal(shown('{"\u0000a":1}', '1'), undefined));

  test('is never wider than there is room, and points at what it is about', () => {
    for (let room = 20; room < 60; room += 1) {
      for (let front = 0; front < 80; front += 7) {
        const [text, carets] = shown(`{"${'é'.repeat(front)}":"value","b":"${long}"}`, '"value"', room);
        assert.ok(text.length <= room, `${room} ${front}: ${text}`);
        assert.equal(text.slice(carets.indexOf('^'), carets.length).slice(0, 7), '"value"');
      }
    }
  });

  test('stands under a finding, where the file can be read back', () => {
    const text = '{"type":"user","data":{"id":"a.b"}}\n';
    const under = '\n    1 | {"type":"user","data":{"id":"a.b"}}\n      |                             ^^^^^\n';
    assert.ok(run(['check', write('dotted.jsonl', text)]).stdout.includes(under));
    assert.ok(!run(['check', '-'], { input: text }).stdout.includes('^'));
    assert.ok(!run(['check', write('dotted.jsonl.gz', gzipSync(text))]).stdout.includes('^'));
    assert.ok(!run(['check', 'dotted.jsonl', '--redact']).stdout.includes('^'));
    const both = run(['check', 'dotted.jsonl.gz', write('dotted-2.jsonl', user('ann') + text.replace('a.b', 'c.d'))]).stdout;
    assert.equal(both.match(/\^\^\^\^\^/g).length, 1);
  });

  test('is coloured as its finding is', () => {
    const { stdout } = run(['check', 'dotted.jsonl'], { vars: { FORCE_COLOR: '1' } });
    assert.ok(stdout.includes('\u001b[31m^^^^^\u001b[39m'));
  });
});
