// Running what belongs to a test.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Runs Node in a folder, for its output. */
export function run(args, cwd) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}
