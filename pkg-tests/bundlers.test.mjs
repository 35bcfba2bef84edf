// The packed package in the hands of bundlers and other runtimes: what they make of it runs, with one wasm or with none.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { build as esbuild } from 'esbuild';
import { Miniflare } from 'miniflare';
import { build as viteBuild, createServer as createViteServer } from 'vite';
import webpack from 'webpack';

import { addConsumer, install, pack, root, temporaryFolder } from './lib/package.mjs';
import { launch } from './lib/page.mjs';
import { run } from './lib/run.mjs';
import { serveFolder } from './lib/serve.mjs';

const project = temporaryFolder();
let browser;
before(async () => {
  install(pack(join(root, 'npm'), project), project);
  browser = await launch();
});
after(() => browser?.close());

/** What the title of a page becomes. */
async function titleOf(url) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  try {
    await page.goto(url);
    await page.waitForFunction(() => document.title !== 'waiting', undefined, { timeout: 30_000 });
    return await page.title();
  } catch (cause) {
    throw new Error(`${cause.message}\n${complaints.join('\n')}`, { cause });
  } finally {
    await page.close();
  }
}

async function titleOfFolder(folder) {
  const server = await serveFolder(folder);
  try {
    return await titleOf(server.url);
  } finally {
    server.close();
  }
}

const wasms = (folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.wasm'));
const EXPECTED = 'false missing-field missing-field 1 true 20000';

describe('bundlers', () => {
  let page;
  before(() => { page = addConsumer('page', project); });

  test('Vite, while developing', async () => {
    const server = await createViteServer({ root: page, configFile: false, logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
    try {
      await server.listen();
      assert.equal(await titleOf(`http://127.0.0.1:${server.httpServer.address().port}/`), EXPECTED);
    } finally {
      await server.close();
    }
  });

  test('Vite, for production', async () => {
    await viteBuild({ root: page, configFile: false, logLevel: 'error', base: './', worker: { format: 'es' }, build: { outDir: 'vite-dist', target: 'esnext' } });
    assert.equal(wasms(join(page, 'vite-dist')).length, 1);
    assert.equal(await titleOfFolder(join(page, 'vite-dist')), EXPECTED);
  });

  test('webpack', async () => {
    const folder = join(page, 'webpack-dist');
    const stats = await new Promise((resolve, reject) => {
      webpack({ mode: 'production', context: page, entry: './main.js', output: { path: folder, publicPath: 'auto' }, performance: { hints: false }, optimization: { minimize: false } },
        (error, result) => (error ? reject(error) : resolve(result)));
    });
    assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString());
    assert.equal(wasms(folder).length, 1);
    assert.equal(await titleOfFolder(folder), EXPECTED);
  });
});

describe('one file with the wasm inside', () => {
  let folder;
  before(() => { folder = addConsumer('inline', project); });
  const EXPECTED = 'missing-field 38 true object';
  const bundle = async (name, options) => {
    const { outputFiles } = await esbuild({ entryPoints: [join(folder, 'main.mjs')], bundle: true, outfile: join(folder, name, 'main.js'), write: true, metafile: true, ...options });
    assert.equal(outputFiles, undefined);
    assert.deepEqual(readdirSync(join(folder, name)), ['main.js']);
    return join(folder, name, 'main.js');
  };

  test('esbuild, for Node', async () => {
    const file = await bundle('node', { platform: 'node', format: 'cjs' });
    assert.equal(run([file], folder), `${EXPECTED}\n`);
    assert.match(readFileSync(file, 'utf8'), /node:zlib/);
  });

  test('esbuild, for a script in a page', async () => {
    const file = await bundle('web', { platform: 'browser', format: 'iife' });
    assert.doesNotMatch(readFileSync(file, 'utf8'), /["']node:/);
    assert.equal(await titleOfFolder(join(folder, 'web')), EXPECTED);
  });

  test('without a bundler', () => {
    assert.equal(run(['main.mjs'], folder), `${EXPECTED}\n`);
    assert.equal(run(['--conditions=browser', 'main.mjs'], folder), `${EXPECTED}\n`);
  });
});

test('workerd', async () => {
  const folder = addConsumer('workerd', project);
  const out = join(folder, 'dist');
  await esbuild({
    entryPoints: [join(folder, 'main.js')], bundle: true, splitting: true, format: 'esm', outdir: out, conditions: ['workerd', 'browser'],
    loader: { '.wasm': 'copy' }, logLevel: 'error',
  });
  assert.equal(wasms(out).length, 1);
  const modules = readdirSync(out).map((name) => ({ type: name.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule', path: join(out, name) }));
  modules.sort((one) => (one.path.endsWith('main.js') ? -1 : 1));
  const miniflare = new Miniflare({ modules, modulesRoot: out, compatibilityDate: '2026-01-01' });
  try {
    const response = await miniflare.dispatchFetch('http://localhost/', { method: 'POST', body: '{"type":"user","data":{"name":"Ann"}}' });
    assert.deepEqual(await response.json(), { ok: false, code: 'missing-field', errors: 1 });
  } finally {
    await miniflare.dispose();
  }
});
