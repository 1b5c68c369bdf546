import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const document = fileURLToPath(new URL('../../api/OpenApi/openapi.json', import.meta.url));

/** What Redocly finds in a file: one line for each finding. */
function findings(file) {
  // The runner's own options are not the linter's.
  const env = { ...process.env, NODE_OPTIONS: '', REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const run = spawnSync(process.execPath, [
    join(here, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', file, '--config', join(here, 'redocly.yaml'), '--format', 'json',
  ], { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 });
  const report = JSON.parse(run.stdout.slice(run.stdout.indexOf('{')));
  return report.problems.map((problem) => `${problem.ruleId}: ${problem.message} (${problem.location[0]?.pointer})`);
}

test('the document is valid OpenAPI 3.1 and breaks no rule', () => assert.deepEqual(findings(document), []));

test('a document with a planted fault is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paygate-lint-'));
  try {
    const planted = JSON.parse(readFileSync(document, 'utf8'));
    delete planted.info.version;
    planted.components.schemas.charge.properties.amount = { $ref: '#/components/schemas/nothing' };
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(planted));
    const rules = findings(file).map((finding) => finding.split(':')[0]);
    assert.ok(rules.includes('struct') && rules.includes('no-unresolved-refs'), rules.join());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
