// The sender of requests, against a server that answers as the platforms do.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { root, temporaryFolder } from './lib/package.mjs';

const { convert } = await import(new URL('../npm/dist/node.js', import.meta.url));
const folder = temporaryFolder();
const sender = join(root, 'examples/send.mjs');

/** A server that gives each request to `answer(request, number)`: `[status, body, headers]`, or null to hang up. */
async function serve(answer, work) {
  const got = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const one = { method, url, headers, text: Buffer.concat(chunks).toString(), at: performance.now() };
      got.push(one);
      const reply = answer(one, got.length - 1);
      if (reply === null) return void request.socket.destroy();
      // undefined: it never answers.
      if (reply === undefined) return;
      const [status, body, more = {}] = reply;
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work({ base: `http://127.0.0.1:${server.address().port}`, got });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

let files = 0;
/** A file of requests; lines are texts or `[method, path, body]`. */
function requests(...lines) {
  const path = join(folder, `${files += 1}.requests.jsonl`);
  rewrite(path, ...lines);
  return path;
}

function rewrite(path, ...lines) {
  const text = (line) => (typeof line === 'string' ? line : JSON.stringify({ method: line[0], path: line[1], body: line[2] }));
  writeFileSync(path, lines.map((line) => `${text(line)}\n`).join(''));
}

/** Runs the sender; `child` gets the process while it runs. */
function run(file, base, flags = [], { key = 'secret', child = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const { CHAT_API_KEY: _, ...env } = process.env;
    if (key !== null) env.CHAT_API_KEY = key;
    const args = [sender, file, '--app', 'my app', '--rate', '1000', ...(base === undefined ? [] : ['--base', base]), ...flags];
    const sending = spawn(process.execPath, args, { env });
    let stdout = '';
    let stderr = '';
    sending.stdout.on('data', (text) => { stdout += text; });
    sending.stderr.on('data', (text) => { stderr += text; });
    sending.on('error', reject);
    sending.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
    child(sending);
  });
}

const user = (id) => ['POST', '/v3/users', { user_id: id, nickname: id, profile_url: '' }];
const migration = (channel, ...ids) => ['POST', `/v3/migration/${channel}`, { messages: ids.map((id) => ({ message_type: 'MESG', dedup_id: id, message: 'hi' })) }];
const talkUsers = ['PUT', '/v1/{appId}/users', { ann: { name: 'Ann' } }];
const talkMessages = (text) => ['POST', '/v1/{appId}/import/conversations/room/messages', [{ text, sender: 'ann', timestamp: 1, type: 'UserMessage', readBy: [] }]];
const cometUsers = (...ids) => ['POST', '/v3/data_import/users', { users: Object.fromEntries(ids.map((uid) => [uid, { uid, name: uid }])) }];
const sendbirdError = (code, message) => ({ error: true, code, message });
const cometError = (code) => ({ error: { message: 'No.', devMessage: 'No.', source: 'chat-api', code } });

describe('what is sent', () => {
  test('is every request in order, with the key of its platform and the body as it stands', async () => {
    const platforms = {
      'api-token': [user('ann'), '{"method":"POST","path":"/v3/migration/room","body":{"messages":[{"dedup_id":"1","data":12345678901234567890}]}}'],
      apikey: [cometUsers('ann'), '{"method":"POST","path":"/v3/data_import/messages","body":{"messages":{"1":{"muid":"1","sentAt":1.50}}}}'],
      authorization: [talkUsers, '{"method":"POST","path":"/v1/{appId}/import/conversations/a%20b/messages","body":[{"text":"hi","custom":{"n":1e2}}]}'],
    };
    for (const [header, lines] of Object.entries(platforms)) {
      const good = ({ text }) => {
        const rows = Object.keys(Object.values(JSON.parse(text))[0] ?? {});
        return [200, header === 'apikey' ? { data: Object.fromEntries(rows.map((key) => [key, { success: true }])) } : ''];
      };
      await serve(good, async ({ base, got }) => {
        const file = requests(...lines, '');
        const { status, stdout, stderr } = await run(file, `${base}/`);
        assert.deepEqual([status, stdout, stderr], [0, '2 sent, 0 there already, 0 refused\n', ''], header);
        const last = lines[1];
        assert.equal(got[1].text, last.slice(last.indexOf('"body":') + 7, -1));
        assert.equal(got[1].url, JSON.parse(last).path.replace('{appId}', 'my%20app'));
        assert.equal(got[1].method, 'POST');
        assert.equal(got[1].headers[header], header === 'authorization' ? 'Bearer secret' : 'secret');
        assert.match(got[1].headers['content-type'], /^application\/json/);
        // Once more: all is done.
        const again = await run(file, base);
        assert.deepEqual([again.status, again.stdout, got.length], [0, '0 sent, 0 there already, 0 refused\n', 2]);
      });
    }
  });

  test('is all that a conversion wrote', async () => {
    const source = { name: 'stream.jsonl', source: readFileSync(join(root, 'pkg-tests/convert/stream.jsonl')) };
    for (const to of ['sendbird', 'cometchat', 'talkjs']) {
      const { files: [written], requests: { count } } = await convert(source, { to, now: '2024-06-01T00:00:00Z' });
      const file = join(folder, `${to}.requests.jsonl`);
      writeFileSync(file, await written.text());
      const good = ({ text }) => {
        const [rows] = to === 'cometchat' ? Object.values(JSON.parse(text)) : [{}];
        return [200, { data: Object.fromEntries(Object.keys(rows).map((key) => [key, { success: true }])) }];
      };
      await serve(good, async ({ base, got }) => {
        const { status, stdout, stderr } = await run(file, base);
        assert.deepEqual([status, stdout, stderr], [0, `${count} sent, 0 there already, 0 refused\n`, ''], to);
        const sent = got.map(({ method, url, text }) => `{"method":"${method}","path":"${url.replace('my%20app', '{appId}')}","body":${text}}\n`);
        assert.equal(sent.join(''), readFileSync(file, 'utf8'), to);
      });
    }
  });

  test('keeps to the rate', async () => {
    await serve(() => [200, ''], async ({ base, got }) => {
      // From before the first one can have left: a slow machine makes the time longer only.
      const started = performance.now();
      await run(requests(...Array.from({ length: 21 }, (_, at) => user(`u${at}`))), base, ['--rate', '20']);
      const took = got[20].at - started;
      assert.ok(took >= 980, `${took} ms`);
    });
  });
});

describe('what is there already', () => {
  test('counts as done', async () => {
    const answers = [[400, sendbirdError(400202, '"user_id" violates unique constraint.')], [200, {}], [400, sendbirdError(400202, '"dedup_id" violates unique constraint.')]];
    await serve((_, at) => answers[at], async ({ base }) => {
      const { status, stdout } = await run(requests(user('ann'), user('bob'), migration('room', '1')), base);
      assert.deepEqual([status, stdout], [0, '1 sent, 2 there already, 0 refused\n']);
    });
    const there = { success: false, error: { code: 'ERR_UID_ALREADY_EXISTS', message: 'The uid ann already exists.' } };
    const rows = [{ data: { ann: there, bob: { success: true, data: {} } } }, { data: { ann: there } }];
    await serve((_, at) => [200, rows[at]], async ({ base }) => {
      const { status, stdout } = await run(requests(cometUsers('ann', 'bob'), cometUsers('ann')), base);
      assert.deepEqual([status, stdout], [0, '1 sent, 1 there already, 0 refused\n']);
    });
  });
});

describe('an answer that may get better', () => {
  test('is asked for again, after as long as the platform says', async () => {
    const limit = [429, sendbirdError(500910, 'Too many requests.'), { 'retry-after': '1' }];
    await serve((_, at) => (at === 0 ? limit : at === 1 ? [503, 'busy', { 'retry-after': new Date(Date.now() + 100).toUTCString() }] : [200, '']), async ({ base, got }) => {
      const { status, stdout } = await run(requests(user('ann')), base);
      assert.deepEqual([status, stdout, got.length], [0, '1 sent, 0 there already, 0 refused\n', 3]);
      assert.ok(got[1].at - got[0].at >= 990, `${got[1].at - got[0].at} ms`);
      assert.equal(new Set(got.map(({ text }) => text)).size, 1);
    });
  });

  test('is not asked for for ever', async () => {
    await serve(() => [500, 'down', { 'retry-after': '0' }], async ({ base, got }) => {
      const file = requests(user('ann'), user('bob'));
      const { status, stderr } = await run(file, base, ['--attempts', '3', '--keep-going']);
      assert.deepEqual([status, got.length], [1, 3]);
      assert.match(stderr, /:1: POST \/v3\/users: HTTP 500 down \(3 attempts\)\n$/);
    });
  });

  test('is one that says nothing of some rows', async () => {
    const answers = [{ data: { ann: { success: true } } }, { data: { ann: { success: false, error: { code: 'ERR_UID_ALREADY_EXISTS' } }, bob: { success: true } } }];
    await serve((_, at) => [200, answers[at], { 'retry-after': '0' }], async ({ base, got }) => {
      const { status, stdout } = await run(requests(cometUsers('ann', 'bob')), base);
      assert.deepEqual([status, stdout, got.length], [0, '1 sent, 0 there already, 0 refused\n', 2]);
    });
  });

  test('is a connection that breaks, where sending twice does no harm', async () => {
    await serve((_, at) => (at === 0 ? null : [200, '']), async ({ base, got }) => {
      const { status } = await run(requests(migration('room', '1')), base);
      assert.deepEqual([status, got.length], [0, 2]);
    });
  });
});

describe('a refusal', () => {
  const refuse = ({ text }) => (text.includes('bob') ? [400, sendbirdError(400110, 'too long')] : [200, '']);

  test('stops, and the next run goes on with what was mended', async () => {
    await serve(refuse, async ({ base, got }) => {
      const file = requests(user('ann'), user('bob'), user('cid'));
      const { status, stdout, stderr } = await run(file, base);
      assert.deepEqual([status, stdout, got.length], [1, '', 2]);
      assert.match(stderr, /^send: .*:2: POST \/v3\/users: HTTP 400 .*too long/);
      rewrite(file, user('ann'), user('ben'), user('cid'));
      const again = await run(file, base);
      assert.deepEqual([again.status, again.stdout], [0, '2 sent, 0 there already, 0 refused\n']);
      assert.deepEqual(got.map(({ text }) => JSON.parse(text).user_id), ['ann', 'bob', 'ben', 'cid']);
    });
  });

  test('is written down with --keep-going', async () => {
    await serve(refuse, async ({ base }) => {
      const file = requests(user('ann'), user('bob'), user('cid'));
      const { status, stdout } = await run(file, base, ['--keep-going']);
      assert.equal(status, 1);
      assert.match(stdout, /^2 sent, 0 there already, 1 refused \(see .*\.failures\.jsonl\)\n$/);
      const { line, path, why } = JSON.parse(readFileSync(`${file}.failures.jsonl`, 'utf8'));
      assert.deepEqual([line, path], [2, '/v3/users']);
      assert.match(why, /400110/);
    });
  });

  test('of single rows names them', async () => {
    const rows = { data: { ann: { success: true }, bob: { success: false, error: { code: 'ERR_BAD_REQUEST', message: 'No name.' } } } };
    await serve(() => [200, rows], async ({ base }) => {
      const { status, stderr } = await run(requests(cometUsers('ann', 'bob')), base);
      assert.equal(status, 1);
      assert.match(stderr, /: bob: ERR_BAD_REQUEST No name\.\n$/);
    });
  });

  test('of the key stops at once, whatever was said', async () => {
    await serve(() => [401, cometError('AUTH_ERR_APIKEY_NOT_FOUND')], async ({ base, got }) => {
      const { status, stderr } = await run(requests(cometUsers('ann'), cometUsers('bob')), base, ['--keep-going']);
      assert.deepEqual([status, got.length], [1, 1]);
      assert.match(stderr, /HTTP 401 .*AUTH_ERR_APIKEY_NOT_FOUND/);
      assert.ok(!stderr.includes('secret'));
    });
  });
});

describe('an interruption', () => {
  /** Runs until the server has got the request with that number, which it does not answer; then it is killed. */
  async function killedAt(file, number) {
    let arrived;
    const there = new Promise((resolve) => { arrived = resolve; });
    await serve((_, at) => (at === number ? void arrived() : [200, '']), async ({ base }) => {
      const { signal } = await run(file, base, [], { child: (child) => there.then(() => child.kill('SIGKILL')) });
      assert.equal(signal, 'SIGKILL');
    });
  }

  test('goes on where it was', async () => {
    const file = requests(user('ann'), user('bob'), migration('room', '1'), migration('room', '2'));
    await killedAt(file, 2);
    await serve(() => [200, ''], async ({ base, got }) => {
      const { status, stdout } = await run(file, base);
      assert.deepEqual([status, stdout], [0, '2 sent, 0 there already, 0 refused\n']);
      assert.deepEqual(got.map(({ url }) => url), ['/v3/migration/room', '/v3/migration/room']);
    });
  });

  test('asks what to do with a request that must not arrive twice', async () => {
    for (const [unsure, sent] of [['resend', ['one', 'two']], ['skip', ['two']]]) {
      const file = requests(talkUsers, talkMessages('one'), talkMessages('two'));
      await killedAt(file, 1);
      await serve(() => [200, {}], async ({ base, got }) => {
        const asked = await run(file, base);
        assert.deepEqual([asked.status, got.length], [1, 0]);
        assert.match(asked.stderr, /:2: POST .*nobody knows whether it arrived .*--unsure resend or --unsure skip\n$/);
        const { status } = await run(file, base, ['--unsure', unsure]);
        assert.equal(status, 0);
        assert.deepEqual(got.map(({ text }) => JSON.parse(text)[0].text), sent);
      });
    }
  });

  test('of the connection does the same, and a refusal leaves no doubt', async () => {
    await serve((_, at) => (at === 0 ? null : at === 1 ? [400, {}] : [200, {}]), async ({ base, got }) => {
      const file = requests(talkMessages('one'), talkMessages('two'));
      const broken = await run(file, base);
      assert.equal(broken.status, 1);
      assert.match(broken.stderr, /nobody knows whether it arrived/);
      const refused = await run(file, base, ['--unsure', 'resend']);
      assert.match(refused.stderr, /HTTP 400/);
      const { status } = await run(file, base);
      assert.deepEqual([status, got.length], [0, 4]);
    });
  });

  test('by hand waits for the answer, then stops', { skip: process.platform === 'win32' ? 'there is no such signal' : false }, async () => {
    const file = requests(user('ann'), user('bob'));
    let sending;
    await serve(() => {
      sending.kill('SIGINT');
      return [200, ''];
    }, async ({ base, got }) => {
      const { status, stderr } = await run(file, base, ['--rate', '5'], { child: (child) => { sending = child; } });
      assert.deepEqual([status, got.length], [1, 1]);
      assert.match(stderr, /stopped before line 2; the next run goes on there/);
    });
  });

  test('is not gone on from with other requests', async () => {
    await serve(() => [200, ''], async ({ base, got }) => {
      const file = requests(user('ann'), user('bob'));
      await run(file, base);
      rewrite(file, user('ann'), user('ben'), user('cid'));
      const changed = await run(file, base);
      assert.deepEqual([changed.status, got.length], [2, 2]);
      assert.match(changed.stderr, /have changed since; remove .*\.progress/);
      rewrite(file, user('ann'));
      const shorter = await run(file, base);
      assert.equal(shorter.status, 2);
      assert.match(shorter.stderr, /no longer all there/);
    });
  });
});

describe('a wrong call', () => {
  test('sends nothing', async () => {
    await serve(() => [200, ''], async ({ base, got }) => {
      const file = requests(user('ann'));
      const cannot = [
        [await run(file, base, [], { key: null }), /CHAT_API_KEY/],
        [await run(join(folder, 'gone.jsonl'), base), /no such file/],
        [await run(requests(['PUT', '/v9/things', {}]), base), /no platform is known/],
        [await run(file, base, ['--rate', 'fast']), /--rate/],
        [await run(file, base, ['--unsure', 'maybe']), /resend or skip/],
        [await run(file, base, ['--fast']), /--fast/],
      ];
      for (const [{ status, stderr }, say] of cannot) {
        assert.equal(status, 2, stderr);
        assert.match(stderr, say);
      }
      assert.equal(got.length, 0);
      assert.equal(existsSync(`${file}.progress`), false);
    });
  });
});
