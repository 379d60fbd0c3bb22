import { channelIndex } from '../../src/attribution/channel-index.ts'
import { type Model, parseModel } from '../../src/attribution/models.ts'
import { type SolveOptions, solve } from '../../src/attribution/solve.ts'
import { addPath, emptyStatistics, type Statistics } from '../../src/attribution/statistics.ts'
import type { Credits, Row } from './attribution-reference.ts'

const isDirect = (names: readonly string[]) => (channel: number) => names[channel] === 'Direct'

/** Words of models, or what they stand for. */
export function modelsOf(...words: string[]): Model[] {
  return words.map((word) => {
    const model = parseModel(word)
    if (!model) throw new Error(`no model ${word}`)
    return model
  })
}

/** A counted path from a row of text. */
export function pathOf(statistics: Statistics, row: Row) {
  const { names, numberOf } = statistics.channels
  const touches = row.path.split('>').map((token) => token.trim())
  const channels = touches.filter((token) => token !== '').map(numberOf)
  return {
    channels,
    length: channels.length,
    ages: null,
    milestones: null,
    isDirect: isDirect(names),
    conversions: row.total_conversions,
    value: row.total_conversion_value,
    nulls: row.total_null,
  }
}

export function statisticsOf(
  rows: readonly Row[],
  models: readonly Model[],
  withNulls = true,
  channels: readonly string[] = [],
): Statistics {
  const statistics = emptyStatistics(models, { withNulls, channels: channelIndex(channels) })
  for (const row of rows) addPath(statistics, pathOf(statistics, row))
  return statistics
}

/** What each model gives, by name of the channel, in the order of the models. */
export function creditsOf(statistics: Statistics, options: SolveOptions = {}) {
  return solve(statistics, options).map((solution) => {
    const named = (of: Float64Array | null) =>
      Object.fromEntries(statistics.channels.names.map((name, index) => [name, of?.[index] ?? 0]))
    const credits: Credits = Object.fromEntries(
      statistics.channels.names.map((name, index) => [
        name,
        { conversions: solution.conversions[index] ?? 0, value: solution.value[index] ?? 0 },
      ]),
    )
    return { credits, removalEffect: named(solution.removalEffect) }
  })
}
