// The tarball, and a project into which it is installed. No registry is asked for anything.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** A folder of its own, gone when the process ends. */
export function temporaryFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chat-preflight-test-')));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs npm, for its output. */
export function runNpm(args, cwd) {
  return execFileSync(npm, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
}

/** Packs a package's folder; npm's own description of the tarball, with its `path`. */
export function pack(folder, into) {
  const described = JSON.parse(runNpm(['pack', '--json', '--ignore-scripts', '--pack-destination', into], folder));
  // An array, or since npm 12 an object by name.
  const [tarball] = Array.isArray(described) ? described : Object.values(described);
  return { ...tarball, path: join(into, tarball.filename) };
}

/** A project with the packed package in it, and its one dependency from what is installed in the checkout. */
export function install(tarball, into) {
  const dependency = pack(join(root, 'npm/node_modules/pako'), into);
  writeFileSync(join(into, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  runNpm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball.path, dependency.path], into);
}

/** Copies a consumer into the project. */
export function addConsumer(name, project, as = name) {
  const folder = join(project, as);
  mkdirSync(folder);
  cpSync(join(root, 'pkg-tests/consumers', name), folder, { recursive: true });
  return folder;
}
