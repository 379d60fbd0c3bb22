import assert from 'node:assert/strict'
import { test } from 'node:test'
import { creditsOf, modelsOf } from '../../../test/helpers/attribution-paths.ts'
import {
  assertClose,
  type Credits,
  pathFile,
  referenceJson,
  withPathFiles,
} from '../../../test/helpers/attribution-reference.ts'
import { channelIndex } from '../channel-index.ts'
import { pathReader } from '../path-reader.ts'
import { addPath, emptyStatistics } from '../statistics.ts'
import { readPathFile } from './path-file.ts'

async function creditsOfFile(folder: string, name: string, ...words: string[]) {
  const channels = channelIndex()
  const statistics = emptyStatistics(modelsOf(...words), { channels })
  const isDirect = (channel: number) => channels.names[channel] === '(direct) / (none)'
  let rows = 0
  const reader = pathReader(channels, isDirect, (path) => {
    rows += 1
    addPath(statistics, path)
  })
  await readPathFile(pathFile(folder, name), reader)
  return { credits: creditsOf(statistics), statistics, rows }
}

const GA = 'attribution_paths_ga_mcf'
const CHANNELS = 'attribution_paths_channelattribution'

test('Google Analytics export: rules of the reference, real labels', withPathFiles, async () => {
  type Reference = {
    rows: number
    conversions: number
    distinct_touchpoints: number
    attribution_conversions: Record<string, Record<string, number>>
  }
  const reference = referenceJson<Reference>(GA)
  const names = {
    first: 'first',
    last: 'last',
    last_non_direct: 'last_non_direct',
    linear: 'linear',
    position_40_20_40: 'position_based',
  }
  const known = Object.keys(reference.attribution_conversions)
  const words = known.map((theirs) => names[theirs as keyof typeof names])
  const { credits, statistics, rows } = await creditsOfFile(
    GA,
    'channel_attribution_example.csv',
    ...words,
  )
  assert.equal(rows, reference.rows)
  assert.equal(statistics.total.conversions, reference.conversions)
  assert.equal(statistics.channels.names.length, reference.distinct_touchpoints)
  for (const [place, theirs] of known.entries()) {
    const wanted = reference.attribution_conversions[theirs] ?? {}
    for (const [name, { conversions }] of Object.entries(credits[place]?.credits ?? {})) {
      // the reference has six places and leaves zeros out
      assert(
        Math.abs(conversions - (wanted[name] ?? 0)) <= 5.1e-7,
        `${theirs} ${name}: ${conversions}`,
      )
    }
  }
})

test(
  'ChannelAttribution sample: rules, and Markov with value by conversion share',
  withPathFiles,
  async () => {
    type Reference = {
      conversions: number
      attribution: Record<string, Credits>
      markov_first_order: {
        p_conversion: number
        removal_effect: Record<string, number>
        attributed: Credits
      }
    }
    const reference = referenceJson<Reference>(CHANNELS)
    const names = {
      first: 'first',
      last: 'last',
      linear: 'linear',
      position_40_20_40: 'position_based',
    }
    const known = Object.keys(reference.attribution)
    const words = known.map((theirs) => names[theirs as keyof typeof names])
    const { credits, statistics } = await creditsOfFile(
      CHANNELS,
      'Data.csv',
      ...words,
      'markov_share',
      'markov',
    )
    assert.equal(statistics.total.conversions, reference.conversions)
    const assertSixPlaces = (actual: Credits | undefined, wanted: Credits, what: string) => {
      for (const [name, { conversions, value }] of Object.entries(wanted)) {
        assert(
          Math.abs((actual?.[name]?.conversions ?? -1) - conversions) <= 5.1e-7,
          `${what} ${name}`,
        )
        assert(Math.abs((actual?.[name]?.value ?? -1) - value) <= 5.1e-7, `${what} ${name} value`)
      }
    }
    for (const [place, theirs] of known.entries()) {
      assertSixPlaces(credits[place]?.credits, reference.attribution[theirs] ?? {}, theirs)
    }
    const [share, removal] = credits.slice(known.length)
    const { removal_effect, attributed } = reference.markov_first_order
    assertSixPlaces(share?.credits, attributed, 'Markov by share')
    for (const [name, effect] of Object.entries(removal_effect)) {
      assert(Math.abs((share?.removalEffect[name] ?? -1) - effect) <= 5.1e-7, name)
    }
    // the other definition, never mixed: 18,799 against 20,208 (reference README)
    assertClose(removal?.credits.alpha?.value ?? -1, 18_799, 3e-5, 'alpha by removal')
    assertClose(share?.credits.alpha?.value ?? -1, 20_208, 3e-5, 'alpha by share')
  },
)
