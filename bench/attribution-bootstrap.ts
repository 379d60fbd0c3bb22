// node bench/attribution-bootstrap.ts [paths...]: what intervals of thirteen models cost: so many different paths of the
// synthetic journeys (30,000 unless given), 12 channels, 400 replicates. Beside it models by themselves.
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerOf } from '../src/attribution/answer.ts'
import { bootstrap } from '../src/attribution/bootstrap.ts'
import { channelIndex } from '../src/attribution/channel-index.ts'
import { pathTable } from '../src/attribution/counted-paths.ts'
import { readPathFile } from '../src/attribution/io/path-file.ts'
import { type Model, parseModel } from '../src/attribution/models.ts'
import { pathReader } from '../src/attribution/path-reader.ts'
import { solve } from '../src/attribution/solve.ts'
import { addPath, type CountedPath, emptyStatistics } from '../src/attribution/statistics.ts'
import { writeJourneys } from './attribution-journeys.ts'

/** One journey in three of the generator is a path of its own. */
const JOURNEYS_PER_PATH = 12
const ALL = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'linear_unique',
  'position_based',
  'j_shaped',
  'inverse_j',
  'position_decay',
  'markov',
  'shapley',
  'markov_shapley',
  'influenced',
]
const TASKS = [ALL, ['position_based'], ['markov'], ['markov:2'], ['markov_shapley']]

async function pathsOf(wanted: number) {
  const file = join(tmpdir(), `regelkreis-bench-paths-${process.pid}.csv`)
  const channels = channelIndex()
  const table = pathTable(false)
  try {
    writeJourneys(file, JOURNEYS_PER_PATH * wanted)
    const isDirect = (channel: number) => channels.names[channel] === 'Direct'
    await readPathFile(file, pathReader(channels, isDirect, table.add))
  } finally {
    rmSync(file, { force: true })
  }
  const paths = table.paths()
  const isConverted = ({ conversions }: CountedPath) => conversions > 0
  const sorted = [...paths.filter(isConverted), ...paths.filter((path) => !isConverted(path))]
  return { channels, paths: sorted.slice(0, wanted) }
}

function measure(
  words: readonly string[],
  { channels, paths }: Awaited<ReturnType<typeof pathsOf>>,
) {
  const models = words.flatMap((word): Model[] => {
    const model = parseModel(word)
    return model ? [model] : []
  })
  const before = process.cpuUsage()
  const statistics = emptyStatistics(models, { channels })
  for (const path of paths) addPath(statistics, path)
  const ranges = bootstrap(statistics, paths)
  answerOf(statistics, solve(statistics), words, ranges)
  const { user, system } = process.cpuUsage(before)
  const what = words.length === 1 ? words[0] : `${words.length} models`
  console.log(`  ${`${what}`.padEnd(20)}${((user + system) / 1e6).toFixed(2).padStart(8)} s`)
}

const sizes = process.argv.slice(2).map(Number)
for (const wanted of sizes.length === 0 ? [30_000] : sizes) {
  const given = await pathsOf(wanted)
  const converted = given.paths.filter(({ conversions }) => conversions > 0).length
  console.log(
    `\n${given.paths.length.toLocaleString('en')} different paths, ${converted.toLocaleString('en')} of them with conversions; 400 replicates, CPU seconds`,
  )
  for (const words of TASKS) measure(words, given)
}
