// Programs that come in packages of the registry, one for each system.
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** The program that a package's optional dependencies hold; undefined where there is none for this system. */
export function binary(name, inside) {
  const { optionalDependencies } = require(`${name}/package.json`);
  const folders = Object.keys(optionalDependencies).map((dependency) => join(dirname(require.resolve(`${name}/package.json`)), '..', dependency, inside));
  const ending = process.platform === 'win32' ? '.exe' : '';
  return folders.filter((folder) => existsSync(folder) && readdirSync(folder).includes(name + ending)).map((folder) => join(folder, name + ending))[0];
}
