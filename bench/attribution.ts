// node bench/attribution.ts [paths...]: CPU seconds and peak memory of the attribution engine on the synthetic
// journeys of the reference (10,000, 100,000 and 1,000,000 paths unless given; 10,000,000 need 561 MB of disk).
// Every figure is a process of its own. The baseline is a plain line reader of the same file in the same run;
// beside it what ../shared/reference/attribution/timings.csv says of other programs on the same bytes.
import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { emptyTrace } from '../src/attribution/chain.ts'
import { channelIndex } from '../src/attribution/channel-index.ts'
import { readPathFile } from '../src/attribution/io/path-file.ts'
import { type Model, parseModel } from '../src/attribution/models.ts'
import { pathReader } from '../src/attribution/path-reader.ts'
import { solve } from '../src/attribution/solve.ts'
import { addPath, emptyStatistics } from '../src/attribution/statistics.ts'
import { MD5, writeJourneys } from './attribution-journeys.ts'

const TIMINGS = join(import.meta.dirname, '../../shared/reference/attribution/timings.csv')

/** Words of models per task; null is the line reader. */
const TASKS: Readonly<Record<string, readonly string[] | null>> = {
  'line reader': null,
  'first, last, linear, position, Shapley, Markov 1': [
    'first',
    'last',
    'linear',
    'position_based',
    'shapley',
    'markov',
  ],
  'first, last, linear, Markov 2': ['first', 'last', 'linear', 'markov:2'],
  'first, last, linear, Markov 3': ['first', 'last', 'linear', 'markov:3'],
  'Markov 4': ['markov:4'],
}

async function readLines(file: string): Promise<number> {
  let lines = 0
  for await (const _ of createInterface({ input: createReadStream(file) })) lines += 1
  return lines
}

async function solveFile(file: string, words: readonly string[]): Promise<number> {
  const models = words.flatMap((word): Model[] => {
    const model = parseModel(word)
    return model ? [model] : []
  })
  const channels = channelIndex()
  const statistics = emptyStatistics(models, { channels })
  const trace = emptyTrace()
  const reader = pathReader(
    channels,
    (channel) => channels.names[channel] === 'Direct',
    (path) => addPath(statistics, path, trace),
  )
  await readPathFile(file, reader)
  return solve(statistics).length
}

type Measured = { cpu: number; megabytes: number; wall: number }

/** In the child: does one task and prints what it took, its start included. */
async function doTask(name: string, file: string): Promise<void> {
  const words = TASKS[name]
  await (words ? solveFile(file, words) : readLines(file))
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cpu = (userCPUTime + systemCPUTime) / 1e6
  console.log(JSON.stringify({ cpu, megabytes: maxRSS / 1024, wall: performance.now() / 1000 }))
}

function measure(name: string, file: string): Measured {
  const args = [import.meta.filename, '--task', name, file]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Measured
}

/** Rows of timings.csv for so many paths: program, task, CPU seconds, memory. */
function others(paths: number): string[] {
  if (!existsSync(TIMINGS)) return []
  const rows = readFileSync(TIMINGS, 'utf8').trim().split('\n').slice(1)
  return rows.flatMap((row) => {
    const cells = [...row.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map((match) =>
      (match[1] ?? '').replaceAll('"', ''),
    )
    const [program = '', task = '', count, , cpu = '', memory = ''] = cells
    const what = `${program}: ${task}`
    return Number(count) === paths ? [cells3(what, cpu, memory)] : []
  })
}

const cells3 = (what: string, cpu: string, memory: string): string =>
  `  ${what.slice(0, 110).padEnd(112)}${cpu.padStart(8)} s${memory.padStart(6)} MB`

function run(paths: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'regelkreis-bench-'))
  try {
    const file = join(folder, 'paths.csv')
    const md5 = writeJourneys(file, paths)
    const verdict =
      MD5[paths] === undefined
        ? 'no md5 published'
        : MD5[paths] === md5
          ? 'md5 as published'
          : `md5 ${md5} DIFFERS`
    console.log(
      `\n${paths.toLocaleString('en')} paths, ${verdict}; CPU seconds of the process, peak memory`,
    )
    for (const name of Object.keys(TASKS)) {
      const { cpu, megabytes } = measure(name, file)
      console.log(
        cells3(
          `this program: ${name}`.replace('this program: line', 'node: line'),
          cpu.toFixed(2),
          megabytes.toFixed(0),
        ),
      )
    }
    for (const other of others(paths)) console.log(other)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--task') await doTask(rest[0] ?? '', rest[1] ?? '')
else
  for (const paths of first === undefined
    ? [10_000, 100_000, 1_000_000]
    : [first, ...rest].map(Number))
    run(paths)
