// The packed package where it is served and where it runs without Node. Needs the tarball, and the runtimes where their
// packages have one for this system.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';

import { binary } from './lib/binaries.mjs';
import { addConsumer, install, pack, root, temporaryFolder } from './lib/package.mjs';

const project = temporaryFolder();
before(() => install(pack(join(root, 'npm'), project), project));

describe('a service that checks uploads', () => {
  let server;
  let port;
  let lines;
  before(async () => {
    server = spawn(process.execPath, ['server.mjs'], { cwd: addConsumer('service', project), stdio: ['ignore', 'pipe', 'inherit'] });
    lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    port = Number((await lines.next()).value);
  });
  after(async () => {
    server.kill();
    await once(server, 'exit');
  });

  const send = async (body) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, duplex: 'half' });
    return { status: response.status, ...(await response.json()) };
  };
  const user = (id) => `{"type":"user","data":{"id":"${id}"}}\n`;

  test('answers the report of what arrives in pieces', async () => {
    async function* pieces() {
      for (const byte of Buffer.from(user('ann') + user('bob!'))) yield Uint8Array.of(byte);
    }
    const { status, ok, findings } = await send(ReadableStream.from(pieces()));
    assert.deepEqual([status, ok, findings.length, findings[0].code, findings[0].position.line], [422, false, 1, 'invalid-characters', 2]);
  });

  test('keeps concurrent uploads apart', async () => {
    const uploads = Array.from({ length: 20 }, (_, at) => user('ann').repeat(at + 1));
    const reports = await Promise.all(uploads.map((text) => send(text)));
    assert.deepEqual(reports.map(({ stats }) => stats.items), uploads.map((_, at) => at + 1));
    assert.deepEqual(reports.map(({ counts }) => counts['duplicate-id'] ?? 0), uploads.map((_, at) => at));
  });

  test('refuses what is too large', async () => {
    const { status, error } = await send(user('ann').repeat(40_000)).catch(({ cause }) => ({ status: 413, error: `more than: ${cause?.code}` }));
    assert.equal(status, 413);
    assert.match(error, /^more than/);
  });

  test('ends the check of an upload that ends early, and goes on', async () => {
    const upload = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'content-length': '1000000' } });
    upload.on('error', () => {});
    upload.write(user('ann'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    upload.destroy();
    assert.equal((await lines.next()).value, 'aborted: true');
    assert.equal((await send(user('ann'))).status, 200);
  });
});

describe('runtimes besides Node', () => {
  const runtimes = { deno: { inside: '.', args: ['run', '--allow-read', '--allow-write', '--allow-env', '--allow-sys', '--no-remote'] }, bun: { inside: 'bin', args: [] } };
  for (const [name, { inside, args }] of Object.entries(runtimes)) {
    const program = binary(name, inside);
    test(name, { skip: program === undefined && `there is no ${name} for this system` }, () => {
      const folder = addConsumer('runtime', project, name);
      for (const file of ['main.mjs', 'inline.mjs']) {
        const { status, stdout, stderr } = spawnSync(program, [...args, file], { cwd: folder, encoding: 'utf8' });
        assert.equal(status, 0, stderr);
        assert.equal(stdout, 'missing-field 2 import.jsonl true\n');
      }
      const { stdout, stderr } = spawnSync(program, [...args, 'threads.mjs'], { cwd: folder, encoding: 'utf8' });
      assert.equal(stdout, 'true 1 true\n', stderr);
    });
  }
});
