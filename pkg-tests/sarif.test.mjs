// What `check --format sarif` prints, against the JSON Schema that OASIS publishes for SARIF 2.1.0.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import Ajv from 'ajv';
import addFormats from 'ajv-formats';

import { findCases } from './lib/cases.mjs';
import { cwd, NOW, run, user, write } from './lib/command.mjs';

// It is written for draft 4; what it uses means the same in draft 7, but for how it names itself.
const { $schema, id, ...schema } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

describe('SARIF', () => {
  let validate;
  const demand = (log, what) => assert.ok(validate(log), `${what}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);

  before(() => {
    assert.match(id, /sarif-2\.1\.0/);
    assert.match($schema, /draft-04/);
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    validate = ajv.compile(schema);
  });

  test('the schema refuses what is no SARIF', () => {
    assert.ok(validate({ version: '2.1.0', runs: [] }));
    for (const log of [{ version: '2.0.0', runs: [] }, { version: '2.1.0' }, { version: '2.1.0', runs: [{ results: [] }] }]) assert.ok(!validate(log));
  });

  test('the report of every case is one', async () => {
    const { sarif } = await import(new URL('../npm/dist/cli/sarif.js', import.meta.url));
    const { rules } = await import(new URL('../npm/dist/node.js', import.meta.url));
    const all = await rules();
    let results = 0;
    for (const folder of findCases(fileURLToPath(new URL('cases/', import.meta.url)))) {
      const report = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
      const log = JSON.parse(sarif(report, all, ({ column }) => column));
      demand(log, folder);
      results += log.runs[0].results.length;
    }
    assert.ok(results > 1000, `${results} results`);
  });

  test('so is what the command line prints, whatever the files are called', () => {
    const bad = '{"type":"user","data":{"id":"a.b","name":"\u{1f600}"}}\n';
    const files = [
      [write('bad.sarif.jsonl', bad)],
      [write('with space & 100%.jsonl', bad)],
      [join(cwd, write('absolute.jsonl', bad))],
      [write('packed.sarif.jsonl.gz', gzipSync(bad))],
      [write('ann.sarif.jsonl', user('ann'))],
      [write('ann-1.sarif.jsonl', user('ann')), write('ann-2.sarif.jsonl', user('ann')), '--redact'],
      [write('empty.sarif.jsonl', '')],
    ];
    for (const args of files) demand(JSON.parse(run(['check', ...NOW, ...args, '--format', 'sarif']).stdout), args[0]);
    demand(JSON.parse(run(['check', ...NOW, '-', '--format', 'sarif'], { input: bad }).stdout), 'standard input');
    const many = write('many.sarif.jsonl', bad.repeat(200));
    const log = JSON.parse(run(['check', ...NOW, many, '--format', 'sarif', '--max-findings', '10']).stdout);
    demand(log, many);
    assert.ok(log.runs[0].properties.dropped > 0);
  });

  test('the log that is printed names the same schema', () => {
    const printed = JSON.parse(readFileSync(new URL('formats/sarif.txt', import.meta.url), 'utf8'));
    assert.match(printed.$schema, /sarif-schema-2\.1\.0\.json$/);
    demand(printed, 'formats/sarif.txt');
  });
});
