import { parseArgs } from 'node:util'
import { type Answer, answerOf } from '#attribution/answer.ts'
import { bootstrap, REPLICATES_DEFAULT } from '#attribution/bootstrap.ts'
import { emptyTrace } from '#attribution/chain.ts'
import { type ChannelIndex, channelIndex } from '#attribution/channel-index.ts'
import { pathTable, seenPath, withinDays } from '#attribution/counted-paths.ts'
import { readPathFile } from '#attribution/io/path-file.ts'
import { MODEL_NAMES, type Model, ORDER_MAX, parseModel } from '#attribution/models.ts'
import { orderByChance } from '#attribution/order-choice.ts'
import { pathReader } from '#attribution/path-reader.ts'
import { solve } from '#attribution/solve.ts'
import {
  addPath,
  type CountedPath,
  emptyStatistics,
  type Statistics,
} from '#attribution/statistics.ts'
import { REPEATS, type Transform } from '#attribution/transforms.ts'
import { seededRandom } from '#kernel/random.ts'
import { messageOf, OperatorError } from '#platform/failure.ts'
import type { Command, CommandContext } from '../command.ts'
import { printRecords } from './attribution-records.ts'
import { answerText } from './attribution-text.ts'

const FILE_OPTIONS = {
  paths: { type: 'string' },
  model: { type: 'string', multiple: true },
  order: { type: 'string' },
  intervals: { type: 'boolean' },
  replicates: { type: 'string' },
  seed: { type: 'string' },
  lookback: { type: 'string' },
  repeats: { type: 'string' },
  'drop-direct': { type: 'boolean' },
  direct: { type: 'string', multiple: true },
  'without-nulls': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

const isFileCall = (args: readonly string[]): boolean =>
  args.some((arg) => arg === '--paths' || arg.startsWith('--paths='))

/** What files call visits that came from nowhere. */
const DIRECT_NAMES = ['direct', 'direkt', '(direct)', '(direct) / (none)']

type Wish = {
  readonly file: string
  readonly models: readonly { readonly word: string; readonly model: Model }[]
  /** Null: by the words, or by how well an order foretells. */
  readonly isOrderChosen: boolean
  readonly bootstrap: { readonly replicates: number; readonly seed: number } | null
  readonly seed: number
  readonly lookbackDays: number | null
  /** Null: paths as they are. */
  readonly transform: Transform | null
  readonly direct: readonly string[]
  readonly withNulls: boolean
  readonly isJson: boolean
}

const usage = (message: string) => new OperatorError(message, 2)

function whole(option: string, given: string | undefined, low: number, missing: number): number {
  const value = given === undefined ? missing : Number(given)
  if (!Number.isInteger(value) || value < low) {
    throw usage(`--${option}: a whole number from ${low} expected, got "${given}"`)
  }
  return value
}

function parseWish(args: string[]): Wish {
  const { values } = parseArgs({ args, options: FILE_OPTIONS })
  if (values.paths === undefined) throw usage('--paths FILE is missing')
  const words = (values.model ?? []).flatMap((list) => list.split(',')).map((word) => word.trim())
  if (words.length === 0) throw usage('--model is missing')
  const isOrderChosen = values.order === 'auto'
  const order = isOrderChosen ? null : values.order
  const seed = whole('seed', values.seed, 0, 1)
  const replicates = whole('replicates', values.replicates, 2, REPLICATES_DEFAULT)
  return {
    file: values.paths,
    models: words.map((word) => modelOf(word, order ?? null)),
    isOrderChosen,
    bootstrap: values.intervals ? { replicates, seed } : null,
    seed,
    lookbackDays: lookbackOf(values.lookback),
    transform: transformOf(values.repeats, values['drop-direct'] ?? false),
    direct: (values.direct ?? DIRECT_NAMES).map((name) => name.toLowerCase()),
    withNulls: !values['without-nulls'],
    isJson: values.json ?? false,
  }
}

function lookbackOf(given: string | undefined): number | null {
  if (given === undefined || given === 'unlimited') return null
  const days = Number(given)
  if (given.trim() === '' || !Number.isFinite(days) || days < 0) {
    throw usage(`--lookback: days or unlimited expected, got "${given}"`)
  }
  return days
}

function transformOf(given: string | undefined, dropDirect: boolean): Transform | null {
  const repeats = REPEATS.find((word) => word === (given ?? 'unique'))
  if (!repeats) throw usage(`--repeats: one of ${REPEATS.join(', ')} expected, got "${given}"`)
  return repeats === 'unique' && !dropDirect ? null : { repeats, dropDirect }
}

/** A model by its word; `--order` fills in what a Markov model leaves open. */
function modelOf(word: string, order: string | null): { word: string; model: Model } {
  const isOpen = word === 'markov' || word === 'markov_share'
  const model = parseModel(isOpen && order !== null ? `${word}:${order}` : word)
  if (!model) {
    const problem = isOpen
      ? `--order: 1 to ${ORDER_MAX} or auto expected, got "${order}"`
      : `--model: there is no model "${word}". One of: ${MODEL_NAMES.join(', ')}.`
    throw usage(problem)
  }
  if (model.kind === 'milestones') {
    throw usage(`--model: ${word} needs milestones, which files of paths do not have`)
  }
  return { word: model.kind === 'markov' ? (word.split(':')[0] ?? word) : word, model }
}

/** Says no before the first row where the models or the lookback need ages. */
function checkAges({ models, lookbackDays }: Wish, hasAges: boolean): void {
  if (hasAges) return
  const needy = models.find(({ model }) => model.kind === 'time_decay')
  if (needy)
    throw new OperatorError(`${needy.word} needs a column ages_s, which the file does not have`)
  if (lookbackDays !== null) {
    throw new OperatorError('--lookback needs a column ages_s, which the file does not have')
  }
}

/** Reads the file and hands over every row, cut to the lookback. */
async function readPaths(wish: Wish, channels: ChannelIndex, each: (path: CountedPath) => void) {
  const isDirect = (channel: number) =>
    wish.direct.includes((channels.names[channel] ?? '').toLowerCase())
  const { lookbackDays, transform } = wish
  let isChecked = false
  const reader = pathReader(channels, isDirect, (path) => {
    if (!isChecked) checkAges(wish, path.ages !== null)
    isChecked = true
    const cut = lookbackDays === null ? path : withinDays(path, lookbackDays)
    each(transform ? seenPath(cut, transform, channels) : cut)
  })
  try {
    await readPathFile(wish.file, reader)
  } catch (error) {
    // of the file system or of unpacking; what is wrong with the rows says so itself
    const isSystem = error instanceof Error && 'errno' in error
    throw isSystem ? new OperatorError(`--paths: ${messageOf(error)}`) : error
  }
}

/** In one pass, keeping nothing but sums. */
async function streamed(wish: Wish): Promise<Answer> {
  const statistics = empty(
    wish,
    wish.models.map(({ model }) => model),
    channelIndex(),
  )
  const trace = emptyTrace()
  await readPaths(wish, statistics.channels, (path) => addPath(statistics, path, trace))
  return answerOf(
    statistics,
    solve(statistics),
    wish.models.map(({ word }) => word),
    null,
  )
}

const empty = ({ withNulls }: Wish, models: readonly Model[], channels: ChannelIndex): Statistics =>
  emptyStatistics(models, { withNulls, channels })

/** Keeps the different paths: intervals draw them again, and the order is judged on them. */
async function fromTable(wish: Wish): Promise<Answer> {
  const channels = channelIndex()
  const table = pathTable(wish.models.some(({ model }) => model.kind === 'time_decay'))
  await readPaths(wish, channels, table.add)
  const paths = table.paths()
  const models = wish.isOrderChosen
    ? withOrder(wish, orderByChance(paths, channels.names.length, seededRandom(wish.seed)).order)
    : wish.models.map(({ model }) => model)
  const statistics = empty(wish, models, channels)
  for (const path of paths) addPath(statistics, path)
  const ranges = wish.bootstrap && bootstrap(statistics, paths, wish.bootstrap)
  return answerOf(
    statistics,
    solve(statistics),
    wish.models.map(({ word }) => word),
    ranges,
  )
}

const withOrder = ({ models }: Wish, order: number): Model[] =>
  models.map(({ model }) => (model.kind === 'markov' ? { ...model, order } : model))

async function printFile(args: string[], { out }: CommandContext): Promise<void> {
  const wish = parseWish(args)
  const answer = await (wish.bootstrap || wish.isOrderChosen ? fromTable(wish) : streamed(wish))
  out(wish.isJson ? JSON.stringify(answer) : answerText(answer))
}

export const command: Command = {
  name: 'attribution',
  summary: 'say which channels get credit for conversions, of the records or of a file of paths',
  usage: `./regelkreis attribution --from D --until D --model M[,M...] [options]      out of the records
./regelkreis attribution --paths FILE --model M[,M...] [options]            of a file of paths, without a database

  --model M         ${MODEL_NAMES.slice(0, 9).join(', ')},
                    ${MODEL_NAMES.slice(9, 16).join(', ')},
                    ${MODEL_NAMES.slice(16).join(', ')}; with numbers of your own:
                    position_based:30/40/30, time_decay:30 (days), markov:2 (order). Several with "," or again --model
  --intervals       95 % intervals, the verdict "not enough data", and how far the models agree
  --replicates N    of the bootstrap behind them (default ${REPLICATES_DEFAULT}); --seed N (default 1)
  --lookback DAYS   leave out touches older than that, or unlimited
  --repeats R       touches of the same channel: unique (all, default), exposure (one of neighbours), first (the first),
                    frequency (the first, named by how many there are)
  --drop-direct     leave out direct touches, unless there are no others
  --json            print { "models": [{ "model", "order"?, "rows", "unattributed", "total" }], "robustness"? }

Out of the records (money in cents in JSON, with unit, currency, labels and how it adds up to the records):
  --from D, --until D   civil days as 2026-03-01; the day of --until is not included
  --by X                rows by channel (default), campaign, content or source
  --conversion C        won (default), opportunity, sql or mql
  --value V             revenue, received, margin, pipeline or count; default by the conversion
  --lookback DAYS       default as in the settings
  --without CHANNEL     leave a channel out of the journeys, by id or name; several with ","

Of a file: a CSV of paths in UTF-8 (.gz as well): path,total_conversions,total_conversion_value,total_null[,ages_s], with
"," or ";". A path is channels between ">", oldest first; ages_s are the seconds from each touch to the conversion.
Values are as in the file; nothing is rounded. Models of milestones need records.
  --paths FILE
  --order K         order of the Markov models, 1 to ${ORDER_MAX}, or auto: the one that foretells journeys best
  --lookback DAYS   needs ages_s; default unlimited
  --direct NAME     what direct visits are called (default: direct, direkt, (direct), (direct) / (none))
  --without-nulls   leave out journeys without a conversion in Markov models`,
  async run(args: string[], context: CommandContext) {
    const isOfRecords = args.some((arg) => /^--(from|until)(=|$)/.test(arg))
    if (isFileCall(args)) await printFile(args, context)
    else if (isOfRecords) await printRecords(args, context)
    else throw usage('--from D and --until D, or --paths FILE, are missing')
    return undefined
  },
}
