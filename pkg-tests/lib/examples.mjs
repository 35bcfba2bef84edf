// An example as its reader has it: copied into a project in which the packed package is installed.

import { cpSync } from 'node:fs';
import { join } from 'node:path';

import { install, pack, root, temporaryFolder } from './package.mjs';

const project = temporaryFolder();
install(pack(join(root, 'npm'), project), project);

/** Copies an example into the project; its folder. `dependencies` are what it needs of the packages of these tests. */
export function addExample(name, dependencies = []) {
  for (const dependency of dependencies) {
    cpSync(join(root, 'pkg-tests/node_modules', dependency), join(project, 'node_modules', dependency), { recursive: true });
  }
  const folder = join(project, name);
  cpSync(join(root, 'examples', name), folder, { recursive: true });
  return folder;
}
