// Conversions through the built package: what JavaScript adds to the core's, and the command line.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { root, temporaryFolder } from './lib/package.mjs';

const at = (name) => new URL(`../npm/dist/${name}`, import.meta.url);
const { check, convert, PreflightError } = await import(at('node.js'));
const { Content, Sections } = await import(at('sections.js'));
const { cutAtLines, filesOf } = await import(at('output.js'));
const { BlobSpool } = await import(at('spool-blob.js'));
const { FileSpool } = await import(at('spool-node.js'));

const samples = join(root, 'pkg-tests/convert');
const cli = join(root, 'npm/dist/cli.js');
const cwd = temporaryFolder();
const windows = process.platform === 'win32';
const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;

const NOW = { now: '2024-06-01T00:00:00Z' };
const TALK = { ...NOW, to: 'talkjs' };
const line = (method, path, body) => `${JSON.stringify({ method, path, body })}\n`;
const users = (...ids) => line('PUT', '/v1/{appId}/users', Object.fromEntries(ids.map((id) => [id, { name: id }])));
const room = (id, ...people) => line('PUT', `/v1/{appId}/conversations/${id}`, { participants: people });
const messages = (id, sender, ...texts) =>
  line('POST', `/v1/{appId}/import/conversations/${id}/messages`, texts.map((text, index) => ({ text, sender, timestamp: 1700000000000 + index, type: 'UserMessage', readBy: [] })));
const good = users('ann', 'bob') + room('r1', 'ann', 'bob') + messages('r1', 'ann', 'one', 'two');
const broken = `${users('ann')}{"method":\n`;

const rejects = (promise, code, say = /./) =>
  assert.rejects(promise, (error) => error instanceof PreflightError && error.code === code && say.test(error.message));
const textOf = async ({ files }) => Promise.all(files.map(async (file) => [file.name, await file.text()]));

describe('convert()', () => {
  const channelIds = { town: '9007199254740993', team: 11, 'direct-1': 12 };
  const sources = {
    stream: ['stream.jsonl'],
    sendbird: ['sendbird.requests.jsonl'],
    cometchat: ['cometchat.requests.jsonl'],
    talkjs: ['talkjs.requests.jsonl'],
    chatkitty: ['chatkitty/channels.json', 'chatkitty/messages.json', 'chatkitty/users.json'],
  };

  test('goes from everywhere to everywhere, and its output checks clean', async () => {
    for (const [from, names] of Object.entries(sources)) {
      const input = names.map((name) => ({ name, source: readFileSync(join(samples, name)) }));
      for (const to of Object.keys(sources)) {
        const conversion = await convert(input, { ...NOW, to, channelIds, startTime: '2024-03-01T00:00:00Z' });
        const pair = `${from} to ${to}`;
        assert.equal(conversion.ok, true, `${pair}: ${JSON.stringify(conversion.report?.findings ?? conversion.unreadable)}`);
        assert.deepEqual([conversion.from, conversion.to, conversion.report.platform], [from, to, to], pair);
        assert.ok(conversion.stats.read.users > 0, pair);
        assert.equal(conversion.inputReport, undefined, pair);
        assert.equal(conversion.requests !== undefined, conversion.files.some(({ name }) => name === 'requests.jsonl'), pair);
        for (const [name, text] of await textOf(conversion)) {
          if (name.endsWith('.json')) assert.ok(Array.isArray(JSON.parse(text)), `${pair}: ${name}`);
          else for (const one of text.trimEnd().split('\n')) JSON.parse(one);
        }
        await conversion.close();
      }
    }
  });

  test('takes every kind of source, and gives the same for each', async () => {
    const wanted = await textOf(await convert(good, TALK));
    assert.deepEqual(wanted.map(([name]) => name), ['requests.jsonl']);
    const bytes = new TextEncoder().encode(good);
    const path = join(cwd, 'good.requests.jsonl');
    writeFileSync(path, good);
    const kinds = [
      bytes, new Blob([bytes]), new Blob([bytes]).stream(), createReadStream(path), gzipSync(bytes),
      Readable.from([...good].map((character) => Buffer.from(character))),
      [users('ann', 'bob'), { source: room('r1', 'ann', 'bob'), name: 'rooms', resource: 'requests' }, messages('r1', 'ann', 'one', 'two')],
    ];
    for (const source of kinds) assert.deepEqual(await textOf(await convert(source, TALK)), wanted);
  });

  test('says of a part what it does not say itself', async () => {
    const { files, sources: read } = await convert([
      { source: '{"ann":{"name":"Ann"}}', resource: 'users', name: 'people' },
      { source: '[{"text":"hi","sender":"ann","timestamp":1700000000000,"type":"UserMessage","readBy":[]}]', resource: 'messages', channel: 'room 1' },
    ], TALK);
    assert.deepEqual(read.map(({ name, resource }) => [name, resource]), [['people', 'users'], [null, 'messages']]);
    assert.match(await files[0].text(), /conversations\/room%201\/messages/);
  });

  test('is plain data but for the files, which say their name and size', async () => {
    const conversion = await convert(good, TALK);
    const plain = JSON.parse(JSON.stringify(conversion));
    assert.deepEqual(plain.files, [{ name: 'requests.jsonl', size: conversion.files[0].size }]);
    assert.deepEqual(plain.stats, { read: { users: 2, channels: 1, members: 2, messages: 2, reactions: 0 }, written: { users: 2, channels: 1, members: 2, messages: 2, reactions: 0 } });
    assert.deepEqual(plain.requests, { count: 3, seconds: 1 });
    assert.deepEqual(plain.report, await check({ source: await conversion.files[0].text(), name: 'requests.jsonl' }, { ...NOW, platform: 'talkjs' }));
  });

  test('gives files that can be read in every way, again and again, until they are closed', async () => {
    const conversion = await convert(good, TALK);
    const [file] = conversion.files;
    const text = await file.text();
    assert.equal(Buffer.byteLength(text), file.size);
    assert.equal(await (await file.blob()).text(), text);
    for (let count = 0; count < 2; count += 1) assert.equal(await new Response(file.stream()).text(), text);
    assert.equal((await check(file, TALK_CHECK)).ok, true);
    await conversion.close();
    await conversion.close();
    await rejects(file.text(), 'freed');
  });
  const TALK_CHECK = { ...NOW, platform: 'talkjs' };

  test('tells what could not be read, in its own words and in those of a check', async () => {
    for (const source of [broken, Readable.from([broken])]) {
      const { ok, unreadable, unreadableCount, losses, report, inputReport, files } = await convert({ source, name: 'broken' }, TALK);
      assert.deepEqual([ok, unreadableCount, report.ok, files.length], [false, 1, true, 1]);
      assert.deepEqual([unreadable[0].position.source, unreadable[0].position.line], [0, 2]);
      assert.equal(losses.filter(({ treatment, reason }) => treatment === 'lost' && /cannot be read/.test(reason)).length, 1);
      assert.equal(inputReport.sources[0].name, 'broken');
      assert.ok(inputReport.findings.some(({ severity, position }) => severity === 'error' && position.line === 2));
    }
  });

  test('loses nothing of a damaged gzip file in silence', async () => {
    const zipped = gzipSync(good);
    const cut = await convert(zipped.subarray(0, zipped.length - 6), TALK);
    assert.deepEqual([cut.ok, cut.unreadableCount, cut.inputReport.counts['bad-gzip']], [false, 1, 1]);
    assert.match(cut.losses.at(-1).reason, /cut off/);
    assert.equal(cut.stats.written.messages, 2, 'what was there is converted');
    const trailing = await convert(Buffer.concat([zipped, Buffer.from('more')]), TALK);
    assert.equal(trailing.ok, true);
    await rejects(convert(zipped.subarray(0, zipped.length - 6), { ...TALK, strict: true }), 'unreadable-item', /cut off/);
  });

  test('stops at what it cannot read if it is told to be strict', async () => {
    await rejects(convert({ source: broken, name: 'history.jsonl' }, { ...TALK, strict: true }), 'unreadable-item', /^history\.jsonl:2:\d+: this item cannot be read: /);
    assert.equal((await convert(good, { ...TALK, strict: true })).ok, true);
  });

  test('is not ok where there was nothing', async () => {
    for (const nothing of ['', ' \n', 'a,b\n1,2\n']) {
      const { ok, files, report, inputReport, requests } = await convert(nothing, TALK);
      assert.deepEqual([ok, files, report, inputReport.ok, requests], [false, [], null, false, undefined], JSON.stringify(nothing));
    }
  });

  test('is not ok where ids fall together', async () => {
    const { ok, collisions, report } = await convert(good, { ...TALK, ids: [{ kind: 'user', from: 'ann', to: 'bob' }] });
    assert.equal(ok, false);
    assert.equal(collisions.length, 1);
    assert.deepEqual([collisions[0].kind, collisions[0].to], ['user', 'bob']);
    assert.ok(report !== null);
  });

  test('changes ids as before, and back', async () => {
    const there = await convert(users('Ann Á', 'bob'), { ...NOW, to: 'cometchat' });
    assert.deepEqual(there.ids.map(({ kind, from }) => [kind, from]), [['user', 'Ann Á']]);
    const back = await convert(await there.files[0].text(), { ...TALK, ids: there.ids.map(({ kind, from, to }) => ({ kind, from: to, to: from })) });
    assert.deepEqual(Object.keys(JSON.parse((await back.files[0].text()).split('\n')[0]).body).sort(), ['Ann Á', 'bob']);
  });

  test('refuses a wrong call', async () => {
    await rejects(convert(good), 'bad-option', /to is missing/);
    await rejects(convert(good, null), 'bad-option');
    await rejects(convert(good, { to: 'slack' }), 'bad-option', /slack/);
    await rejects(convert(good, { ...TALK, from: 'slack' }), 'bad-option', /slack/);
    await rejects(convert(good, { ...TALK, colour: 'blue' }), 'unknown-option', /colour/);
    await rejects(convert(good, { ...TALK, profile: { rolls: [] } }), 'unknown-option', /rolls/);
    await rejects(convert(good, { ...TALK, deleted: 'maybe' }), 'bad-option', /deleted/);
    await rejects(convert(good, { ...TALK, strict: 'yes' }), 'bad-option', /strict/);
    await rejects(convert(good, { ...TALK, since: 'yesterday' }), 'bad-option', /since/);
    await rejects(convert(good, { ...TALK, channelIds: { room: 'seven' } }), 'bad-option', /channelIds/);
    await rejects(convert(good, { ...TALK, ids: [{ kind: 'user' }] }), 'bad-option', /ids/);
    await rejects(convert([], TALK), 'bad-input');
    await rejects(convert({ source: good, resource: 'groups' }, { ...TALK, from: 'talkjs' }), 'bad-option', /TalkJS has/);
    await assert.rejects(convert(Readable.from((function* () { yield good; throw new TypeError('the line is dead'); })()), TALK), { name: 'TypeError' });
  });

  test('stops when it is told to, in every phase', async () => {
    await assert.rejects(convert(good, { ...TALK, signal: AbortSignal.abort() }), { name: 'AbortError' });
    const stalled = new ReadableStream({ pull: () => new Promise(() => {}) });
    const enough = new AbortController();
    setTimeout(() => enough.abort('enough'), 20);
    await assert.rejects(convert(stalled, { ...TALK, signal: enough.signal }), { name: 'AbortError', message: 'The conversion was aborted' });
    const many = manyRooms(3, 400);
    for (const phase of ['read', 'write', 'check']) {
      const controller = new AbortController();
      const onProgress = (progress) => progress.phase === phase && controller.abort();
      await assert.rejects(convert(many, { ...TALK, signal: controller.signal, onProgress }), { name: 'AbortError' }, phase);
    }
  });

  test('says how far it is', async () => {
    const seen = [];
    await convert(new TextEncoder().encode(manyRooms(3, 400)), { ...TALK, onProgress: (progress) => seen.push(progress) });
    assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], ['read', 'write', 'check']);
    for (const { bytes, total } of seen) assert.ok(bytes <= total, `${bytes} of ${total}`);
    const last = seen.at(-1);
    assert.deepEqual([last.phase, last.bytes === last.total], ['check', true]);
  });
});

/** A history of some size: rooms with many messages. */
function manyRooms(rooms, batches) {
  const ids = Array.from({ length: rooms }, (_, index) => `room-${index}`);
  const text = 'x'.repeat(300);
  return users('ann') + ids.map((id) => room(id, 'ann')).join('') +
    ids.map((id) => Array.from({ length: batches }, (_, batch) => messages(id, 'ann', ...Array.from({ length: 10 }, (__, index) => `${id} ${batch} ${index} ${text}`))).join('')).join('');
}

describe('a large history', () => {
  const large = manyRooms(40, 120);
  const sentTo = (text, id) => text.split('\n').filter((one) => one.includes(`/import/conversations/${id}/`)).flatMap((one) => JSON.parse(one).body.map((message) => message.text));

  test('keeps every message in its order, through files and through Blobs', async () => {
    assert.ok(large.length > 16 << 20, 'it takes more than one group');
    const conversion = await convert(large, TALK);
    assert.deepEqual([conversion.ok, conversion.stats.written.messages], [true, 48_000]);
    const [file] = conversion.files;
    const text = await file.text();
    for (const id of ['room-0', 'room-39']) {
      const texts = sentTo(text, id);
      assert.equal(texts.length, 1200);
      // Their times repeat with every batch, so they are sorted by number, then batch.
      assert.deepEqual(texts.slice(0, 3).map((one) => one.slice(0, id.length + 4)), [0, 1, 2].map((batch) => `${id} ${batch} 0`));
    }
    await conversion.close();

    const { createFacade } = await import(at('facade.js'));
    const load = () => new WebAssembly.Module(readFileSync(at('chat_preflight_bg.wasm')));
    const web = createFacade({ load, createSpool: () => new BlobSpool() });
    const other = await web.convert(new Blob([large]), TALK);
    assert.equal(await other.files[0].text() === text, true, 'other bytes through Blobs');
    assert.equal((await other.files[0].blob()).size, text.length);
  });

  test('leaves nothing in the folder for temporary files, whether it ends or not', () => {
    const folder = join(cwd, 'tmp');
    mkdirSync(folder);
    writeFileSync(join(cwd, 'large.jsonl'), large);
    const script = `
      import { convert } from ${JSON.stringify(at('node.js').href)};
      import { createReadStream } from 'node:fs';
      const source = () => createReadStream('large.jsonl');
      const kept = await convert(source(), { to: 'talkjs' });
      const controller = new AbortController();
      const onProgress = ({ phase }) => phase === 'write' && controller.abort();
      const stopped = await convert(source(), { to: 'talkjs', onProgress, signal: controller.signal }).catch(({ name }) => name);
      console.log(kept.ok, stopped);
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8', env: { ...env, TMPDIR: folder, TEMP: folder, TMP: folder } });
    assert.equal(stdout, 'true AbortError\n', stderr);
    assert.deepEqual(readdirSync(folder), []);
  });
});

describe('the sections of a conversion', () => {
  const framed = (...pieces) => Buffer.concat(pieces.flatMap(([number, text]) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(number, 0);
    head.writeUInt32LE(Buffer.byteLength(text), 4);
    return [head, Buffer.from(text)];
  }));
  const read = async (content) => {
    const chunks = [];
    for await (const chunk of content.chunks()) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  };

  for (const [name, make] of Object.entries({ FileSpool: () => new FileSpool(), BlobSpool: () => new BlobSpool() })) {
    test(`come out of a ${name} as they went in`, async () => {
      const sections = new Sections(make());
      const long = 'y'.repeat(3 << 20);
      await sections.take(framed([3, 'a'], [0, 'b'], [3, 'c'], [7, '']));
      await sections.take(framed());
      for (let count = 0; count < 4; count += 1) await sections.take(framed([1, long], [0, `${count}`]));
      await sections.append(3, Buffer.from('end'));
      assert.equal(await read(sections.content([3, 0])), 'acendb0123');
      assert.equal(await read(sections.content([0, 3]).slice(2, 8)), '123ace');
      assert.equal(await read(sections.content([2])), '');
      const many = sections.content([1]);
      assert.equal(many.size, 4 * long.length);
      assert.equal(await read(many) === long.repeat(4), true);
      assert.equal(await read(many.slice(long.length - 1, long.length + 1)), 'yy');
      assert.equal((await many.blob()).size, many.size);
      await sections.close();
      await assert.rejects(read(many), { code: 'freed' });
    });
  }

  const content = async (text) => {
    const spool = new BlobSpool();
    await spool.write(Buffer.from(text));
    return new Content(spool, [{ start: 0, end: 3 }, { start: 3, end: Buffer.byteLength(text) }]);
  };

  test('are cut at ends of lines, none larger than allowed but a line that is so itself', async () => {
    const cases = [
      ['aa\nbb\ncc\n', 6, ['aa\nbb\n', 'cc\n']],
      ['aa\nbb\ncc\n', 5, ['aa\n', 'bb\n', 'cc\n']],
      ['aa\nbb\ncc\n', 9, ['aa\nbb\ncc\n']],
      ['aaaaaaaa\nb\nc\n', 4, ['aaaaaaaa\n', 'b\nc\n']],
      ['a\nbbbbbbbbb', 4, ['a\n', 'bbbbbbbbb']],
    ];
    for (const [text, most, parts] of cases) {
      const cut = await cutAtLines(await content(text), most);
      assert.deepEqual(await Promise.all(cut.map(read)), parts, `${JSON.stringify(text)} at ${most}`);
    }
    // Lines longer than what is looked at, at once.
    const long = `${'z'.repeat(150_000)}\n`;
    const cut = await cutAtLines(await content(long.repeat(5)), 310_000);
    assert.deepEqual(cut.map(({ size }) => size / long.length), [2, 2, 1]);
  });

  test('are files with names of their own if there are several, and none where there is nothing', async () => {
    const sections = new Sections(new FileSpool());
    await sections.take(framed([0, '1\n2\n'], [1, '3\n'], [2, '[\n4']));
    const spec = { name: 'import.jsonl', style: 'lines', sections: [0, 1], mostBytes: 4 };
    const texts = async (files) => Promise.all(files.map(async (file) => [file.name, await file.text()]));
    assert.deepEqual(await texts(await filesOf(spec, sections)), [['import-001.jsonl', '1\n2\n'], ['import-002.jsonl', '3\n']]);
    assert.deepEqual(await texts(await filesOf({ ...spec, mostBytes: 100 }, sections)), [['import.jsonl', '1\n2\n3\n']]);
    assert.deepEqual(await texts(await filesOf({ name: 'users.json', style: 'array', sections: [2], mostBytes: null }, sections)), [['users.json', '[\n4\n]\n']]);
    assert.deepEqual(await filesOf({ ...spec, sections: [9] }, sections), []);
  });
});

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
