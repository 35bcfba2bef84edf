// What the two README files show is run as it stands there: every block of JavaScript, every command. A block that is not
// listed here fails, and so does an entry without a block.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { parse } from 'yaml';

import { install, pack, root, temporaryFolder } from './lib/package.mjs';
import { samples } from './lib/page.mjs';
import { blocksOf, deadLinks } from './lib/readme.mjs';
import { compile } from './lib/typescript.mjs';

const folder = temporaryFolder();
install(pack(join(root, 'npm'), folder), folder);

/** The files that the examples name, with something to find in each. */
const FILES = {
  'import.jsonl': '{"type":"user","data":{"name":"Ann"}}\n',
  'users.json': '{"ann":{"name":"Ann"}}',
  'conversations.json': '{"general":{"subject":"General","participants":["ann"]}}',
  'general.json': '[{"text":"hi"}]',
  'requests.jsonl': '{"method":"PUT","path":"/v1/{appId}/users","body":{"ann":{}}}\n',
  'export/users.json': '[{"name":"ann@home","isGuest":false,"displayName":"Ann"}]',
  'app.json': '{"existing":{"users":["ann"]},"roles":["user"]}',
};
copyFileSync(join(samples, 'stream-broken-array.json'), join(folder, 'old.json'));
mkdirSync(join(folder, 'export'));

function writeFiles(files) {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

const env = { ...process.env, npm_config_offline: 'true', NO_COLOR: '1', PATH: [join(folder, 'node_modules/.bin'), process.env.PATH].join(delimiter) };

function runCommand(line) {
  const { status, stdout, stderr } = spawnSync(line, { cwd: folder, shell: true, encoding: 'utf8', env });
  return { status, text: stdout + stderr };
}

let modules = 0;
/** Runs a block, with what it needs around it, and with a text in it that is another one. */
function runModule(code, { before = '', after = '', replace = ['', ''] }) {
  assert.ok(code.includes(replace[0]), replace[0]);
  const name = `block-${modules += 1}.mjs`;
  writeFileSync(join(folder, name), `${before}\n${code.replace(...replace)}\n${after}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [name], { cwd: folder, encoding: 'utf8', env });
  return { status, text: stdout + stderr };
}

const BUILDS = 'it builds the project, from which all these tests start';
const file = 'globalThis.file = new Blob([\'{"type":"user","data":{"id":"ann lee"}}\']);';

/**
 * By page and heading, in the order of what stands there: `sh` has `[status, output]` of each command, or the reason why it
 * is not run; `js` of each block `{ status, output }` with what `runModule` is told, or several of these. `files` are other
 * ones there.
 */
const EXPECTED = {
  'README.md': {
    'Try it': { sh: [BUILDS, BUILDS] },
    'On the command line': {
      sh: [
        [1, /^error missing-field /m],
        [1, /^\{"errors":\[/],
        [1, /^\{"method":"PUT","path":"\/v1\/\{appId\}\/users","source":0,.*"status":400,/],
        [1, /^error missing-field /m],
        [1, /^::error file=import\.jsonl,line=1,col=\d+,title=chat-preflight%3A missing-field::/],
        [1, /^error missing-field /m],
        [0, /^ {2}"\$schema": /m],
        [1, /^ {2}"Stats": /m],
      ],
    },
    'What can be mended without asking': { sh: [[1, /missing-field/]] },
    'From one platform to another': {
      files: { 'import.jsonl': '{"type":"user","data":{"id":"ann@home"}}\n' },
      sh: [
        [0, /^ {2}for-stream\/import\.jsonl /m],
        [0, /^ {2}for-comet\/requests\.jsonl /m],
        [0, /^ {2}back\/import\.jsonl /m],
        'it needs an account there; send.test.mjs runs it against a server of its own',
      ],
    },
    'In JavaScript': { js: [{ status: 0, output: /^1 invalid-characters user\.id /, before: file }] },
  },
  'npm/README.md': {
    'chat-preflight': { sh: [[1, /^error missing-field /m]] },
    'On the command line': { sh: [[1, /^error missing-field /m], [1, /^$/], [0, /^missing-field: /]] },
    'In a migration script': { js: [{ status: 1, output: /^line 1: error missing-field: user\.id is missing / }] },
    'In an upload form': {
      js: [{
        status: 0,
        output: /"ok":false,"first":\[\{"code":"invalid-characters"/,
        before: 'globalThis.self = { postMessage: (message) => console.log(JSON.stringify(message)) };',
        after: `${file} await self.onmessage({ data: file });`,
      }],
    },
    'On the edge': {
      js: [{
        status: 0,
        output: /^422 \{"ok":false/,
        after: `
          const request = new Request("https://edge.example/", { method: "POST", body: '{"type":"user","data":{}}' });
          const call = async ({ default: worker }) => {
            const response = await worker.fetch(request);
            console.log(response.status, await response.text());
          };
          void import(import.meta.url).then(call);`,
      }],
    },
    'From one platform to another': {
      sh: [[1, /Not converted as a whole/]],
      js: [{ status: 0, output: /^requests\.jsonl \d+ \{"method":"POST","path":"\/v3\/users","body":\{"user_id":"ann"/ }],
    },
    'In JavaScript': { js: [{ status: 0, output: /^1:23 user\.id is missing add "id"$/m }] },
    'Several files': { js: [{ status: 0, output: /^\/v1\/\{appId\}\/import\/conversations\/general\/messages 400 / }] },
    'Piece by piece': { js: [{ status: 0, output: /^false \{ 'duplicate-id': 1 \}\n$/ }] },
    'On several cores, on several machines': { js: [{ status: 0, output: /^true 2\n$/ }] },
    'As they appear': { js: [{ status: 0, output: /^missing-field user\.id is missing\n$/ }] },
    'A survey': {
      files: { 'import.jsonl': '{"type":"message","data":{"id":"m","channel_type":"team","channel_id":"c","user":"ann"}}\n' },
      js: [{ status: 0, output: /^team:c 1 of 1\n$/ }],
    },
    Mending: {
      files: { 'import.jsonl': '{"type":"user","data":{"id":"ann",},}\n' },
      js: [{ status: 0, output: /^1 remove the trailing commas\n36 true\n$/ }],
    },
    'What is thrown': {
      js: [[
        { status: 0, output: /^$/ },
        { status: 0, output: /^unknown-option /, replace: ['signal: AbortSignal.timeout(60_000)', 'platfrom: "stream"'] },
        { status: 0, output: /^it took more than a minute\n$/, replace: ['60_000', '0'] },
        { status: 1, output: /ENOENT/, replace: ['import.jsonl', 'nothing.jsonl'] },
      ]],
    },
  },
};

for (const [page, headings] of Object.entries(EXPECTED)) {
  describe(page, () => {
    const blocks = blocksOf(page);
    const covered = [];

    for (const [heading, { files, ...languages }] of Object.entries(headings)) {
      const prepare = () => writeFiles({ ...FILES, ...files });
      const of = (language) => blocks.filter((block) => block.heading === heading && block.language === language);

      for (const [index, ways] of (languages.js ?? []).entries()) {
        const block = of('js')[index];
        covered.push(block);
        for (const { status, output, ...how } of [ways].flat()) {
          test(`${heading}, JavaScript ${index + 1}${how.replace ? `, with ${how.replace[1]}` : ''}`, () => {
            prepare();
            const ran = runModule(block.code, how);
            assert.match(ran.text, output);
            assert.equal(ran.status, status, ran.text);
          });
        }
      }

      if (languages.sh === undefined) continue;
      const commands = of('sh');
      covered.push(...commands);
      const lines = commands.flatMap(({ code }) => code.trimEnd().split('\n'));
      test(`${heading}, as many commands as are known`, () => assert.equal(lines.length, languages.sh.length));
      for (const [index, expected] of languages.sh.entries()) {
        const line = lines[index];
        test(`${heading}: ${line}`, { skip: typeof expected === 'string' && expected }, () => {
          prepare();
          const { status, text } = runCommand(line);
          assert.match(text, expected[1]);
          assert.equal(status, expected[0], text);
        });
      }
    }

    test('has no block that is not run', () => {
      const left = blocks.filter((block) => ['js', 'sh'].includes(block.language) && !covered.includes(block));
      assert.deepEqual(left, []);
    });

    for (const { heading, language, code } of blocks) {
      if (language !== 'ts') continue;
      test(`${heading}, TypeScript`, () => {
        writeFileSync(join(folder, 'block.ts'), code);
        compile(folder, ['block.ts']);
      });
    }

    test('shows the step of the workflow in examples/ci', () => {
      const { jobs } = parse(readFileSync(join(root, 'examples/ci/chat-import.yml'), 'utf8'));
      const [{ code }] = blocks.filter(({ language }) => language === 'yaml');
      const [step] = parse(code);
      assert.deepEqual(step, jobs.preflight.steps.find(({ name }) => name === step.name));
    });

    test('shows what a command prints', () => {
      for (const [index, { language, code }] of blocks.entries()) {
        if (language !== 'text') continue;
        writeFiles(FILES);
        const { text } = runCommand(blocks[index - 1].code);
        assert.ok(text.includes(code), text);
      }
    });
  });
}

describe('links', () => {
  for (const page of ['README.md', 'npm/README.md', 'examples/README.md', 'docs/contributing.md', 'CHANGELOG.md']) {
    test(`of ${page} lead somewhere`, () => assert.deepEqual(deadLinks(page), []));
  }
});

describe('npm/README.md in numbers', () => {
  const text = readFileSync(join(root, 'npm/README.md'), 'utf8');

  test('the wasm is less than it says, and not much less', () => {
    const [, megabytes, kilobytes] = /less than ([\d.]+) MB, less than (\d+) kB gzipped/.exec(text);
    const wasm = readFileSync(join(root, 'npm/dist/chat_preflight_bg.wasm'));
    assert.ok(wasm.length < megabytes * 1e6, `${wasm.length} bytes`);
    const zipped = gzipSync(wasm, { level: 9 }).length / 1e3;
    assert.ok(zipped < kilobytes && zipped > kilobytes / 2, `${zipped} kB`);
  });
});
