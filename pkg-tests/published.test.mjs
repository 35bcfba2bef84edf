// The tarball as those see it who look at packages: publint, and "are the types wrong?".
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { pack, root, temporaryFolder } from './lib/package.mjs';

const tarball = readFileSync(pack(join(root, 'npm'), temporaryFolder()).path);

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) }, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('the types are not wrong', async () => {
  const { problems, entrypoints } = await checkPackage(createPackageFromTarballData(tarball));
  assert.deepEqual(Object.keys(entrypoints).sort(), ['.', './inline', './package.json']);
  // The package is ES modules alone: what is older than `exports`, or asks for CommonJS, gets none.
  const told = problems.filter(({ kind, resolutionKind }) => kind !== 'CJSResolvesToESM' && resolutionKind !== 'node10');
  assert.deepEqual(told, []);
});
