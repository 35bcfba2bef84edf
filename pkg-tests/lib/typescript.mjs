// The compilers that people have: the newest two of different majors.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { root } from './package.mjs';

export const COMPILERS = ['typescript', 'typescript-6'];

const STRICT = [
  '--noEmit', '--strict', '--skipLibCheck', 'false', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess',
  '--target', 'es2022',
];
export const NODE = ['--module', 'nodenext', '--lib', 'es2022'];
export const BUNDLER = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable'];

/** Compiles files of a folder as strictly as a project may be; what the compiler complains about fails the test. */
export function compile(folder, names, flags = NODE, compiler = COMPILERS[0]) {
  const tsc = join(root, 'pkg-tests/node_modules', compiler, 'bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, ...STRICT, ...flags, ...names], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, `${compiler}: ${stdout}${stderr}`);
}
