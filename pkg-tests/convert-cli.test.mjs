// `chat-preflight convert`, as a person and as a script meet it.

import assert from 'node:assert/strict';
import { spawnSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { NOW, TALK, users, room, messages, good, broken } from './lib/talk.mjs';
import { root, temporaryFolder } from './lib/package.mjs';

const samples = join(root, 'pkg-tests/convert');
const { convert } = await import(new URL('../npm/dist/node.js', import.meta.url));
const cli = join(root, 'npm/dist/cli.js');
const cwd = temporaryFolder();
const windows = process.platform === 'win32';
const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;

describe('chat-preflight convert', () => {
  const write = (name, content) => {
    writeFileSync(join(cwd, name), content);
    return name;
  };
  write('good.jsonl', good);
  write('broken.jsonl', broken);

  const AT = ['--now', NOW.now];
  function run(args, { input } = {}) {
    const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, [cli, 'convert', ...args], { cwd, input, encoding: 'utf8', env, maxBuffer: 1 << 28 });
    assert.equal(error, undefined);
    return { status, signal, stdout, stderr };
  }
  const json = (folder, name) => JSON.parse(readFileSync(join(cwd, folder, name), 'utf8'));
  /** What is in the folder that begins with that name, temporary ones included. */
  const beside = (name) => readdirSync(cwd).filter((one) => one.includes(name));

  test('writes the data, and beside it what became of it', async () => {
    const { status, stdout, stderr } = run(['good.jsonl', '--to', 'talkjs', '--out', 'out', ...AT]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(readdirSync(join(cwd, 'out')).sort(), ['ids.json', 'losses.json', 'report.json', 'requests.jsonl']);
    const conversion = await convert({ source: good, name: 'good.jsonl' }, TALK);
    assert.equal(readFileSync(join(cwd, 'out/requests.jsonl'), 'utf8'), await conversion.files[0].text());
    assert.deepEqual(json('out', 'losses.json'), conversion.losses);
    assert.deepEqual(json('out', 'report.json'), conversion.report);
    assert.deepEqual(json('out', 'ids.json'), { from: 'talkjs', to: 'talkjs', ids: [] });
    assert.match(stdout, /^good\.jsonl: TalkJS requests\nfrom TalkJS to TalkJS\n/);
    assert.match(stdout, /users +2 +2\n/);
    assert.match(stdout, /out\/requests\.jsonl  \d+ bytes\n3 requests to send: 1 second at the pace that TalkJS allows/);
    assert.match(stdout, /What is left to do:\n  1\. /);
    assert.match(stdout, /\nConverted; a check of the output finds no error\.\n$/);
    assert.deepEqual(beside('out'), ['out'], 'nothing is left beside it');
    if (!windows) assert.equal(statSync(join(cwd, 'out')).mode & 0o777, 0o777 & ~process.umask());
  });

  test('exits with 1 if something could not be read, and still writes the rest', () => {
    const { status, stdout } = run(['broken.jsonl', '--to', 'talkjs', '--out', 'half']);
    assert.equal(status, 1);
    assert.match(stdout, /What could not be read:\n  broken\.jsonl:2:\d+: /);
    assert.match(stdout, /What a check of the input says:/);
    assert.match(stdout, /Not converted as a whole: 1 item could not be read\.\n$/);
    assert.ok(existsSync(join(cwd, 'half/requests.jsonl')));
  });

  test('exits with 1 and writes nothing if it is strict', () => {
    const { status, stdout, stderr } = run(['broken.jsonl', '--to', 'talkjs', '--out', 'strict', '--strict']);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^chat-preflight: broken\.jsonl:2:\d+: this item cannot be read: .*; nothing was written\n$/);
    assert.deepEqual(beside('strict'), []);
  });

  test('exits with 1 where ids fall together', () => {
    write('same.json', JSON.stringify({ from: 'talkjs', to: 'talkjs', ids: [{ kind: 'user', from: 'ann', to: 'bob' }] }));
    const { status, stdout } = run(['good.jsonl', '--to', 'talkjs', '--dry-run', '--ids', 'same.json']);
    assert.equal(status, 1);
    assert.match(stdout, /Ids that the platform cannot tell apart:\n  user "\w+" would become "bob", as another user does/);
  });

  test('writes nothing in a dry run', () => {
    const { status, stdout } = run(['good.jsonl', '--to', 'talkjs', '--dry-run', '--out', 'dry']);
    assert.equal(status, 0);
    assert.match(stdout, /Would be written:\n  requests\.jsonl/);
    assert.deepEqual(beside('dry'), []);
  });

  test('prints the whole result as JSON', async () => {
    const { stdout } = run(['good.jsonl', '--to', 'talkjs', '--dry-run', '--format', 'json', ...AT]);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(await convert({ source: good, name: 'good.jsonl' }, TALK))));
  });

  test('reads standard input, and folders without what convert itself has written', () => {
    const piped = run(['-', '--to', 'talkjs', '--out', 'piped', ...AT], { input: good });
    assert.equal(piped.status, 0, piped.stderr);
    mkdirSync(join(cwd, 'in/sub'), { recursive: true });
    write('in/1-users.jsonl', users('ann', 'bob'));
    write('in/sub/rest.jsonl', room('r1', 'ann', 'bob') + messages('r1', 'ann', 'one', 'two'));
    write('in/.hidden', 'nothing');
    for (const name of ['losses', 'ids', 'uploads', 'report']) write(`in/${name}.json`, '{"not":"read"}');
    // What a flag names is no document either.
    write('in/profile.json', '{}');
    const { status, stdout } = run(['in', '--to', 'talkjs', '--out', 'from-folder', '--profile', 'in/profile.json', ...AT]);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^in.1-users\.jsonl: .*\nin.sub.rest\.jsonl: .*\nfrom TalkJS/);
    assert.deepEqual(readFileSync(join(cwd, 'from-folder/requests.jsonl')), readFileSync(join(cwd, 'piped/requests.jsonl')));
  });

  test('takes the flags of a file, and the policies', () => {
    write('hello.json', '[{"text":"hi","timestamp":1700000000000,"type":"SystemMessage","readBy":[]}]');
    const policies = ['--system-user', 'robot', '--system-messages', 'user', '--deleted', 'keep', '--park', 'none', '--channel-type', 'team', '--since', '2000-01-01T00:00:00Z', '--until', '2100-01-01T00:00:00Z', '--start-time', '2020-01-01T00:00:00Z', '--unknown-channels', 'keep', '--dialect', 'camel'];
    const { status, stdout, stderr } = run(['good.jsonl', '--resource', 'messages', '--channel', 'lobby', 'hello.json', '--from', 'talkjs', '--to', 'talkjs', '--out', 'flags', ...policies, ...AT]);
    assert.equal(stderr, '', stderr);
    assert.match(stdout, /hello\.json: TalkJS messages/);
    assert.ok([0, 1].includes(status));
  });

  test('overwrites nothing that it may not', () => {
    const again = (...flags) => run(['good.jsonl', '--to', 'talkjs', '--out', 'safe', ...flags, ...AT]);
    mkdirSync(join(cwd, 'safe'));
    assert.equal(again().status, 0, 'an empty folder');
    const second = again();
    assert.deepEqual([second.status, second.stdout], [2, '']);
    assert.match(second.stderr, /--out ".*safe" is not empty; --force replaces it\n$/);
    write('safe/uploads.json', '[]');
    assert.equal(again('--force').status, 0);
    assert.equal(existsSync(join(cwd, 'safe/uploads.json')), false, 'what is not of this conversion is gone');
    write('safe/notes.txt', 'mine');
    const foreign = again('--force');
    assert.equal(foreign.status, 2);
    assert.match(foreign.stderr, /holds "notes\.txt", which convert did not write/);
    assert.equal(readFileSync(join(cwd, 'safe/notes.txt'), 'utf8'), 'mine');
    assert.deepEqual(beside('safe'), ['safe']);
  });

  test('does not take standard output for a folder', () => {
    const { status, stderr } = run(['good.jsonl', '--to', 'talkjs', '--out', '-']);
    assert.equal(status, 2);
    assert.match(stderr, /several files/);
  });

  test('does not replace the folder that it reads', () => {
    mkdirSync(join(cwd, 'loop'));
    write('loop/requests.jsonl', good);
    const { status, stderr } = run(['loop', '--to', 'talkjs', '--out', 'loop', '--force']);
    assert.equal(status, 2);
    assert.match(stderr, /is to be read, and --out would replace the folder that it is in/);
    assert.equal(readFileSync(join(cwd, 'loop/requests.jsonl'), 'utf8'), good);
  });

  test('leaves nothing when it is stopped', { skip: windows ? 'there are no such signals' : false }, async () => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      const name = `stopped-${signal}`;
      const child = spawn(process.execPath, [cli, 'convert', 'good.jsonl', '-', '--to', 'talkjs', '--out', name], { cwd, env });
      let stderr = '';
      child.stderr.on('data', (text) => { stderr += text; });
      const ended = new Promise((resolve) => child.on('close', (status, by) => resolve(by)));
      // It waits for its standard input, in the middle of reading.
      while (beside(name).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill(signal);
      assert.equal(await ended, signal);
      assert.equal(stderr, 'chat-preflight: stopped; nothing was written\n');
      assert.deepEqual(beside(name), []);
    }
  });

  test('hands ids on to the next conversion, and back', () => {
    write('people.jsonl', users('Ann Á', 'bob'));
    assert.equal(run(['people.jsonl', '--to', 'cometchat', '--out', 'comet', ...AT]).status, 0);
    const { from, to, ids } = json('comet', 'ids.json');
    assert.deepEqual([from, to, ids.length, ids[0].from], ['talkjs', 'cometchat', 1, 'Ann Á']);
    assert.equal(run(['comet', '--to', 'talkjs', '--out', 'back', '--ids', 'comet/ids.json', ...AT]).status, 0);
    assert.match(readFileSync(join(cwd, 'back/requests.jsonl'), 'utf8'), /"Ann Á":/);
    write('mine.json', JSON.stringify({ from, to, ids: [{ kind: 'user', from: 'Ann Á', to: 'ann-the-first' }] }));
    assert.equal(run(['people.jsonl', '--to', 'cometchat', '--out', 'comet-2', '--ids', 'mine.json', ...AT]).status, 0);
    assert.match(readFileSync(join(cwd, 'comet-2/requests.jsonl'), 'utf8'), /"ann-the-first":/);
    const other = run(['people.jsonl', '--to', 'sendbird', '--out', 'bird', '--ids', 'mine.json']);
    assert.equal(other.status, 2);
    assert.match(other.stderr, /are of a conversion from TalkJS to CometChat; this one goes to Sendbird/);
  });

  test('asks for uploads, and takes their tokens', () => {
    const source = join(samples, 'sendbird.requests.jsonl');
    const once = (...flags) => run([source, '--to', 'talkjs', '--out', 'files', ...flags, ...AT]);
    assert.equal(once().status, 0);
    const [upload, ...others] = json('files', 'uploads.json');
    assert.deepEqual([Object.keys(upload), upload.token, others.length], [['url', 'name', 'mediaType', 'message', 'token'], null, 0]);
    write('files/uploads.json', JSON.stringify([{ ...upload, token: 'token-1' }]));
    const { status, stdout } = once('--uploads', 'files/uploads.json', '--force');
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /to upload first/);
    assert.match(readFileSync(join(cwd, 'files/requests.jsonl'), 'utf8'), /token-1/);
    assert.deepEqual(json('files', 'uploads.json'), [{ ...upload, token: 'token-1' }], 'it is not asked for again');
  });

  test('takes the numbers of channels, long ones too', () => {
    const folder = join(samples, 'chatkitty');
    const { status, stdout } = run([folder, '--to', 'chatkitty', '--out', 'kitty', '--channel-ids', join(folder, 'channel-ids.json'), ...AT]);
    assert.equal(status, 0, stdout);
    assert.match(readFileSync(join(cwd, 'kitty/messages.json'), 'utf8'), /9007199254740993\b/);
  });

  write('list.json', '[1]');
  const cannot = {
    'no file': { args: ['--to', 'talkjs', '--out', 'x'], say: /nothing to convert: give a file/ },
    'no platform to go to': { args: ['good.jsonl', '--out', 'x'], say: /--to is missing; it is one of stream, / },
    'a platform that there is not': { args: ['good.jsonl', '--to', 'slack'], say: /--to is "slack"; it has to be/ },
    'no place to go to': { args: ['good.jsonl', '--to', 'talkjs'], say: /--out is missing.*--dry-run/ },
    'a place in a folder that there is not': { args: ['good.jsonl', '--to', 'talkjs', '--out', 'gone/x'], say: /there is no folder ".*gone" to make it in/ },
    'a place that is a file': { args: ['good.jsonl', '--to', 'talkjs', '--out', 'good.jsonl', '--force'], say: /is there, and no folder/ },
    'a file that there is not': { args: ['gone.jsonl', '--to', 'talkjs', '--out', 'x'], say: /cannot read "gone\.jsonl": no such file/ },
    'an empty folder': { args: ['empty', '--to', 'talkjs', '--out', 'x'], say: /no file to convert in "empty"/ },
    'a policy that there is not': { args: ['good.jsonl', '--to', 'talkjs', '--out', 'x', '--deleted', 'maybe'], say: /--deleted is "maybe"; it has to be drop or keep/ },
    'a time that is none': { args: ['good.jsonl', '--to', 'talkjs', '--out', 'x', '--since', 'today'], say: /since is "today"/ },
    'ids that are none': { args: ['good.jsonl', '--to', 'talkjs', '--out', 'x', '--ids', 'list.json'], say: /the ids "list\.json" do not hold/ },
    'uploads that are none': { args: ['good.jsonl', '--to', 'talkjs', '--out', 'x', '--uploads', 'list.json'], say: /the uploads "list\.json" do not hold/ },
    'channel ids that are none': { args: ['good.jsonl', '--to', 'chatkitty', '--out', 'x', '--channel-ids', 'list.json'], say: /the channel ids "list\.json" do not hold/ },
    'a flag that there is not': { args: ['good.jsonl', '--fast'], say: /no flag --fast/ },
  };
  mkdirSync(join(cwd, 'empty'));
  for (const [name, { args, say }] of Object.entries(cannot)) {
    test(`exits with 2 for ${name}`, () => {
      const { status, stdout, stderr } = run(args);
      assert.deepEqual([status, stdout], [2, ''], stderr);
      assert.match(stderr, /^chat-preflight: [^\n]+\n$/);
      assert.match(stderr, say);
      assert.deepEqual(readdirSync(cwd).filter((one) => /^\.?x/.test(one)), []);
    });
  }

  test('has a help that names every flag', () => {
    const source = readFileSync(join(root, 'npm/src/cli/convert.js'), 'utf8');
    const [, flags] = /const FLAGS = \{([^]+?)\n\};/.exec(source);
    const help = run(['--help']).stdout;
    const names = [...flags.matchAll(/^ {2}"?([a-z-]+)"?: /gm)].map(([, name]) => name);
    assert.ok(names.length > 20);
    for (const name of names) assert.ok(help.includes(`--${name} `) || help.includes(`--${name}\n`), `--${name} is not in the help`);
    for (const one of help.split('\n')) assert.ok([...one].length <= 120, one);
  });
});
