import { parseArgs } from 'node:util'
import { type Answer, answerOf, type ModelAnswer } from '#attribution/answer.ts'
import { bootstrap, REPLICATES_DEFAULT } from '#attribution/bootstrap.ts'
import { emptyTrace } from '#attribution/chain.ts'
import { type ChannelIndex, channelIndex } from '#attribution/channel-index.ts'
import { pathTable, withinDays } from '#attribution/counted-paths.ts'
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
import { seededRandom } from '#kernel/random.ts'
import { messageOf, OperatorError } from '#platform/failure.ts'
import type { Command, CommandContext } from '../command.ts'

const OPTIONS = {
  paths: { type: 'string' },
  model: { type: 'string', multiple: true },
  order: { type: 'string' },
  intervals: { type: 'boolean' },
  replicates: { type: 'string' },
  seed: { type: 'string' },
  lookback: { type: 'string' },
  direct: { type: 'string', multiple: true },
  'without-nulls': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

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
  const { values } = parseArgs({ args, options: OPTIONS })
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
  const { lookbackDays } = wish
  let isChecked = false
  const reader = pathReader(channels, isDirect, (path) => {
    if (!isChecked) checkAges(wish, path.ages !== null)
    isChecked = true
    each(lookbackDays === null ? path : withinDays(path, lookbackDays))
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

const shown = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 })

function modelLines({ model, order, additive, rows, unattributed, total }: ModelAnswer): string[] {
  const width = Math.max(...rows.map(({ channel }) => channel.length), 15) + 2
  const line = (name: string, conversions: number, value: number, more = '') =>
    `  ${name.padEnd(width)}${shown(conversions).padStart(14)}${shown(value).padStart(18)}${more}`
  const sorted = rows.toSorted((a, b) => b.conversions - a.conversions)
  return [
    `${model}${order === undefined ? '' : `, order ${order}`}${additive === false ? ' (not to be summed)' : ''}`,
    ...sorted.map(({ channel, conversions, value, interval, enough }) => {
      const range = interval ? `   ${interval.conversions.map(shown).join(' to ')}` : ''
      return line(
        channel,
        conversions,
        value,
        enough === false ? `${range}   not enough data` : range,
      )
    }),
    line('(unattributed)', unattributed.conversions, unattributed.value),
    line('total', total.conversions, total.value),
    '',
  ]
}

function asText({ models, robustness = [] }: Answer): string {
  const lines = models.flatMap(modelLines)
  const verdicts = robustness.map(({ channel, lowest, highest, verdict }) => {
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`
    const words = verdict === 'robust' ? 'robust' : 'depends on the model'
    return `${channel}: ${words}, ${percent(lowest.share)} (${lowest.model}) to ${percent(highest.share)} (${highest.model})`
  })
  return [...lines, ...verdicts].join('\n').trimEnd()
}

export const command: Command = {
  name: 'attribution',
  summary: 'say which channels get credit for the conversions of a file of paths',
  usage: `./regelkreis attribution --paths FILE --model M[,M...] [options]

Reads a CSV of paths in UTF-8 (.gz as well): path,total_conversions,total_conversion_value,total_null[,ages_s], with ","
or ";". A path is channels between ">", oldest first; ages_s are the seconds from each touch to the conversion. Needs no
database. Values are as in the file; nothing is rounded.
  --model M         ${MODEL_NAMES.slice(0, 9).join(', ')},
                    time_decay, markov, markov_share, shapley, markov_shapley, influenced; with numbers of your own:
                    position_based:30/40/30, time_decay:30 (days), markov:2 (order). Several with "," or again --model
  --order K         order of the Markov models, 1 to ${ORDER_MAX}, or auto: the one that foretells journeys best
  --intervals       95 % intervals, the verdict "not enough data", and how far the models agree
  --replicates N    of the bootstrap behind them (default ${REPLICATES_DEFAULT}); --seed N (default 1)
  --lookback DAYS   leave out touches older than that (needs ages_s), or unlimited (default)
  --direct NAME     what direct visits are called (default: direct, direkt, (direct), (direct) / (none))
  --without-nulls   leave out journeys without a conversion in Markov models
  --json            print { "models": [{ "model", "order"?, "rows", "unattributed", "total" }], "robustness"? }`,
  async run(args: string[], { out }: CommandContext) {
    const wish = parseWish(args)
    const answer = await (wish.bootstrap || wish.isOrderChosen ? fromTable(wish) : streamed(wish))
    out(wish.isJson ? JSON.stringify(answer) : asText(answer))
    return undefined
  },
}
