// The command line, as a person and as a script meet it.

import assert from 'node:assert/strict';
import { execSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { cli, cwd, env, windows, NOW, user, nameless, users, write, run, report } from './lib/command.mjs';
import { root } from './lib/package.mjs';

describe('exit codes', () => {
  test('0 for a clean file', () => {
    const { status, stdout, stderr } = run(['check', 'good.jsonl']);
    assert.equal(status, 0, stdout + stderr);
    assert.equal(stderr, '');
    assert.match(stdout, /\n\nNo findings: ready to upload to Stream\.\n$/);
  });

  test('1 for an error, in every format', () => {
    for (const format of ['text', 'json', 'answer', 'stream-cli']) {
      const { status, stderr } = run(['check', 'bad.jsonl', '--format', format]);
      assert.equal(status, 1, format);
      assert.equal(stderr, '', format);
    }
  });

  test('0 for a warning', () => {
    const { status, ok, findings } = report([write('order.jsonl', `\ufeff${user('ann')}`)]);
    assert.ok(findings.length > 0);
    assert.equal(status, ok ? 0 : 1);
    const blank = report([write('blank.jsonl', `${user('ann')}\n${user('bob')}`)]);
    assert.deepEqual([blank.status, blank.ok, blank.findings[0].severity === 'error'], [0, true, false]);
  });

  mkdirSync(join(cwd, 'empty'));
  write('no.json', '{');
  write('other-profile.json', '{"rolls":["user"]}');
  const cannot = {
    'no command': { args: [], say: /^chat-preflight checks/ },
    'a command that there is not': { args: ['chekc', 'good.jsonl'], say: /no command "chekc"/ },
    'no file': { args: ['check'], say: /nothing to check/ },
    'a file that there is not': { args: ['check', 'good.jsonl', 'gone.jsonl'], say: /cannot read "gone\.jsonl": no such file/ },
    'an empty folder': { args: ['check', 'empty'], say: /no file to check in "empty"/ },
    'a flag that there is not': { args: ['check', '--fast', 'good.jsonl'], say: /no flag --fast/ },
    'a flag without its value': { args: ['check', 'good.jsonl', '--format'], say: /--format needs a value/ },
    'a flag in the place of a value': { args: ['check', '--now', '--quiet', 'good.jsonl'], say: /--now needs a value/ },
    'a value for a flag that takes none': { args: ['check', '--quiet=yes', 'good.jsonl'], say: /--quiet takes no value/ },
    'a format that there is not': { args: ['check', '--format', 'xml', 'good.jsonl'], say: /--format is "xml"; it has to be text, json/ },
    'a platform that there is not': { args: ['check', '--platform', 'slack', 'good.jsonl'], say: /--platform is "slack"/ },
    'a resource that there is not': { args: ['check', '--resource', 'people', 'good.jsonl'], say: /--resource is "people"; it has to be import, users,/ },
    'a resource that the platform lacks': { args: ['check', '--platform', 'stream', 'good.jsonl', '--resource', 'groups', 'bad.jsonl'], say: /resource is "groups"; Stream has import$/m },
    'a dialect that the platform lacks': { args: ['check', '--platform', 'talkjs', '--dialect', 'snake', 'good.jsonl'], say: /dialect is "snake", which TalkJS does not have/ },
    'words of stream-cli for another platform': { args: ['check', '--platform', 'talkjs', '--format', 'stream-cli', 'good.jsonl'], say: /stream-cli knew Stream's imports alone; --platform is talkjs/ },
    'words of stream-cli for another dialect': { args: ['check', '--dialect', 'jsonl', '--answer', 'stream-cli', 'good.jsonl'], say: /array dialect alone; --dialect is jsonl/ },
    'rules of a platform that there is not': { args: ['rules', '--platform', 'slack'], say: /--platform is "slack"; it has to be stream, sendbird, cometchat, talkjs or chatkitty/ },
    'a time that is none': { args: ['check', '--now', 'today', 'good.jsonl'], say: /now is "today"/ },
    'a number that is none': { args: ['check', '--max-findings', '1e3', 'good.jsonl'], say: /--max-findings is "1e3"/ },
    'a profile that there is not': { args: ['check', '--profile', 'gone.json', 'good.jsonl'], say: /cannot read the profile "gone\.json"/ },
    'a profile that is not JSON': { args: ['check', '--profile', 'no.json', 'good.jsonl'], say: /the profile "no\.json" is not JSON/ },
    'a misspelt profile': { args: ['check', '--profile', 'other-profile.json', 'good.jsonl'], say: /rolls.*roles/ },
    'standard input twice': { args: ['check', '-', '-'], say: /once only/ },
    'an output over an input': { args: ['check', 'good.jsonl', '-o', 'good.jsonl'], say: /one of the files to check/ },
    'an output that cannot be written': { args: ['check', 'good.jsonl', '-o', 'gone/report.txt'], say: /cannot write/ },
    'a flag behind the last file': { args: ['check', 'good.jsonl', 'bad.jsonl', '--channel', 'x'], say: /applies to the file that follows/ },
    'a code that there is not': { args: ['rules', 'missing-feild'], say: /no code "missing-feild"/ },
  };
  for (const [name, { args, say }] of Object.entries(cannot)) {
    test(`2 for ${name}, with the reason and nothing else`, () => {
      const { status, stdout, stderr } = run(args);
      assert.equal(status, 2, stdout + stderr);
      assert.equal(stdout, '');
      assert.match(stderr, say);
      if (args.length > 0) assert.match(stderr, /^chat-preflight: [^\n]+\n$/);
    });
  }

  test('2 for a file that may not be read', { skip: windows || process.getuid() === 0 ? 'everything may be read here' : false }, () => {
    chmodSync(join(cwd, write('secret.jsonl', user('ann'))), 0);
    const { status, stderr } = run(['check', 'secret.jsonl']);
    assert.deepEqual([status, stderr], [2, 'chat-preflight: cannot read "secret.jsonl": permission denied\n']);
  });

  test('2 for a file that breaks while it is read', { skip: process.platform === 'linux' ? false : 'only Linux has such a file' }, () => {
    const { status, stdout, stderr } = run(['check', 'good.jsonl', '/proc/self/mem']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^chat-preflight: cannot read "\/proc\/self\/mem": [^\n]+\n$/);
  });
});

describe('inputs', () => {
  const expected = () => {
    const { sources: _, ...rest } = report(['bad.jsonl']);
    return rest;
  };
  const same = (args, options) => {
    const { sources, ...rest } = report(args, options);
    assert.deepEqual(rest, expected());
    return sources;
  };
  const bytes = Buffer.from(user('ann') + nameless);

  test('standard input', () => {
    const [{ name }] = same(['-'], { input: bytes });
    assert.equal(name, '-');
  });

  test('a large standard input with errors, which is read twice', () => {
    const line = `{"type":"user","data":{"id":"ann","note":"${'x'.repeat(1000)}"}}\n`;
    const large = line.repeat(9000);
    const { stats, counts, findings } = report(['-'], { input: large });
    assert.deepEqual([stats.bytes, counts['duplicate-id']], [large.length, 8999]);
    assert.deepEqual(findings[0].related[0].position, { source: 0, byte: 28, line: 1, column: 29, item: 0 });
  });

  test('gzip, whatever its name', () => {
    same([write('zipped.jsonl', gzipSync(bytes))]);
    same(['-'], { input: gzipSync(bytes) });
  });

  test('gzip in several members, zeros behind them', () => {
    same([write('members.gz', Buffer.concat([gzipSync(bytes.subarray(0, 20)), gzipSync(''), gzipSync(bytes.subarray(20)), Buffer.alloc(512)]))]);
  });

  const zipped = gzipSync(bytes);
  const changed = (at) => {
    const copy = Buffer.from(zipped);
    copy[at] ^= 1;
    return copy;
  };
  const faults = {
    'cut off in the data': { file: zipped.subarray(0, -20), severity: 'error', say: /cut off after \d+ bytes/ },
    'cut off in the checksum': { file: zipped.subarray(0, -3), severity: 'error', say: /cut off after \d+ bytes/, whole: true },
    'cut off in the header': { file: zipped.subarray(0, 6), severity: 'error', say: /cut off after 6 bytes/ },
    'with a wrong checksum': { file: changed(zipped.length - 8), severity: 'error', say: /checksum does not fit/, whole: true },
    'with a wrong length': { file: changed(zipped.length - 4), severity: 'error', say: /length in the gzip file does not fit/, whole: true },
    'with garbage behind it': { file: Buffer.concat([zipped, Buffer.from('garbage')]), severity: 'warning', say: /7 bytes after the end/, whole: true },
    'with a damaged second member': { file: Buffer.concat([zipped, changed(10)]), severity: 'error', say: /gzip data are damaged|checksum|cut off/, whole: true },
  };
  for (const [name, { file, severity, say, whole }] of Object.entries(faults)) {
    test(`gzip ${name}: a finding, and what came out is checked`, () => {
      const { status, counts, findings, stats } = report([write('fault.gz', file)]);
      const found = findings.filter(({ code }) => code === 'bad-gzip');
      assert.equal(found.length, 1);
      assert.equal(counts['bad-gzip'], 1);
      assert.match(found[0].message, say);
      assert.equal(found[0].severity, severity);
      assert.equal(status, 1);
      if (whole) {
        assert.ok(stats.bytes >= bytes.length);
        assert.ok(findings.some(({ code, position }) => code === 'missing-field' && position.line === 2));
      }
    });
  }

  test('gzip with garbage behind clean data is a warning only', () => {
    const { status, ok, counts } = report([write('tail.gz', Buffer.concat([gzipSync(user('ann')), Buffer.from('x')]))]);
    assert.deepEqual([status, ok, counts], [0, true, { 'bad-gzip': 1 }]);
  });

  test('several files are one import', () => {
    const channel = '{"type":"channel","data":{"id":"general","type":"messaging","created_by":"ann"}}\n';
    const { status, counts, sources, stats } = report([write('1.jsonl', user('ann')), write('2.jsonl', channel)]);
    assert.deepEqual([status, counts], [0, {}]);
    assert.deepEqual(sources.map(({ name }) => name), ['1.jsonl', '2.jsonl']);
    assert.deepEqual([stats.total.users, stats.total.channels], [1, 1]);
    const alone = report(['2.jsonl']);
    assert.equal(alone.counts['unknown-reference'], 1);
  });

  test('several files, each with its own resource and channel', () => {
    const bodies = [write('u.json', '{"ann":{"name":"Ann"}}'), write('m1.json', '[{"text":"hi"}]'), write('m2.json', '[{"text":"hi"}]')];
    const { sources, platform, answer } = report(['--platform', 'talkjs', '--resource', 'users', bodies[0],
      '--resource', 'messages', '--channel', 'one', bodies[1], '--channel', 'two', '--resource', 'messages', bodies[2]]);
    assert.equal(platform, 'talkjs');
    assert.deepEqual(sources.map(({ name, resource }) => [name, resource]), [['u.json', 'users'], ['m1.json', 'messages'], ['m2.json', 'messages']]);
    const path = (channel) => `/v1/{appId}/import/conversations/${channel}/messages`;
    assert.deepEqual(answer.requests.map((one) => [one.source, one.path]), [[1, path('one')], [2, path('two')]]);
    // What stands before a file is for that file alone.
    const [first, second] = report(['--platform', 'talkjs', '--resource', 'requests', 'good.requests.jsonl', bodies[0]]).sources;
    assert.deepEqual([first.resource, second.resource], ['requests', 'users']);
  });

  test('a folder of requests, without the losses, ids, uploads and reports beside them', () => {
    mkdirSync(join(cwd, 'migration'));
    for (const name of ['losses.json', 'ids.json', 'uploads.json', 'report.json']) write(`migration/${name}`, '{}');
    write('migration/requests.jsonl', users({ ann: { name: 'Ann' } }));
    const { status, platform, sources } = report(['migration']);
    assert.deepEqual([status, platform, sources.map(({ name }) => name)], [0, 'talkjs', [join('migration', 'requests.jsonl')]]);
  });

  test('a folder, sorted, without dotfiles and without what this package writes', () => {
    mkdirSync(join(cwd, 'folder/.hidden'), { recursive: true });
    mkdirSync(join(cwd, 'folder/b'));
    write('folder/b/2.jsonl', user('bob'));
    write('folder/b/10.jsonl', user('ben'));
    write('folder/a.jsonl', user('ann'));
    write('folder/c.jsonl', user('cid'));
    for (const name of ['.dot.jsonl', '.hidden/x.jsonl', 'losses.json', 'ids.json', 'uploads.json', 'b/report.json']) write(`folder/${name}`, nameless);
    if (!windows) symlinkSync('..', join(cwd, 'folder/b/up'));
    const { status, sources } = report(['folder']);
    assert.equal(status, 0);
    assert.deepEqual(sources.map(({ name }) => name), ['folder/a.jsonl', 'folder/b/10.jsonl', 'folder/b/2.jsonl', 'folder/c.jsonl'].map((name) => join(name)));
  });

  test('a link that leads nowhere is an error, not skipped', { skip: windows ? 'links need a privilege there' : false }, () => {
    mkdirSync(join(cwd, 'links'));
    symlinkSync('gone', join(cwd, 'links/lost.jsonl'));
    const { status, stderr } = run(['check', 'links']);
    assert.equal(status, 2);
    assert.match(stderr, /cannot read "links.lost\.jsonl": no such file/);
  });

  test('a pipe of the shell', { skip: windows ? 'there are none' : false }, () => {
    const output = execSync(`bash -c '"${process.execPath}" "${cli}" detect <(cat good.jsonl)'`, { cwd, encoding: 'utf8' });
    assert.match(output, /: stream import jsonl/);
  });

  test('Windows line ends', () => {
    const { status, counts, findings } = report([write('crlf.jsonl', (user('ann') + nameless).replaceAll('\n', '\r\n'))]);
    assert.deepEqual([status, counts], [1, { 'missing-field': 1 }]);
    assert.equal(findings[0].position.line, 2);
  });

  test('nothing at all', () => {
    const { status, counts } = report([write('nothing.jsonl', '')]);
    assert.deepEqual([status, counts], [1, { 'empty-input': 1 }]);
  });

  test('what is no import', () => {
    const { status, platform, counts, answer } = report([write('table.csv', 'id,name\nann,Ann\n')]);
    assert.deepEqual([status, platform, answer], [1, null, null]);
    assert.equal(counts['unknown-format'], 1);
    const asked = run(['check', 'table.csv', '--format', 'answer']);
    assert.deepEqual([asked.status, asked.stdout], [1, '']);
    assert.match(asked.stderr, /^chat-preflight: there is no answer/);
  });

  test('a name with what a terminal would obey', { skip: windows ? 'no such names' : false }, () => {
    const { stdout } = run(['check', write('a\u001b[2Jb.jsonl', user('ann'))]);
    assert.match(stdout, /^a\\u001b\[2Jb\.jsonl: Stream/);
  });

  test('a dash at the beginning of a name, behind --', () => {
    write('-x.jsonl', user('ann'));
    assert.equal(run(['check', '--', '-x.jsonl']).status, 0);
  });
});

describe('other commands', () => {
  test('detect', () => {
    const { status, stdout } = run(['detect', 'good.jsonl', write('array2.json', '[{"type":"user","item":{"id":"ann"}}]')]);
    assert.equal(status, 0);
    assert.match(stdout, /^good\.jsonl: stream import jsonl.*\narray2\.json: stream import array.*\n$/);
    const [{ name, platform, dialect }] = JSON.parse(run(['detect', '--format', 'json', 'good.jsonl']).stdout);
    assert.deepEqual([name, platform, dialect], ['good.jsonl', 'stream', 'jsonl']);
    assert.match(run(['detect', 'good.requests.jsonl']).stdout, /^good\.requests\.jsonl: talkjs requests \(/);
    assert.equal(run(['detect', 'table.csv']).status, 1);
  });

  test('rules', () => {
    const rules = JSON.parse(readFileSync(join(root, 'npm/dist/rules.json'), 'utf8'));
    const { stdout } = run(['rules']);
    assert.deepEqual(stdout.trimEnd().split('\n').map((line) => line.split(' ')[0]), rules.map(({ code }) => code));
    const [{ code, what, why, url }] = rules;
    const page = run(['rules', code]).stdout;
    for (const text of [code, what, why, url]) assert.ok(page.includes(text), text);
    assert.deepEqual(JSON.parse(run(['rules', code, '--format', 'json']).stdout), [rules[0]]);
  });

  test('rules of a platform', () => {
    const codes = (platform) => run(['rules', '--platform', platform]).stdout.split('\n').map((line) => line.split(' ')[0]);
    assert.ok(codes('stream').includes('stream-unknown-role'));
    for (const platform of ['sendbird', 'cometchat', 'talkjs', 'chatkitty']) {
      assert.ok(codes(platform).includes('missing-field'));
      assert.deepEqual(codes(platform).filter((code) => code.startsWith('stream-')), []);
    }
    assert.equal(run(['rules', '--platform', 'talkjs', 'stream-unknown-role']).status, 2);
  });

  test('help, for all and for each', () => {
    for (const args of [['--help'], ['help'], ['check', '--help'], ['detect', '-h'], ['rules', '--help'], ['help', 'check']]) {
      const { status, stdout, stderr } = run(args);
      assert.deepEqual([status, stderr], [0, ''], args.join(' '));
      assert.match(stdout, /chat-preflight/);
    }
    const flags = [...readFileSync(join(root, 'npm/src/cli/check.js'), 'utf8').matchAll(/^ {2}"?([a-z-]+)"?: (?:"string"|"boolean"|known\(|\[)/gm)].map(([, flag]) => flag);
    const help = run(['check', '--help']).stdout;
    assert.ok(flags.length > 10);
    for (const flag of flags) assert.ok(help.includes(`--${flag} `), `--${flag} is not in the help`);
    for (const word of ['stream', 'sendbird', 'cometchat', 'talkjs', 'chatkitty', 'jsonl, array', 'camel, snake', 'users, groups, members']) {
      assert.ok(help.includes(word), word);
    }
  });
});

describe('a good neighbour', () => {
  test('a reader that has seen enough is no error', { skip: windows ? 'there is no head' : false }, () => {
    write('long.jsonl', nameless.repeat(20_000));
    const shell = `"${process.execPath}" "${cli}" check long.jsonl --format json --max-findings 0 2>err.txt | head -c 100 >/dev/null`;
    spawnSync(shell, { cwd, shell: true, env });
    assert.equal(readFileSync(join(cwd, 'err.txt'), 'utf8'), '');
  });

  test('a large report arrives whole in a pipe', () => {
    const { stdout } = run(['check', ...NOW, 'long.jsonl', '--format', 'json', '--max-findings', '0']);
    assert.equal(JSON.parse(stdout).findings.length, 20_000);
  });

  test('the progress bar is for terminals, and leaves nothing behind', async () => {
    const { createBar } = await import(new URL('../npm/dist/cli/progress.js', import.meta.url));
    const written = [];
    const bar = createBar({ columns: 40, write: (text) => written.push(text) });
    const state = { bytes: 30, total: 120, items: 3, findings: 0, replay: false };
    bar.show(state);
    bar.clear();
    assert.deepEqual(written, [], 'a short check shows none');
    await new Promise((resolve) => setTimeout(resolve, 120));
    bar.show(state);
    bar.show({ ...state, total: undefined, bytes: 5_000_000 });
    bar.clear();
    assert.match(written[0], /25 %/);
    assert.match(written[1], /5\.0 MB/);
    assert.equal(written.at(-1), '\r\u001b[K');
    for (const text of written) assert.ok(text.replace(/^\r\u001b\[K/, '').length < 40);
  });

  test('no trace is left in the folder for temporary files', () => {
    const folder = join(cwd, 'tmp');
    mkdirSync(folder);
    const large = user('ann').repeat(300_000);
    assert.equal(report(['-'], { input: large, vars: { TMPDIR: folder, TEMP: folder, TMP: folder } }).counts['duplicate-id'], 299_999);
    assert.deepEqual(readdirSync(folder), []);
  });
});
