// Counts of test suites, read from the files that the test runners write.
//   results.mjs suite DIRECTORY NAME trx|vitest|junit EXIT-CODE SECONDS    reads NAME's file, writes NAME.counts.json, prints one line
//   results.mjs broken DIRECTORY NAME                                       counts NAME as one failure, told by its log
//   results.mjs total DIRECTORY                                             prints all failures and what was not run, then the sums as the last line
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FAILURE_LINES_MAX = 15;
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescape = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (entities[name] ?? ''));

const attribute = (tag, name) => unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

/** Elements of that name with their attributes and inner text; they must not nest. */
function* elements(xml, name) {
  const pattern = new RegExp(`<${name}\\b((?:"[^"]*"|[^>"])*?)(?:/>|>([\\s\\S]*?)</${name}>)`, 'g');
  for (const [, attributes, inner] of xml.matchAll(pattern)) yield { attributes, inner: inner ?? '' };
}

/** Visual Studio's format. An outcome that is not Passed, Failed or NotExecuted (Aborted, Timeout, …) is a failure too. */
function readTrx(text) {
  return [...elements(text, 'UnitTestResult')].map(({ attributes, inner }) => {
    const outcome = attribute(attributes, 'outcome');
    const message = /<Message>([\s\S]*?)<\/Message>/.exec(inner)?.[1] ?? '';
    const stack = /<StackTrace>([\s\S]*?)<\/StackTrace>/.exec(inner)?.[1] ?? '';
    return {
      name: attribute(attributes, 'testName'),
      state: outcome === 'Passed' ? 'passed' : outcome === 'NotExecuted' ? 'skipped' : 'failed',
      message: unescape(`${message}\n${stack}`),
    };
  });
}

function readVitest(text) {
  const report = JSON.parse(text);
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({
      name: test.fullName,
      state: test.status === 'passed' ? 'passed' : test.status === 'failed' ? 'failed' : 'skipped',
      message: test.failureMessages.join('\n'),
    })));
  const broken = report.testResults
    .filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
    .map((file) => ({ name: file.name, state: 'failed', message: file.message }));
  return [...tests, ...broken];
}

function readJunit(text) {
  return [...elements(text, 'testcase')].map(({ attributes, inner }) => ({
    name: attribute(attributes, 'name'),
    state: /<(failure|error)\b/.test(inner) ? 'failed' : /<skipped\b/.test(inner) ? 'skipped' : 'passed',
    message: unescape(/<(?:failure|error)\b[^>]*>([\s\S]*?)<\/(?:failure|error)>/.exec(inner)?.[1] ?? ''),
  }));
}

const formats = { trx: [readTrx, 'trx'], vitest: [readVitest, 'json'], junit: [readJunit, 'xml'] };

const count = (tests, state) => tests.filter((test) => test.state === state).length;

const sums = (tests) => `${count(tests, 'passed')} passed, ${count(tests, 'failed')} failed, ${count(tests, 'skipped')} skipped`;

function suite(directory, name, format, exitCode, seconds) {
  const [read, extension] = formats[format];
  const file = join(directory, `${name}.${extension}`);
  const tests = existsSync(file) ? read(readFileSync(file, 'utf8')) : [];
  // A suite that broke off, or that ran nothing, has failed, whatever its file says.
  const log = `its output is in ${join(directory, `${name}.log`)}`;
  if (tests.length === 0) tests.push({ name: `${name}: no test ran`, state: 'failed', message: log });
  else if (exitCode !== '0' && count(tests, 'failed') === 0) {
    tests.push({ name: `${name}: ended with exit code ${exitCode}`, state: 'failed', message: log });
  }
  writeFileSync(join(directory, `${name}.counts.json`), JSON.stringify({ name, tests }));
  console.log(`    ${sums(tests)} (${seconds} s)`);
}

function broken(directory, name) {
  const message = readFileSync(join(directory, `${name}.log`), 'utf8');
  writeFileSync(join(directory, `${name}.counts.json`), JSON.stringify({ name, tests: [{ name, state: 'failed', message }] }));
}

function total(directory) {
  const suites = readdirSync(directory)
    .filter((file) => file.endsWith('.counts.json'))
    .map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')));
  const tests = suites.flatMap(({ name, tests: own }) => own.map((test) => ({ ...test, suite: name })));
  for (const test of tests.filter(({ state }) => state === 'failed')) {
    console.log(`\nFAILED ${test.suite}: ${test.name}`);
    const lines = test.message.trim().split('\n');
    for (const line of lines.slice(0, FAILURE_LINES_MAX)) console.log(`  ${line}`);
    if (lines.length > FAILURE_LINES_MAX) console.log(`  … ${lines.length - FAILURE_LINES_MAX} more lines`);
  }
  for (const test of tests.filter(({ state }) => state === 'skipped')) {
    console.log(`\nnot run ${test.suite}: ${test.name}: ${test.message.trim().split('\n')[0] || 'no reason given'}`);
  }
  console.log(`\n${sums(tests)}`);
  return tests.length > 0 && count(tests, 'failed') === 0;
}

const [verb, directory, ...rest] = process.argv.slice(2);
if (verb === 'suite') suite(directory, ...rest);
else if (verb === 'broken') broken(directory, ...rest);
else if (verb === 'total') process.exitCode = total(directory) ? 0 : 1;
else throw new Error(`unknown verb ${verb}`);
