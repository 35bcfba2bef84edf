// The workflow: its steps are run as the runner would, with the packed package where `npx` looks first.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { parse } from 'yaml';

import { addExample } from '../lib/examples.mjs';
import { samples } from '../lib/page.mjs';

const folder = addExample('ci');
const { jobs } = parse(readFileSync(join(folder, 'chat-import.yml'), 'utf8'));
const { steps } = jobs.preflight;
const upload = steps.find(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@'));

/** Runs the commands of the job over a file in `import`; each step's outcome. */
function runJob(sample) {
  rmSync(join(folder, upload.with.sarif_file), { force: true });
  rmSync(join(folder, 'import'), { recursive: true, force: true });
  if (sample !== undefined) {
    mkdirSync(join(folder, 'import'));
    copyFileSync(join(samples, sample), join(folder, 'import', sample));
  }
  // No registry is asked: what is not in the project would be an error.
  const env = { ...process.env, npm_config_offline: 'true' };
  const outcomes = [];
  for (const { run, if: condition } of steps.filter((step) => step.run !== undefined)) {
    const failed = outcomes.some(({ status }) => status !== 0);
    if (failed && condition === undefined) break;
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', run], { cwd: folder, encoding: 'utf8', env });
    outcomes.push({ status, stdout, stderr });
  }
  return outcomes;
}

const alerts = () => JSON.parse(readFileSync(join(folder, upload.with.sarif_file), 'utf8')).runs[0].results;

describe('the workflow', { skip: process.platform === 'win32' && 'its runner has bash' }, () => {
  test('asks for no more than it needs, and takes the file that it writes', () => {
    const { permissions } = parse(readFileSync(join(folder, 'chat-import.yml'), 'utf8'));
    assert.deepEqual(permissions, { contents: 'read', 'security-events': 'write' });
    assert.ok(steps.some(({ run }) => run?.includes(`--output ${upload.with.sarif_file}`)));
  });

  test('passes what is right', () => {
    const [check, scan] = runJob('stream-good.jsonl');
    assert.deepEqual([check, scan], [{ status: 0, stdout: '', stderr: '' }, { status: 0, stdout: '', stderr: '' }]);
    assert.deepEqual(alerts(), []);
  });

  test('fails what is not, with an annotation and an alert at each line', () => {
    const [check, scan] = runJob('stream-broken.jsonl');
    assert.deepEqual([check.status, check.stderr, scan.status], [1, '', 0]);
    const annotations = check.stdout.trimEnd().split('\n');
    assert.match(annotations[0], /^::error file=import\/stream-broken\.jsonl,line=2,col=\d+,title=chat-preflight%3A reserved-field::/);
    const places = alerts().map(({ locations: [{ physicalLocation }] }) => [physicalLocation.artifactLocation.uri, physicalLocation.region.startLine]);
    assert.deepEqual(places, annotations.map((line) => [/file=([^,]+)/.exec(line)[1], Number(/line=(\d+)/.exec(line)[1])]));
  });

  test('fails where there is nothing to check, and has no alerts to upload', () => {
    const [check, scan] = runJob();
    assert.deepEqual([check.status, scan.status, existsSync(join(folder, upload.with.sarif_file))], [2, 1, false]);
    assert.match(check.stderr, /^chat-preflight: cannot read "import"/);
  });
});
