// The JSON Schemas, held against the checks: over all case files, what checks clean passes its schema, and where a field
// itself is refused the schema refuses the document too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';

import { Ajv2020 } from 'ajv/dist/2020.js';

import { schema } from '../npm/dist/node.js';
import { documents } from './lib/documents.mjs';

const ajv = new Ajv2020({ allErrors: true, strictTypes: false, validateFormats: false, allowUnionTypes: true });
const PLATFORMS = ['stream', 'sendbird', 'cometchat', 'talkjs', 'chatkitty'];

describe('schemas', () => {
  for (const platform of PLATFORMS) {
    test(`of ${platform} agree with the checks`, async () => {
      const validators = new Map();
      const validator = async (kind) => {
        if (!validators.has(kind)) validators.set(kind, ajv.compile(await schema(platform, kind)));
        return validators.get(kind);
      };
      const [passed, refused] = [[], []];
      for (const one of documents()) {
        const { report, source, values } = one;
        if (report.platform !== platform || source.resource === 'requests') continue;
        // Keys in another case are taken by Stream's older decoder; a schema knows no such thing.
        if (Object.hasOwn(report.counts, 'key-case')) continue;
        const kind = source.resource === 'import' ? (one.lines ? 'import' : undefined) : source.resource;
        const validate = await validator(kind);
        const valid = values.every((document) => validate(document));
        if (report.ok && !valid) assert.fail(`${one.name} checks clean; its schema says ${ajv.errorsText(validate.errors)}`);
        if (report.ok) passed.push(one.name);
        if (!valid) refused.push(one.name);
      }
      assert.ok(passed.length > 5, `only ${passed.length} clean cases`);
      assert.ok(refused.length > 5, `only ${refused.length} cases were refused`);
    });
  }

  test('refuse fields of another type', async () => {
    const table = {
      stream: ['user', { id: 'ann' }, { id: 7 }],
      sendbird: ['user', { user_id: 'ann', nickname: 'Ann', profile_url: '' }, { user_id: 'ann', nickname: {}, profile_url: '' }],
      cometchat: ['user', { uid: 'ann', name: 'Ann' }, { uid: 'ann', name: [] }],
      talkjs: ['user', { name: 'Ann' }, { name: {} }],
      chatkitty: ['user', { name: 'ann', displayName: 'Ann', isGuest: false, properties: {} }, { name: 'ann', displayName: [], isGuest: false, properties: {} }],
    };
    for (const [platform, [kind, good, bad]] of Object.entries(table)) {
      const validate = ajv.compile(await schema(platform, kind));
      assert.ok(validate(good), `${platform}: ${ajv.errorsText(validate.errors)}`);
      assert.ok(!validate(bad), platform);
    }
  });

  test('say in words what a schema cannot check', async () => {
    const { properties } = await schema('stream', 'channel');
    assert.equal(properties.id.description, 'Text; at most 64 bytes; only letters, digits, _ and -. Documented.');
    const message = await schema('sendbird', 'message');
    assert.match(message.description, /^Source: https:\/\/sendbird\.com\//);
    assert.equal(message.$comment, 'Other keys are warned of: they mean nothing. Inferred.');
    assert.equal(message.properties.url.description, 'Text; not empty; an http or https URL (else a warning). Inferred.');
    assert.deepEqual(Object.keys(message.properties.parent_message_id), ['deprecated', 'description']);
    const user = await schema('chatkitty', 'user');
    assert.equal(user.anyOf[0].properties.display_name.description, 'Another name of `displayName`.');
  });

  test('are copies, and what there is not is told', async () => {
    const first = await schema('stream', 'user');
    first.properties.id = false;
    assert.notEqual((await schema('stream', 'user')).properties.id, false);
    await assert.rejects(schema('slack'), { code: 'bad-option', message: /"slack"/ });
    await assert.rejects(schema('stream', 'usr'), { code: 'bad-option', message: /it has user, device/ });
  });

  test('on the command line', () => {
    const cli = fileURLToPath(new URL('../npm/dist/cli.js', import.meta.url));
    const run = (...args) => spawnSync(process.execPath, [cli, 'schema', ...args], { encoding: 'utf8' });
    const { status, stdout } = run('talkjs', 'message');
    assert.equal(status, 0);
    assert.equal(JSON.parse(stdout).$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.equal(run().status, 2);
    assert.equal(run('stream', 'no-such-kind').status, 2);
  });
});
