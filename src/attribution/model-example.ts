import { channelIndex } from './channel-index.ts'
import type { MilestoneTouches } from './milestones.ts'
import { parseModel } from './models.ts'
import { weigh } from './rule-models.ts'
import { solve } from './solve.ts'
import { addPath, type CountedPath, emptyStatistics } from './statistics.ts'
import { DIRECT } from './stored-journey.ts'
import { isChain, ruleOf } from './sum-models.ts'

const DAY = 86_400

export type ExampleTouch = {
  readonly channel: string
  /** Days before the close. */
  readonly days: number
  readonly milestones: readonly ('first' | 'lead' | 'opportunity' | 'close')[]
}

/**
 * One journey of four touches that shows what models do differently: a channel twice, a direct visit at the end, a
 * lead at the second touch, and an opportunity after the last one.
 */
export const EXAMPLE: readonly ExampleTouch[] = [
  { channel: 'trade_fair', days: 28, milestones: ['first'] },
  { channel: 'email', days: 14, milestones: ['lead'] },
  { channel: 'email', days: 7, milestones: [] },
  { channel: DIRECT, days: 0, milestones: ['opportunity', 'close'] },
]

/** Journeys without a deal, from which chains learn besides: all that is won is the example. */
export const EXAMPLE_LOST: readonly (readonly string[])[] = [
  ['email', DIRECT],
  [DIRECT],
  ['trade_fair', 'email'],
]

/** The share of each touch of the example by a model, from 0 to 1; for influence each is 1. Null for no model. */
export function exampleShares(word: string): number[] | null {
  const model = parseModel(word)
  if (!model) return null
  if (model.kind === 'influenced') return EXAMPLE.map(() => 1)
  if (!isChain(model)) return weigh(ruleOf(model), examplePath())
  const channels = channelIndex()
  const statistics = emptyStatistics([model], { channels })
  addPath(statistics, { ...examplePath(channels), conversions: 1, value: 1, nulls: 0 })
  for (const lost of EXAMPLE_LOST) {
    addPath(statistics, {
      ...pathOf(lost, channels),
      conversions: 0,
      value: 0,
      nulls: 1,
    } satisfies CountedPath)
  }
  const [solution] = solve(statistics)
  return EXAMPLE.map(({ channel }) => {
    const touches = EXAMPLE.filter((touch) => touch.channel === channel).length
    return (solution?.conversions[channels.numberOf(channel)] ?? 0) / touches
  })
}

const placesOf = (name: ExampleTouch['milestones'][number]): number[] =>
  EXAMPLE.flatMap(({ milestones }, place) => (milestones.includes(name) ? [place] : []))

const MILESTONES: MilestoneTouches = {
  first: placesOf('first'),
  lead: placesOf('lead'),
  opportunity: placesOf('opportunity'),
  close: placesOf('close'),
}

function pathOf(names: readonly string[], channels = channelIndex()) {
  const direct = channels.numberOf(DIRECT)
  return {
    length: names.length,
    channels: names.map((name) => channels.numberOf(name)),
    ages: null,
    milestones: null,
    isDirect: (channel: number) => channel === direct,
  }
}

const examplePath = (channels = channelIndex()) => ({
  ...pathOf(
    EXAMPLE.map(({ channel }) => channel),
    channels,
  ),
  ages: EXAMPLE.map(({ days }) => days * DAY),
  milestones: MILESTONES,
})
