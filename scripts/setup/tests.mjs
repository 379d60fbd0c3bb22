import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { childEnvironment, ROOT, Stop, seconds, step } from './common.mjs'
import { hasOldestPostgres, withOldestPostgres } from './oldest-postgres.mjs'
import { buildWeb } from './web.mjs'

const NODE_TESTS = ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts']

/**
 * Runs every check and test and prints a summary that ends with `N passed, N failed`. A check counts as
 * one test. A runner that saw no test has failed: a wrong pattern must not look like success.
 * With names (`npm test -- types server`) only those runners. Returns the exit code.
 */
export function runTests(node, names) {
  const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-results-'))
  try {
    return summarise(chosen(runners(node, scratch), names).map(runOne))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function chosen(all, names) {
  const known = all.map(({ name }) => name)
  const wrong = names.find((name) => !known.includes(name))
  if (wrong !== undefined) throw new Stop(`No tests "${wrong}"; there are: ${known.join(', ')}`, 2)
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
}

function runners(node, scratch) {
  const run = (args, env = {}) =>
    spawnSync(node, args, { cwd: ROOT, stdio: 'inherit', env: { ...childEnvironment(), ...env } })
      .status
  const check = (args) => () =>
    run(args) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  const plain = process.stdout.isTTY ? [] : ['--colors=off']
  const typescript = 'node_modules/typescript-7/bin/tsc'
  return [
    {
      name: 'lint',
      run: check([
        'node_modules/@biomejs/biome/bin/biome',
        'ci',
        '--diagnostic-level=warn',
        ...plain,
        '.',
      ]),
    },
    { name: 'types', run: check([typescript, '-p', '.']) },
    { name: 'web-types', run: check([typescript, '-p', 'web']) },
    { name: 'build', run: () => build(node) },
    { name: 'server', run: () => nodeTests(run, scratch, NODE_TESTS) },
    { name: 'server-15', run: () => oldestPostgres(run, scratch) },
    { name: 'web', run: () => webTests(run, scratch) },
    { name: 'browser', run: () => browserTests(run, scratch) },
  ]
}

function runOne({ name, run }) {
  step(`${name} ...`)
  const since = performance.now()
  const counts = run()
  return { name, took: seconds(since), skipped: 0, ...counts }
}

function build(node) {
  try {
    buildWeb(node)
    return { passed: 1, failed: 0 }
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return { passed: 0, failed: 1, note: error.message }
  }
}

/** The tests with a database once more on PostgreSQL 15, where Debian's is installed. */
function oldestPostgres(run, scratch) {
  if (!hasOldestPostgres()) return { passed: 0, failed: 0, note: 'left out: no PostgreSQL 15 here' }
  return withOldestPostgres((url) =>
    nodeTests(run, scratch, ['src/**/*.pg.test.ts'], { REGELKREIS_TEST_DATABASE_URL: url }),
  )
}

function nodeTests(run, scratch, files, env = {}) {
  const file = join(scratch, 'node.tap')
  rmSync(file, { force: true })
  const args = [
    '--test',
    '--test-concurrency=2',
    '--test-global-setup=./test/helpers/global.ts',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${file}`,
    ...files,
  ]
  const status = run(args, env)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
  const failed = count('fail') + count('cancelled')
  return judged({ status, passed: count('pass'), failed, skipped: count('skipped') })
}

function webTests(run, scratch) {
  const file = join(scratch, 'web.json')
  const status = run([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--root=web',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const found = readJson(file)
  return judged({
    status,
    passed: found?.numPassedTests ?? 0,
    failed: found?.numFailedTests ?? 0,
    skipped: found?.numPendingTests ?? 0,
  })
}

function browserTests(run, scratch) {
  const file = join(scratch, 'browser.json')
  const status = run(['node_modules/@playwright/test/cli.js', 'test', '--reporter=line,json'], {
    CHROMIUM_PATH: findChromium(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  const found = readJson(file)
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = found?.stats ?? {}
  for (const { title, errors } of unsteadyTests(found?.suites ?? [])) {
    console.log(`\n${title}\n${errors.join('\n')}`)
  }
  const result = judged({ status, passed: expected + flaky, failed: unexpected, skipped })
  return flaky === 0
    ? result
    : { ...result, note: `${flaky} only at the second try ${result.note}` }
}

/** Browser tests that failed at least once, with what each try said: the last thing before the summary. */
function unsteadyTests(suites) {
  return suites.flatMap((suite) => [
    ...unsteadyTests(suite.suites ?? []),
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ status, results }) => ({
          title: `${status === 'flaky' ? 'unsteady' : 'failed'}: ${spec.file} › ${spec.title}`,
          errors: results.flatMap(({ errors = [] }) =>
            errors.map(({ message = '' }) => message.split('\n').slice(0, 12).join('\n')),
          ),
        })),
    ),
  ])
}

/** A runner that broke, or saw nothing, has one failure even where it counts none. */
function judged({ status, passed, failed, skipped }) {
  const broke = failed === 0 && (status !== 0 || passed + skipped === 0)
  return { passed, failed: broke ? 1 : failed, skipped, note: broke ? noteOf(status) : '' }
}

const noteOf = (status) => (status === 0 ? 'saw no tests' : `ended with exit code ${status}`)

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function summarise(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  console.log()
  for (const { name, passed, failed, skipped, took, note = '' } of results) {
    const more = skipped > 0 ? `, ${skipped} skipped` : ''
    const line = `${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${passed} passed, ${failed} failed${more}`
    console.log(`${line.padEnd(60)} ${took} ${note}`.trimEnd())
  }
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0 ? 0 : 1
}
