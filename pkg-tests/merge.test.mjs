// Partial results: what several checkers know of the pieces of an input, put together to one report.

import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { findCases, readCase } from './lib/cases.mjs';

const { check, merge, Checker, PreflightError } = await import(new URL('../npm/dist/node.js', import.meta.url));

const top = fileURLToPath(new URL('cases/', import.meta.url));
const OPTIONS = { now: '2026-01-01T00:00:00Z', seed: 5 };
const text = new TextEncoder();

function partial(bytes, options = OPTIONS, document = undefined) {
  const checker = new Checker(options);
  if (document !== undefined) checker.source(document);
  checker.push(typeof bytes === 'string' ? text.encode(bytes) : bytes);
  return checker.partial();
}

/** The bytes in so many pieces, cut between lines. */
function inPieces(bytes, count) {
  const cuts = [0];
  for (let number = 1; number < count; number += 1) {
    const newline = bytes.indexOf(0x0a, Math.floor((bytes.length / count) * number));
    cuts.push(newline < 0 ? bytes.length : newline + 1);
  }
  return cuts.map((start, at) => bytes.subarray(start, cuts[at + 1] ?? bytes.length));
}

const rejects = (promise, code, say) =>
  assert.rejects(promise, (error) => error instanceof PreflightError && error.code === code && say.test(error.message));

const user = (id) => `{"type":"user","data":{"id":"${id}"}}\n`;
const channel = (id, by) => `{"type":"channel","data":{"id":"${id}","type":"messaging","created_by":"${by}"}}\n`;

/** More lines than a partial result takes along. */
function manyUsers(from) {
  const lines = Array.from({ length: 120_000 }, (_, number) => user(`${'user-'.repeat(10)}${from + number}`));
  return text.encode(lines.join(''));
}

describe('merged partial results are the report of one check', () => {
  for (const folder of findCases(top)) {
    const { inputs, options } = readCase(folder);
    if (inputs.length > 1) continue;
    const [{ bytes }] = inputs;
    const all = { ...options, seed: 5, days: true };
    test(relative(top, folder), async () => {
      const whole = await check(bytes, all);
      assert.deepEqual(await merge([partial(bytes, all)], all), whole);
      if (whole.sources[0].dialect !== 'jsonl') return;
      for (const count of [2, 3]) assert.deepEqual(await merge(inPieces(bytes, count).map((piece) => partial(piece, all)), all), whole);
    });
  }

  test('of documents that belong together', async () => {
    const documents = [
      ['users', '{"users":[{"user_id":"ann","nickname":"Ann","profile_url":""}]}'],
      ['messages', '{"message_type":"MESG","user_id":"bob","message":"hi","timestamp":1600000000000}'],
    ].map(([resource, source]) => ({ name: `${resource}.json`, resource, source }));
    const options = { ...OPTIONS, platform: 'sendbird' };
    const partials = documents.map(({ source, ...document }) => partial(source, options, document));
    assert.deepEqual(await merge(partials, options), await check(documents, options));
  });

  test('of a requests file, and of large files', async () => {
    const line = (id) => `{"method":"POST","path":"/v3/users","body":{"user_id":"${id}","nickname":"","profile_url":""}}\n`;
    const requests = [line('ann'), line('ann')];
    assert.deepEqual(await merge(requests.map((one) => partial(one)), OPTIONS), await check(requests.join(''), OPTIONS));

    const large = [manyUsers(0), manyUsers(200_000)];
    const partials = large.map((piece) => partial(piece));
    for (const [at, one] of partials.entries()) assert.ok(one.length < large[at].length / 2, `${one.length}`);
    assert.deepEqual(await merge(partials, OPTIONS), await check(Buffer.concat(large), OPTIONS));
  });
});

test('without a seed they take small inputs along', async () => {
  const pieces = [user('ann'), channel('general', 'bob')];
  const options = { now: OPTIONS.now };
  assert.deepEqual(await merge(pieces.map((piece) => partial(piece, options)), options), await check(pieces.join(''), options));
});

test('what cannot be told without the input is said so', async () => {
  const large = manyUsers(0);
  const unknown = partial(channel('general', 'nobody'));
  await rejects(merge([partial(large), unknown], OPTIONS), 'not-mergeable', /partials\[0\] is not enough: there are references/);
  await rejects(merge([partial(large, { seed: 1 })], { seed: 2 }), 'not-mergeable', /another seed/);
  await rejects(merge([partial(large), partial(large)], OPTIONS), 'not-mergeable', /partials\[1\].*what comes before/);
  assert.throws(() => partial(large, { ...OPTIONS, platform: 'talkjs' }), { name: 'PreflightError', code: 'not-mergeable' });
  const hidden = { ...OPTIONS, redact: true };
  assert.ok(!new TextDecoder().decode(partial(user('ann-of-green-gables'), hidden)).includes('gables'));
});

test('inputs that are given are read where they are needed', async () => {
  const pieces = [manyUsers(0), Buffer.concat([manyUsers(200_000), text.encode(user('ann') + user('ann') + channel('general', 'nobody'))])];
  const partials = pieces.map((piece) => partial(piece));
  const whole = await check(Buffer.concat(pieces), OPTIONS);
  assert.ok(whole.counts['unknown-reference'] === 1 && whole.counts['duplicate-id'] === 1);
  assert.deepEqual(await merge(partials, { ...OPTIONS, inputs: pieces }), whole);
  const gzipped = pieces.map((piece) => new Blob([gzipSync(piece)]));
  assert.deepEqual(await merge(partials, { ...OPTIONS, inputs: gzipped }), whole);
  // Of other checks, that know each other's ids: the second one is read instead.
  const twice = [pieces[0], pieces[0]];
  assert.deepEqual(await merge(twice.map((piece) => partial(piece)), { ...OPTIONS, inputs: twice }), await check(Buffer.concat(twice), OPTIONS));
  const unread = { async *[Symbol.asyncIterator]() { assert.fail('it was read'); } };
  assert.equal((await merge([partial(pieces[0])], { ...OPTIONS, inputs: [unread] })).ok, true);
  await rejects(merge(partials, { ...OPTIONS, inputs: [pieces[0]] }), 'bad-option', /array of 2/);
  await rejects(merge(partials, { ...OPTIONS, inputs: [pieces[0].subarray(1), pieces[1]] }), 'bad-input', /inputs\[0\].*shorter/);
  await rejects(merge(partials, { ...OPTIONS, inputs: [pieces[1], pieces[1]] }), 'bad-input', /inputs\[0\].*longer/);
});

test('what is no partial result is refused', async () => {
  await rejects(merge([]), 'bad-input', /at least one/);
  await rejects(merge('x'), 'bad-input', /array/);
  await rejects(merge(['x']), 'bad-partial', /partials\[0\]/);
  await rejects(merge([new Uint8Array(5)]), 'bad-partial', /does not begin as one/);
  const good = partial(user('ann'));
  await rejects(merge([good, good.subarray(0, -1)], OPTIONS), 'bad-partial', /partials\[1\].*length/);
  const checker = new Checker();
  checker.partial();
  assert.throws(() => checker.push(new Uint8Array(1)), { code: 'freed' });
  checker.free();
});
