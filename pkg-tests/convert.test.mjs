// Conversions through the built package: what JavaScript adds to the core's.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync, createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { NOW, TALK, line, users, room, messages, good, broken } from './lib/talk.mjs';
import { root, temporaryFolder } from './lib/package.mjs';

const at = (name) => new URL(`../npm/dist/${name}`, import.meta.url);
const { check, convert, PreflightError } = await import(at('node.js'));
const { Content, Sections } = await import(at('sections.js'));
const { cutAtLines, filesOf } = await import(at('output.js'));
const { BlobSpool } = await import(at('spool-blob.js'));
const { FileSpool } = await import(at('spool-node.js'));

const samples = join(root, 'pkg-tests/convert');
const cwd = temporaryFolder();
const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;

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

  test('checks of the input what is an import, or nothing that is known', async () => {
    const one = { cid: 'messaging:x', id: 'x', type: 'messaging', member_count: 1, last_message_at: null, own_capabilities: [] };
    const broken = { channel: one, messages: [{ text: 'hi', reply_count: 0, created_at: '2024-01-01T00:00:00Z', user: { id: 'ann' } }, 7] };
    const source = JSON.stringify({ channels: [broken] });
    const alone = await convert({ source, name: 'export.json' }, TALK);
    assert.deepEqual([alone.ok, alone.unreadableCount, alone.inputReport], [false, 1, undefined]);
    await alone.close();
    const both = await convert([{ source, name: 'export.json' }, { source: 'id,name\r\n1,Ann\r\n', name: 'users.csv' }], TALK);
    assert.deepEqual(both.inputReport.sources.map(({ name }) => name), ['users.csv']);
    assert.deepEqual(Object.keys(both.inputReport.counts), ['unknown-format']);
    await both.close();
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
