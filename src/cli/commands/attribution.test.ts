import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Answer } from '#attribution/answer.ts'
import { Refusal } from '#kernel/refusal.ts'
import { readConfig } from '#platform/config.ts'
import { OperatorError } from '#platform/failure.ts'
import { silentLog } from '#platform/log.ts'
import { command } from './attribution.ts'

const ROOT = join(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'regelkreis-attribution-'))
after(() => rmSync(folder, { recursive: true }))

type Ended = { readonly code: number; readonly out: string; readonly err: string }

function written(lines: readonly string[]): string {
  const file = join(folder, 'paths.csv')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

/** The command as a process of its own. */
function runProcess(lines: readonly string[], ...args: string[]): Promise<Ended> {
  const all = ['attribution', '--paths', written(lines), ...args]
  return new Promise((resolve) => {
    const environment = { PATH: process.env.PATH ?? '', REGELKREIS_DATA: folder }
    execFile(join(ROOT, 'regelkreis'), all, { env: environment }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })
}

/** The same in this process: starting one takes longer than all of its work. */
async function run(lines: readonly string[], ...args: string[]): Promise<Ended> {
  const printed: string[] = []
  try {
    await command.run(['--paths', written(lines), ...args], {
      config: readConfig({}),
      log: silentLog,
      now: () => new Date('2026-04-20T10:00:00Z'),
      out: (line) => printed.push(line),
      err: () => undefined,
      isTerminal: false,
      store: () => Promise.reject(new Error('no database is needed')),
    })
    return { code: 0, out: printed.join('\n'), err: '' }
  } catch (error) {
    assert(error instanceof OperatorError || error instanceof Refusal, String(error))
    const code = error instanceof OperatorError ? error.exitCode : 1
    return { code, out: printed.join('\n'), err: error.message }
  }
}

async function json(lines: readonly string[], ...args: string[]): Promise<Answer> {
  const { code, out, err } = await run(lines, ...args, '--json')
  assert.equal(code, 0, err)
  return JSON.parse(out) as Answer
}

const HEADER = 'path,total_conversions,total_conversion_value,total_null'
// S. Bryl, analyzecore.com 2016 (A9): the printed result is .2, .4, .4 up to its simulation
const BRYL = [HEADER, 'C1 > C2 > C3,1,1000,0', 'C1,0,0,1', 'C2 > C3,0,0,1']

test('./regelkreis attribution: a process of its own prints JSON, or says what is wrong', async () => {
  const ended = await runProcess(BRYL, '--model', 'markov', '--json')
  assert.deepEqual([ended.code, ended.err], [0, ''])
  const { models } = JSON.parse(ended.out) as Answer
  assert.deepEqual(
    models[0]?.rows.map(({ conversions }) => conversions),
    [0.2, 0.4, 0.4],
  )
  const refused = await runProcess([HEADER, 'A,much,0,0'], '--model', 'first')
  assert.deepEqual([refused.code, refused.out], [1, ''])
  assert.match(refused.err, /bad_number.*"line":2/)
})

test('attribution: as text, with totals', async () => {
  const { out } = await run(BRYL, '--model', 'markov,influenced')
  assert.match(out, /^markov, order 1\n {2}C2 +0\.4 +400\n/)
  assert.match(out, /influenced \(not to be summed\)/)
  assert.match(out, /total +1 +1,000$/)
})

test('attribution --paths --json: exactly the documented shape', async () => {
  const answer = await json(BRYL, '--model', 'linear,markov', '--model', 'influenced')
  assert.deepEqual(Object.keys(answer), ['models'])
  const [linear, markov, influenced] = answer.models
  const total = { conversions: 1, value: 1000 }
  const third = { conversions: 1 / 3, value: 1000 / 3 }
  assert.deepEqual(linear, {
    model: 'linear',
    rows: ['C1', 'C2', 'C3'].map((channel) => ({ channel, ...third })),
    unattributed: { conversions: 0, value: 0 },
    total,
  })
  assert.equal(markov?.order, 1)
  assert.deepEqual(
    markov?.rows.map(({ removalEffect, conversions }) => [removalEffect, conversions]),
    [
      [0.5, 0.2],
      [1, 0.4],
      [1, 0.4],
    ],
  )
  assert.deepEqual([influenced?.additive, influenced?.rows[0]?.conversions], [false, 1])
})

test('attribution --intervals: intervals, verdicts, and how far the models agree', async () => {
  const lines = [HEADER, 'A > B,60,6000,40', 'B > A,40,4000,90', 'B,50,100,10', ',5,500,0']
  const args = ['--model', 'first,last,markov', '--intervals', '--replicates', '200']
  const answer = await json(lines, ...args)
  assert.deepEqual(Object.keys(answer), ['models', 'robustness'])
  for (const { rows, unattributed, total } of answer.models) {
    assert.deepEqual([unattributed.conversions, total.conversions], [5, 155])
    for (const { interval, conversions, value, enough } of rows) {
      const [low = 0, high = 0] = interval?.conversions ?? []
      assert(low <= conversions && conversions <= high && enough === true)
      assert((interval?.value[0] ?? 0) <= value && value <= (interval?.value[1] ?? 0))
    }
  }
  // first: A 60 of 155, last: A 40 of 155
  const a = answer.robustness?.find(({ channel }) => channel === 'A')
  assert.equal(a?.highest.model, 'first')
  assert(Math.abs((a?.highest.share ?? 0) - 60 / 155) < 1e-12)
  assert.deepEqual(await json(lines, ...args), answer)
})

test('attribution: order, lookback, ages and nulls', async () => {
  const aged = ['path;total_conversions;ages_s', 'A > B;2;172800>86400', 'A;1;90000']
  const [decay] = (await json(aged, '--model', 'time_decay:1')).models
  // A is a day older than B: one third of two, and all of one
  assert.deepEqual(
    decay?.rows.map(({ conversions }) => Math.round(conversions * 1e9) / 1e9),
    [1.666666667, 1.333333333],
  )
  const [cut] = (await json(aged, '--model', 'linear', '--lookback', '1')).models
  assert.deepEqual(
    cut?.rows.map(({ channel, conversions }) => [channel, conversions]),
    [
      ['A', 0],
      ['B', 2],
    ],
  )
  assert.equal(cut?.unattributed.conversions, 1)
  const [second] = (await json(BRYL, '--model', 'markov', '--order', '2')).models
  assert.equal(second?.order, 2)
  const [chosen] = (await json(BRYL, '--model', 'markov', '--order', 'auto')).models
  assert.equal(chosen?.order, 1)
  const [without] = (await json(BRYL, '--model', 'markov', '--without-nulls')).models
  assert.deepEqual(
    without?.rows.map(({ removalEffect }) => removalEffect),
    [1, 1, 1],
  )
})

test('attribution: what is refused, and what is wrong usage', async () => {
  const expectEnd = async (code: number, words: RegExp, lines: string[], ...args: string[]) => {
    const ended = await run(lines, ...args)
    assert.deepEqual([ended.code, ended.out], [code, ''])
    assert.match(ended.err, words)
  }
  await expectEnd(2, /no model "linaer"/, BRYL, '--model', 'linaer')
  await expectEnd(2, /--model is missing/, BRYL)
  await expectEnd(2, /--order: 1 to 4/, BRYL, '--model', 'markov', '--order', '7')
  await expectEnd(2, /needs milestones/, BRYL, '--model', 'full_path')
  await expectEnd(1, /needs a column ages_s/, BRYL, '--model', 'time_decay')
  await expectEnd(
    1,
    /bad_number.*"line":3/,
    [...BRYL.slice(0, 2), 'A,much,0,0'],
    '--model',
    'first',
  )
  const missing = await run(BRYL, '--model', 'first', '--paths', join(folder, 'gone.csv'))
  assert.deepEqual([missing.code, missing.out], [1, ''])
  assert.match(missing.err, /ENOENT/)
})

// google/fractribution, py/README.md (A2): path D A B B C D C C; D is direct here, so A B B C C C without it
for (const [args, wanted] of [
  [['--repeats', 'exposure'], { D: 2 / 6, A: 1 / 6, B: 1 / 6, C: 2 / 6 }],
  [['--repeats', 'first'], { D: 1 / 4, A: 1 / 4, B: 1 / 4, C: 1 / 4 }],
  [['--repeats', 'frequency'], { 'D(2)': 1 / 4, 'A(1)': 1 / 4, 'B(2)': 1 / 4, 'C(3)': 1 / 4 }],
  [['--drop-direct', '--direct', 'd'], { A: 1 / 6, B: 2 / 6, C: 3 / 6 }],
  [['--drop-direct', '--direct', 'd', '--repeats', 'exposure'], { A: 1 / 3, B: 1 / 3, C: 1 / 3 }],
] as const) {
  test(`repeated and direct touches: linear with ${args.join(' ')}`, async () => {
    const path = [HEADER, 'D > A > B > B > C > D > C > C,1,0,0']
    const { models } = await json(path, '--model', 'linear', ...args)
    const given = models[0]?.rows.filter(({ conversions }) => conversions > 0) ?? []
    const shares = new Map(given.map(({ channel, conversions }) => [channel, conversions]))
    assert.deepEqual([...shares.keys()].toSorted(), Object.keys(wanted).toSorted())
    for (const [channel, share] of Object.entries(wanted)) {
      assert(Math.abs((shares.get(channel) ?? 0) - share) < 1e-12, channel)
    }
  })
}

test('a path of direct touches alone keeps them', async () => {
  const { models } = await json(
    [HEADER, 'D > D,1,0,0'],
    ...['--model', 'linear', '--drop-direct', '--direct', 'd'],
  )
  assert.deepEqual(models[0]?.rows, [{ channel: 'D', conversions: 1, value: 0 }])
})
