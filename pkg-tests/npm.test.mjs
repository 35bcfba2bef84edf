// The package as its users get it: packed, looked through, installed without a registry, used.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { addConsumer, install, pack, root, temporaryFolder } from './lib/package.mjs';
import { run as runNode } from './lib/run.mjs';
import { BUNDLER, COMPILERS, NODE, compile } from './lib/typescript.mjs';

const project = temporaryFolder();
const installed = join(project, 'node_modules/chat-preflight');
const slashes = (path) => path.split(sep).join('/');
const files = (folder) =>
  readdirSync(folder, { recursive: true }).map(slashes).filter((name) => statSync(join(folder, name)).isFile()).sort();

let tarball;
before(() => {
  tarball = pack(join(root, 'npm'), project);
  install(tarball, project);
});

/** Runs a script in the project, for its output. */
const run = (args, cwd = project) => runNode(args, cwd);

describe('the tarball', () => {
  test('holds what was built and written for it, and nothing else', () => {
    // The release looks at the same list.
    const expected = readFileSync(join(root, 'xtask/tarball.txt'), 'utf8').trim().split('\n');
    assert.deepEqual(tarball.files.map(({ path }) => path).sort(), expected.sort());
  });

  test('has one wasm', () => {
    assert.equal(tarball.files.filter(({ path }) => path.endsWith('.wasm')).length, 1);
  });

  test('names no machine', () => {
    const traces = [slashes(root).replace(/\/$/, ''), root.replace(/[\\/]$/, ''), homedir(), '/.cargo/', 'registry/src', '/home/', '/Users/', '/root/'];
    for (const name of files(installed)) {
      const content = readFileSync(join(installed, name), 'latin1');
      for (const trace of traces) assert.ok(!content.includes(trace), `${name} has ${trace}`);
    }
  });

  test('has the version of the crate, in package.json and in the wasm', () => {
    const [, version] = /^version = "(.+)"$/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'));
    const { version: packaged } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    assert.equal(packaged, version);
    const bin = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).bin['chat-preflight'];
    assert.equal(run([join(installed, bin), '--version']), `${version}\n`);
    assert.ok(readFileSync(join(installed, 'dist/chat_preflight_bg.wasm'), 'latin1').includes(version));
  });

  test('exports what is there, and no more', () => {
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    for (const entry of ['.', './inline']) {
      for (const target of Object.values(exports[entry])) assert.ok(existsSync(join(installed, target)), target);
      assert.deepEqual(Object.keys(exports[entry]), ['types', 'workerd', 'browser', 'node', 'default']);
    }
    assert.deepEqual(Object.keys(exports), ['.', './inline', './package.json']);
  });

  test('types the platforms, resources and dialects that the core has, no more and no fewer', async () => {
    const types = readFileSync(join(installed, 'types/platform.d.ts'), 'utf8');
    const { default: platforms } = await import(pathToFileURL(join(installed, 'dist/platforms.js')));
    const had = { Platform: 'name', Resource: 'resources', Dialect: 'dialects' };
    for (const [name, key] of Object.entries(had)) {
      const [, union] = new RegExp(`export type ${name} = ([^;]+);`).exec(types);
      const typed = [...union.matchAll(/"([^"]+)"/g)].map(([, one]) => one);
      assert.deepEqual(typed.sort(), [...new Set(platforms.flatMap((platform) => platform[key]))].sort(), name);
    }
  });

  test('types the profile that the core reads', () => {
    const types = readFileSync(join(installed, 'types/options.d.ts'), 'utf8');
    const [, body] = /export interface Profile \{\n([^]+?)\n\}/.exec(types);
    const typed = [...body.matchAll(/^ {2}(\w+)\?: /gm)].map(([, name]) => name);
    const rust = readFileSync(join(root, 'src/options.rs'), 'utf8');
    const [, keys] = /impl Profile \{[^]+?KEYS: &\[&str\] = &\[([^\]]+)\]/.exec(rust);
    assert.deepEqual(typed, [...keys.matchAll(/"(\w+)"/g)].map(([, name]) => name));
  });

  test('types the options of a conversion that the core reads', () => {
    const types = readFileSync(join(installed, 'types/convert.d.ts'), 'utf8');
    const [, body] = /export interface ConvertOptions \{\n([^]+?)\n\}/.exec(types);
    const typed = [...body.matchAll(/^ {2}(\w+)\??: /gm)].map(([, name]) => name);
    const rust = readFileSync(join(root, 'src/wasm/options.rs'), 'utf8');
    const [, keys] = /CONVERT_KEYS: &\[&str\] = &\[([^\]]+)\]/.exec(rust);
    // What is JavaScript's own affair does not reach it.
    const own = ['strict', 'onProgress', 'signal'];
    assert.deepEqual(typed.sort(), [...[...keys.matchAll(/"(\w+)"/g)].map(([, name]) => name), ...own].sort());
  });

  test('describes every property of a rule', () => {
    const types = readFileSync(join(installed, 'types/finding.d.ts'), 'utf8');
    const [, body] = /export interface Rule \{([^}]+)\}/.exec(types);
    const typed = [...body.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
    const [rule] = JSON.parse(readFileSync(join(installed, 'dist/rules.json'), 'utf8'));
    assert.deepEqual(typed, Object.keys(rule));
  });

  test('awaits nothing at the top level, so that require() takes it', () => {
    for (const name of files(join(installed, 'dist')).filter((name) => name.endsWith('.js'))) {
      assert.doesNotMatch(readFileSync(join(installed, 'dist', name), 'utf8'), /^(export const .*= )?await /m, name);
    }
  });
});

describe('consumers', () => {
  test('an ES module, with every kind of source', () => {
    const folder = addConsumer('esm', project);
    assert.equal(run(['main.mjs'], folder), '13 false missing-field 1 stream jsonl\ntrue unknown-option true\n');
  });

  test('CommonJS', () => {
    const folder = addConsumer('cjs', project);
    assert.equal(run(['main.cjs'], folder), 'false missing-field\n');
  });

  test('the build for browsers and the edge', () => {
    const folder = addConsumer('edge', project);
    assert.equal(run(['--conditions=browser', 'main.mjs'], folder), 'not-initialized true true\nfalse 5000 bad-gzip 1\ntrue requests.jsonl 1 true freed\n');
  });

  test('TypeScript, strict and with every library checked', () => {
    const folder = addConsumer('typescript', project);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const compiler of COMPILERS) {
      compile(folder, ['main.ts'], NODE, compiler);
      compile(folder, ['main.ts', 'web.ts'], BUNDLER, compiler);
    }
  });
});

describe('after a panic', () => {
  test('the next check has a fresh instance, and what belonged to the old one says so', async () => {
    const at = (name) => new URL(`../npm/dist/${name}`, import.meta.url);
    const { Engine } = await import(at('engine.js'));
    const glue = await import(at('chat_preflight.js'));
    const module = new WebAssembly.Module(readFileSync(at('chat_preflight_bg.wasm')));
    const engine = new Engine({ load: () => module });
    await engine.init();
    const old = engine.call(() => new glue.Checker({}));
    const { generation } = engine;

    const panic = () => {
      // What the panic hook does, and then the trap.
      console.error('panicked at src/check.rs:1:1:\nsomething is odd\n\nStack:\n\nError\n    at x');
      throw new WebAssembly.RuntimeError('unreachable');
    };
    assert.throws(() => engine.call(panic), { name: 'PreflightError', code: 'internal', message: 'internal error: panicked at src/check.rs:1:1:\nsomething is odd' });
    assert.equal(engine.lives(generation), false);
    assert.throws(() => engine.call(() => old.items, generation), { code: 'internal' });

    await engine.init();
    assert.throws(() => engine.call(() => old.items, generation), { code: 'internal' });
    const fresh = engine.call(() => new glue.Checker({}));
    engine.call(() => fresh.push(new TextEncoder().encode('{"type":"user","data":{"id":"ann"}}\n')));
    let outcome = engine.call(() => fresh.finish());
    assert.equal(outcome.ok, true);
    fresh.free();
  });
});
