import type { Range, ShareRanges } from './bootstrap.ts'
import type { Model } from './models.ts'
import type { Solution } from './solve.ts'
import { orderOf, type Statistics, type Totals } from './statistics.ts'
import { type Disagreement, disagreement, isEnough } from './verdict.ts'

export type AnswerRow = {
  readonly channel: string
  readonly conversions: number
  readonly value: number
  /** Of Markov models: the share that would be lost without the channel. */
  readonly removalEffect?: number
  /** Of sampled models. */
  readonly standardError?: number
  /** 95 %, in the units of the row. */
  readonly interval?: { readonly conversions: Range; readonly value: Range }
  /** False: too few cases or too wide an interval to go by. */
  readonly enough?: boolean
}

export type ModelAnswer = {
  readonly model: string
  readonly order?: number
  /** False for influence: rows count a conversion several times and must not be summed. */
  readonly additive?: false
  readonly rows: readonly AnswerRow[]
  readonly unattributed: Totals
  readonly total: Totals
}

export type Robustness = { readonly channel: string } & Disagreement

export type Answer = {
  readonly models: readonly ModelAnswer[]
  readonly robustness?: readonly Robustness[]
}

const scaled = ([low, high]: Range, total: number): Range => [low * total, high * total]

/** Channels by code unit: an order that does not hang on that of the rows read. */
function channelOrder({ channels }: Statistics): number[] {
  const { names } = channels
  return names
    .map((_, channel) => channel)
    .sort((a, b) => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1))
}

/**
 * What people and programs are told. `words` are the names of the models, in their order; `ranges` the
 * intervals, where they were asked for: with them comes the verdict, and with several models their disagreement.
 */
export function answerOf(
  statistics: Statistics,
  solutions: readonly Solution[],
  words: readonly string[],
  ranges: readonly ShareRanges[] | null,
): Answer {
  const models = statistics.models.map((model, place): ModelAnswer => {
    const order = orderOf(model)
    return {
      model: words[place] ?? model.kind,
      ...(order !== null && { order }),
      ...(model.kind === 'influenced' && { additive: false as const }),
      rows: rowsOf(statistics, solutions[place], ranges?.[place] ?? null),
      unattributed: { ...(statistics.unattributed[place] ?? { conversions: 0, value: 0 }) },
      total: { ...statistics.total },
    }
  })
  const robustness = ranges && robustnessOf(statistics, solutions, words, ranges)
  return { models, ...(robustness && { robustness }) }
}

function rowsOf(
  statistics: Statistics,
  solution: Solution | undefined,
  ranges: ShareRanges | null,
): AnswerRow[] {
  const { total, cases, channels } = statistics
  return channelOrder(statistics).map((channel) => {
    const conversions = solution?.conversions[channel] ?? 0
    const removalEffect = solution?.removalEffect?.[channel]
    const standardError = solution?.standardError?.[channel]
    const range = ranges?.conversions[channel]
    const valueRange = ranges?.value[channel]
    return {
      channel: channels.names[channel] ?? '',
      conversions,
      value: solution?.value[channel] ?? 0,
      ...(removalEffect !== undefined && { removalEffect }),
      ...(standardError !== undefined && { standardError }),
      ...(range &&
        valueRange && {
          interval: {
            conversions: scaled(range, total.conversions),
            value: scaled(valueRange, total.value),
          },
          enough: isEnough(cases[channel] ?? 0, conversions / (total.conversions || 1), range),
        }),
    }
  })
}

const isAdditive = (model: Model | undefined): boolean =>
  model !== undefined && model.kind !== 'influenced'

function robustnessOf(
  statistics: Statistics,
  solutions: readonly Solution[],
  words: readonly string[],
  ranges: readonly ShareRanges[],
): Robustness[] | null {
  const { conversions } = statistics.total
  const models = solutions.flatMap((solution, place) => {
    if (!isAdditive(statistics.models[place])) return []
    const shares = solution.conversions.map((part) => (conversions === 0 ? 0 : part / conversions))
    return [{ model: words[place] ?? '', shares, ranges: ranges[place]?.conversions ?? [] }]
  })
  if (models.length < 2) return null
  return channelOrder(statistics).flatMap((channel) => {
    const found = disagreement(models, channel)
    return found ? [{ channel: statistics.channels.names[channel] ?? '', ...found }] : []
  })
}
