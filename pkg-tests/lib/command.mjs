// The command line in a folder of its own, with a few files that most tests check.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root, temporaryFolder } from './package.mjs';

export const cli = join(root, 'npm/dist/cli.js');
export const cwd = temporaryFolder();
export const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
export const windows = process.platform === 'win32';

export const NOW = ['--now', '2026-01-01T00:00:00Z'];
export const user = (id) => `{"type":"user","data":{"id":"${id}"}}\n`;
export const nameless = '{"type":"user","data":{"name":"Ann"}}\n';

write('good.jsonl', user('ann') + user('bob'));
write('bad.jsonl', user('ann') + nameless);

export const users = (body) => `${JSON.stringify({ method: 'PUT', path: '/v1/{appId}/users', body })}\n`;
write('good.requests.jsonl', users({ ann: { name: 'Ann' }, bob: { name: 'Bob' } }));
write('bad.requests.jsonl', users({ cid: { name: 'Cid' } }) + users({ dan: {}, eve: { name: 'Eve' } }) + users({ fay: {} }));

export function write(name, content) {
  writeFileSync(join(cwd, name), content);
  return name;
}

/** Runs the command line. */
export function run(args, { input, vars = {} } = {}) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [cli, ...args], {
    cwd, input, encoding: 'utf8', env: { ...env, ...vars }, maxBuffer: 1 << 28,
  });
  assert.equal(error, undefined);
  return { status, stdout, stderr };
}

/** The report of a check, with its exit code. */
export function report(args, options) {
  const { status, stdout, stderr } = run(['check', ...NOW, '--format', 'json', ...args], options);
  assert.equal(stderr, '', stderr);
  return { status, ...JSON.parse(stdout) };
}
