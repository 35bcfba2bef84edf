// Programs that come in packages of the registry, one for each system.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Smaller ones say only that the program was not installed. */
const PROGRAM = 1 << 20;

/**
 * The program that a package's optional dependencies hold, or that its install script has taken from there; undefined
 * where there is none for this system.
 */
export function binary(name, inside) {
  const manifest = require.resolve(`${name}/package.json`);
  const own = dirname(manifest);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const programs = Object.keys(require(manifest).optionalDependencies).map((dependency) => join(own, '..', dependency, inside, name + ending));
  programs.push(join(own, inside, name), join(own, inside, `${name}.exe`));
  return programs.find((program) => existsSync(program) && statSync(program).size > PROGRAM);
}
