// How the JavaScript API behaves when things go wrong, take long, or happen at the same time.

import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { crc32, gzipSync } from 'node:zlib';

const at = (name) => new URL(`../npm/dist/${name}`, import.meta.url);
const { check, detect, rules, Checker, PreflightError } = await import(at('node.js'));

const NOW = { now: '2026-01-01T00:00:00Z' };
const user = (id) => `{"type":"user","data":{"id":"${id}"}}\n`;
const rejects = (promise, code, say = /./) =>
  assert.rejects(promise, (error) => error instanceof PreflightError && error.code === code && say.test(error.message));

describe('a wrong call', () => {
  test('of check', async () => {
    await rejects(check(), 'bad-input', /a source has to be/);
    await rejects(check(42), 'bad-input');
    await rejects(check(null), 'bad-input');
    await rejects(check([]), 'bad-input', /empty array/);
    await rejects(check({ source: 42 }), 'bad-input');
    await rejects(check({ source: '', name: 7 }), 'bad-input', /name of a part/);
    await rejects(check('', null), 'bad-option');
    await rejects(check('', { colour: 'blue' }), 'unknown-option', /colour/);
    await rejects(check('', { profile: { rolls: [] } }), 'unknown-option', /rolls/);
    await rejects(check('', { platform: 'slack' }), 'bad-option', /slack/);
    await rejects(check('', { now: 'today' }), 'bad-option', /today/);
    await rejects(check('', { maxFindings: -1 }), 'bad-option');
    await rejects(check('', { onProgress: 'yes' }), 'bad-option');
    await rejects(check('', { signal: true }), 'bad-option');
    await rejects(check({ source: '', resource: 'people' }), 'bad-option', /resource is "people"; there are import, users,/);
    await rejects(check('', { platform: 'talkjs', dialect: 'snake' }), 'bad-option', /dialect is "snake", which TalkJS does not have/);
    await rejects(check('', { profile: { retentionMonths: 'six' } }), 'bad-option', /retentionMonths/);
    const stream = Readable.from(['{}']);
    await rejects(check([{ source: stream }, { source: stream }]), 'bad-input', /twice/);
    await rejects(check(Readable.from([{ not: 'bytes' }])), 'bad-input', /neither/);
  });

  test('with a resource that the platform lacks is told before anything is read', async () => {
    const untouched = { [Symbol.asyncIterator]: () => assert.fail('it was read') };
    const parts = [{ source: untouched, resource: 'users' }, { source: '{}', resource: 'groups' }];
    await rejects(check(parts, { platform: 'talkjs' }), 'bad-option', /resource is "groups"; TalkJS has users, conversations, messages, requests/);
    const checker = new Checker({ platform: 'stream' });
    assert.throws(() => checker.source({ resource: 'users' }), { code: 'bad-option', message: 'resource is "users"; Stream has import' });
    checker.free();
  });

  test('of the others', async () => {
    await rejects(detect(['{}', '{}']), 'bad-input');
    await rejects(rules('slack'), 'bad-option', /slack/);
    assert.throws(() => new Checker({ colour: 1 }), { name: 'PreflightError', code: 'unknown-option' });
    const checker = new Checker();
    assert.throws(() => checker.push('text'), { code: 'bad-input' });
    checker.free();
    assert.throws(() => checker.push(new Uint8Array(1)), { code: 'freed' });
  });
});

describe('an answer', () => {
  const users = (body) => `${JSON.stringify({ method: 'PUT', path: '/v1/{appId}/users', body })}\n`;
  const good = users({ ann: { name: 'Ann' } });
  const broken = users({ bob: {} });

  test('to a file is one text, with its parsed form', async () => {
    const { answer } = await check('{"type":"user","data":{}}', NOW);
    assert.deepEqual(Object.keys(answer), ['predicted', 'text', 'omitted', 'body']);
    assert.deepEqual(answer.body, JSON.parse(answer.text));
  });

  test('to requests is a reply to each that has errors, with its parsed form', async () => {
    const { platform, sources, answer } = await check([{ source: good, name: 'one' }, { source: users({ cid: { name: 'Cid' } }) + broken, name: 'two' }], NOW);
    assert.deepEqual([platform, ...sources.map(({ resource }) => resource)], ['talkjs', 'requests', 'requests']);
    assert.equal(answer.omitted, 0);
    assert.equal(answer.requests.length, 1);
    const [{ predicted, text, body, ...asked }] = answer.requests;
    assert.deepEqual(asked, { method: 'PUT', path: '/v1/{appId}/users', source: 1, items: 1, status: 400 });
    assert.equal(predicted, true);
    assert.deepEqual(body, text === '' ? null : JSON.parse(text));
  });

  test('to clean requests has none, and is cut as findings are', async () => {
    assert.deepEqual((await check(good, NOW)).answer, { requests: [], omitted: 0 });
    // A user of its own each: one that was sent before may be sent without a name.
    const many = Array.from({ length: 8 }, (_, at) => users({ [`bob-${at}`]: {} })).join('');
    const cut = await check(many, { ...NOW, maxFindings: 3 });
    assert.deepEqual([cut.answer.requests.length, cut.answer.omitted], [3, 5]);
    assert.equal((await check(many, { ...NOW, maxFindings: 0 })).answer.requests.length, 8);
  });
});

describe('rules', () => {
  test('of a platform are without what only others have', async () => {
    const all = (await rules()).map(({ code }) => code);
    const names = ['stream', 'sendbird', 'cometchat', 'talkjs', 'chatkitty'];
    assert.ok(all.some((code) => code.startsWith('stream-')));
    for (const platform of names) {
      const foreign = names.filter((name) => name !== platform).map((name) => `${name}-`);
      assert.deepEqual((await rules(platform)).map(({ code }) => code), all.filter((code) => !foreign.some((name) => code.startsWith(name))));
    }
  });
});

describe('a source that breaks', () => {
  test('rejects with its own error', async () => {
    const broken = async function* () {
      yield new TextEncoder().encode(user('ann'));
      throw new TypeError('the line is dead');
    };
    await assert.rejects(check(broken()), { name: 'TypeError', message: 'the line is dead' });
    await assert.rejects(check(createReadStream('there is no such file')), { code: 'ENOENT' });
    const gzipped = async function* () {
      yield gzipSync(user('ann')).subarray(0, 25);
      throw new TypeError('the line is dead');
    };
    await assert.rejects(check(gzipped()), { name: 'TypeError', message: 'the line is dead' });
  });

  test('says so where a File has changed', async () => {
    const file = new Blob([user('ann')]);
    file.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('it changed')) });
    await rejects(check(file), 'unreadable', /it changed/);
  });
});

describe('an abort', () => {
  const aborted = { name: 'AbortError' };

  test('before the beginning', async () => {
    await assert.rejects(check(user('ann'), { signal: AbortSignal.abort() }), aborted);
  });

  test('with a reason of one\'s own is an AbortError, and the reason its cause', async () => {
    const reason = new Error('closed');
    await assert.rejects(check(user('ann'), { signal: AbortSignal.abort(reason) }), { ...aborted, cause: reason });
    // The timer of such a signal does not keep the process alive.
    const alive = setTimeout(() => {}, 10_000);
    await assert.rejects(check(new ReadableStream(), { signal: AbortSignal.timeout(20) }), aborted);
    clearTimeout(alive);
  });

  test('while a stream stalls', async () => {
    const controller = new AbortController();
    const stalled = async function* () {
      yield new TextEncoder().encode(user('ann'));
      await new Promise(() => {});
    };
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(check(stalled(), { signal: controller.signal }), aborted);
  });

  test('while bytes are checked', async () => {
    const bytes = new TextEncoder().encode(user('ann').repeat(1_500_000));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    await assert.rejects(check(bytes, { signal: controller.signal }), aborted);
  });

  test('leaves no listener behind', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args) => { listeners += 1; add(...args); };
    signal.removeEventListener = (...args) => { listeners -= 1; remove(...args); };
    await check(Readable.from([Buffer.from(user('ann'))]), { signal });
    assert.equal(listeners, 0);
  });
});

describe('a long check', () => {
  test('reports progress up to the end, and lets other work run', async () => {
    const bytes = new TextEncoder().encode(user('ann').repeat(1_500_000));
    const seen = [];
    let ticks = 0;
    const timer = setInterval(() => { ticks += 1; }, 1);
    const report = await check(bytes, { ...NOW, onProgress: (progress) => seen.push(progress) });
    clearInterval(timer);
    assert.ok(ticks > 0, 'the event loop was held');
    assert.ok(seen.length > 1);
    for (const { total } of seen) assert.equal(total, bytes.length);
    for (const [index, { bytes: now, replay }] of seen.entries()) {
      if (index > 0 && replay === seen[index - 1].replay) assert.ok(now >= seen[index - 1].bytes);
    }
    const last = seen.at(-1);
    assert.deepEqual([last.bytes, last.items, last.findings], [bytes.length, 1_500_000, 1_499_999]);
    assert.equal(report.counts['duplicate-id'], 1_499_999);
  });

  test('counts compressed bytes where the input is compressed', async () => {
    const bytes = gzipSync(user('ann').repeat(1000));
    let last;
    await check(new Blob([bytes]), { onProgress: (progress) => { last = progress; } });
    assert.deepEqual([last.bytes, last.total], [bytes.length, bytes.length]);
  });

  test('an error in onProgress is the caller\'s', async () => {
    await assert.rejects(check(user('ann'), { onProgress: () => { throw new RangeError('mine'); } }), { name: 'RangeError', message: 'mine' });
    assert.equal((await check(user('ann'), NOW)).ok, true);
  });
});

describe('bytes', () => {
  test('of a stream that uses its buffer again are kept for the second reading', async () => {
    const lines = Buffer.from(user('ann') + user('bob') + user('ann'));
    const reused = async function* () {
      const buffer = Buffer.alloc(5);
      for (let start = 0; start < lines.length; start += 5) {
        const length = lines.copy(buffer, 0, start, start + 5);
        yield buffer.subarray(0, length);
        buffer.fill(0x21);
      }
    };
    const { counts, findings } = await check(reused(), NOW);
    assert.deepEqual(counts, { 'duplicate-id': 1 });
    assert.equal(findings[0].related[0].position.line, 1);
  });

  test('of a string are those of UTF-8, wherever it is cut', async () => {
    // 2^19 UTF-16 units a piece: the pair lies across its end.
    for (const shift of [0, 1]) {
      const line = `{"type":"user","data":{"id":"ann","name":"${'x'.repeat((1 << 19) - 60 + shift)}`;
      const text = `${line}${'\u{1f600}'.repeat(40)}"}}\n`;
      const report = await check(text, NOW);
      assert.equal(report.stats.bytes, Buffer.byteLength(text));
      assert.deepEqual(report.counts, await check(Buffer.from(text), NOW).then(({ counts }) => counts));
    }
  });

  test('of a view are those of the view', async () => {
    const whole = Buffer.from(`xx${user('ann')}xx`);
    const report = await check(whole.subarray(2, -2), NOW);
    assert.deepEqual([report.ok, report.counts], [true, {}]);
  });
});

describe('many checks', () => {
  test('at the same time do not disturb each other', async () => {
    const inputs = Array.from({ length: 20 }, (_, index) => user('ann').repeat(index + 1));
    const reports = await Promise.all(inputs.map((text) => check(Readable.from([...text].map((character) => Buffer.from(character))), NOW)));
    assert.deepEqual(reports.map(({ counts }) => counts['duplicate-id'] ?? 0), inputs.map((_, index) => index));
  });

  test('one after the other, some of them failing, leave the memory as it was', async () => {
    // From the modules that browsers get: the entry for Node has the glue inside, and does not give the memory out.
    const [glue, { createFacade }, { FileSpool }] = await Promise.all(['chat_preflight.js', 'facade.js', 'spool-node.js'].map((name) => import(at(name))));
    const load = () => new WebAssembly.Module(readFileSync(at('chat_preflight_bg.wasm')));
    const { init, check } = createFacade({ load, createSpool: () => new FileSpool() });
    await init();
    const { memory } = glue.initSync();
    const bytes = new TextEncoder().encode(user('ann').repeat(20_000));
    const round = async () => {
      await check(bytes, NOW);
      await check(Readable.from([bytes]), { signal: AbortSignal.abort() }).catch(() => {});
      await check(bytes, { onProgress: () => { throw new Error('stop'); } }).catch(() => {});
    };
    for (let count = 0; count < 5; count += 1) await round();
    const before = memory.buffer.byteLength;
    for (let count = 0; count < 60; count += 1) await round();
    assert.equal(memory.buffer.byteLength, before);
  });
});

describe('gzip', () => {
  /** A sequence that looks random and is always the same. */
  const random = (seed) => (below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >>> 8) % below;
  };
  const cut = async function* (bytes, step) {
    for (let start = 0; start < bytes.length; start += step) yield bytes.subarray(start, start + step);
  };
  const unpack = async ({ gunzip }, bytes, step) => {
    const troubles = [];
    const out = [];
    for await (const chunk of gunzip(cut(bytes, step), (trouble) => troubles.push(trouble))) out.push(Buffer.from(chunk));
    return { out: Buffer.concat(out), troubles };
  };

  test('is unpacked alike in Node and in browsers, however it is cut and whatever is wrong with it', async () => {
    const node = await import(at('gzip/node.js'));
    const web = await import(at('gzip/web.js'));
    const next = random(7);
    const kinds = new Set();
    for (let round = 0; round < 300; round += 1) {
      const parts = Array.from({ length: 1 + next(4) }, () => {
        const letters = [256, 4, 1][next(3)];
        return Buffer.from({ length: next(3) === 0 ? next(200_000) : next(3000) }, () => next(letters));
      });
      const plain = Buffer.concat(parts);
      let packed = Buffer.concat(parts.map((part) => gzipSync(part, { level: next(10) })));
      const fault = next(5);
      if (fault === 1) packed = packed.subarray(0, next(packed.length));
      if (fault === 2) packed = Buffer.concat([packed, Buffer.alloc(1 + next(20), next(3))]);
      if (fault === 3) packed[next(packed.length)] ^= 1 << next(8);
      const [one, two] = [1 + next(5000), 1 + next(5000)];
      const inNode = await unpack(node, packed, one);
      assert.deepEqual(await unpack(node, packed, two), inNode);
      const inBrowsers = await unpack(web, packed, one);
      assert.deepEqual(inBrowsers.troubles.map(({ kind }) => kind), inNode.troubles.map(({ kind }) => kind));
      for (const { kind } of inNode.troubles) kinds.add(kind);
      // Behind damage the two may get differently far, but what comes out is a beginning of what is right.
      if (!inNode.troubles.some(({ kind }) => kind === 'damaged')) assert.deepEqual(inBrowsers, inNode);
      if (fault === 0 || fault === 4) assert.deepEqual([inNode.out.equals(plain), inNode.troubles], [true, []]);
    }
    assert.deepEqual([...kinds].sort(), ['checksum', 'damaged', 'trailing', 'truncated']);
  });

  test('has the checksum that zlib has', async () => {
    const ours = await import(at('gzip/crc32.js'));
    const bytes = Buffer.from({ length: 1000 }, (_, index) => index * 31);
    for (const end of [0, 1, 2, 3, 4, 5, 999, 1000]) {
      assert.equal(ours.crc32(bytes.subarray(0, end)), crc32(bytes.subarray(0, end)));
      assert.equal(ours.crc32(bytes.subarray(end), ours.crc32(bytes.subarray(0, end))), crc32(bytes));
    }
  });

  test('with optional fields in its header', async () => {
    const packed = gzipSync(user('ann'));
    const header = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3]),
      Buffer.from([3, 0, 1, 2, 3]), Buffer.from('name\0'), Buffer.from('a comment\0'), Buffer.from([0, 0]),
    ]);
    const { ok, counts, stats } = await check(Buffer.concat([header, packed.subarray(10)]), NOW);
    assert.deepEqual([ok, counts, stats.bytes], [true, {}, user('ann').length]);
  });

  test('that hardly begins', async () => {
    for (const bytes of [[0x1f], [0x1f, 0x8b], [0x1f, 0x8b, 8], [0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 0], [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0, 65]]) {
      const { ok, stats } = await check(Uint8Array.from(bytes), NOW);
      assert.equal(ok, false);
      assert.equal(stats.bytes, bytes.length === 1 ? 1 : 0);
    }
  });
});
