import { type Kysely, sql } from 'kysely'
import { type Period, periodBefore, yearBefore } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import type { Resampled } from '../bootstrap.ts'
import { CHANNEL_FACTS, channelTable, type NamedChannel } from '../channel-table.ts'
import { cockpitBlocks, type Moment } from '../cockpit-blocks.ts'
import { emptyCostKinds, evaluate, type Scope } from '../evaluate.ts'
import { funnelPanel } from '../funnel-panel.ts'
import { channelSentence, funnelSentence, velocitySentence } from '../panel-sentences.ts'
import { activeFilters, type KpiQuery, periodOf, type View } from '../query.ts'
import { kpiById } from '../registry.ts'
import { periodName } from '../sentence.ts'
import type { KpiSettings } from '../settings.ts'
import { trustWarning } from '../trust-warning.ts'
import { velocityPanel } from '../velocity-panel.ts'
import { readAmounts } from './amounts.ts'
import { readConversionTimes } from './conversion-times.ts'
import { modelOf, withModel } from './credits.ts'
import { trendMonths } from './explain.ts'
import { type Gathered, gather, knownOf, total } from './gather.ts'
import { inOneSnapshot, type Reading } from './reading.ts'
import { type TargetContext, targetsFor } from './targets.ts'
import { readTrustPanel } from './trust-panel.ts'

type Context = TargetContext

async function readChannels<DB>(db: Kysely<DB>): Promise<NamedChannel[]> {
  const { rows } = await sql<{ id: string; de: string; en: string; group: string }>`
    select id, name_de as de, name_en as en, channel_group as group from tracking.channel
  `.execute(db)
  return rows.map(({ id, de, en, group }) => ({ id, name: { de, en }, group }))
}

/** Each period once, whatever asks for it, and the place of each in the list. */
export function distinctPeriods(periods: readonly Period[]): {
  readonly list: readonly Period[]
  readonly indexOf: (period: Period) => number
} {
  const key = ({ from, until }: Period) => `${from} ${until}`
  const list = [...new Map(periods.map((period) => [key(period), period])).values()]
  const places = new Map(list.map((period, index) => [key(period), index]))
  return { list, indexOf: (period) => places.get(key(period)) ?? -1 }
}

/** The facts of a period with what a figure of it must know. */
export function momentOf(
  period: Period,
  gathered: Gathered | undefined,
  view: View,
  settings: KpiSettings,
  resampled?: Resampled,
): Moment {
  const scope: Scope = {
    view,
    settings,
    ...knownOf(gathered),
    ...(resampled && { resampled }),
  }
  return { period, facts: total(gathered), scope }
}

/** Current period, period before, year before and 13 months, read in one pass. */
async function readMoments<DB>(reading: Reading<DB>, query: KpiQuery, settings: KpiSettings) {
  const current = periodOf(query)
  const three = [current, periodBefore(current), yearBefore(current)]
  const months = trendMonths(current)
  const { list, indexOf } = distinctPeriods([...three, ...months])
  const gathered = await gather(reading, { periods: list, filters: query, settings })
  const at = (period: Period) => gathered[indexOf(period)]
  const counts = three.map((period) => total(at(period)).won_with_amount ?? 0)
  const samples = await readAmounts(reading, { periods: three, counts, filters: query, settings })
  const [now, before, yearAgo] = three.map((period, index) =>
    momentOf(period, at(period), query.view, settings, samples[index]),
  )
  const trend = months.map((period) => momentOf(period, at(period), query.view, settings))
  return { now, before, yearAgo, trend, months }
}

const shareOf = ({ facts, scope }: Moment): number | null => {
  const kpi = kpiById('attributable_lead_share')
  return kpi ? evaluate(kpi, facts, scope).value : null
}

export type CockpitQuery = { readonly query: KpiQuery; readonly funnelView: View }

/** The five blocks and the four panels of a period, all of one moment. */
export async function readCockpit<DB>(db: Kysely<DB>, asked: CockpitQuery, given: Context) {
  const context = withModel(asked.query, given)
  const targets = await targetsFor(asked.query, context)
  const { blocks, ...cockpit } = await inOneSnapshot(db, context, (reading) =>
    readPanels(reading, asked, context),
  )
  return { ...cockpit, blocks: targets.blocks(blocks) }
}

async function readPanels<DB>(
  reading: Reading<DB>,
  { query, funnelView }: CockpitQuery,
  context: Context,
) {
  const { settings, now: instant } = context
  const period = periodOf(query)
  const today = dayOf(instant.getTime(), settings.time_zone)
  const channels = await readChannels(reading.db)
  const trustScope = { period, filters: query, settings }
  const [moments, byChannel, times, trust] = await Promise.all([
    readMoments(reading, query, settings),
    gather(reading, {
      periods: [period],
      filters: query,
      by: 'channel',
      settings,
      only: CHANNEL_FACTS,
    }),
    readConversionTimes(reading, { ...trustScope, now: instant }, today),
    readTrustPanel(reading, trustScope, trendMonths(period), channels),
  ])
  const { now, before, yearAgo, trend, months } = moments
  if (!now || !before || !yearAgo) throw new Error('cockpit: three periods were asked for')
  const current: Moment = { ...now, scope: { ...now.scope, ...times } }
  const warning = trustWarning(shareOf(now), shareOf(before), settings)
  const funnel = funnelPanel(now.facts, { ...current.scope, view: funnelView })
  const table = channelTable(byChannel[0]?.byKey ?? new Map(), now.facts, channels, {
    view: query.view,
    settings,
    ...knownOf(byChannel[0]),
  })
  const velocity = velocityPanel(settings.velocity_base, now.facts)
  const empty = emptyCostKinds(now.facts)
  const blocks = cockpitBlocks({
    current,
    before,
    yearBefore: yearAgo,
    months: trend,
    currency: settings.currency,
  })
  const trustBlock = blocks.find((block) => block.id === 'trust')
  return {
    period,
    before: before.period,
    yearBefore: yearAgo.period,
    periodName: { de: periodName(period, 'de'), en: periodName(period, 'en') },
    view: query.view,
    filters: activeFilters(query),
    currency: settings.currency,
    timeZone: settings.time_zone,
    attribution: modelOf(context),
    channelCost: settings.channel_cost,
    costCompleteness: { empty, complete: empty.length === 0 },
    blocks,
    months,
    funnel: { ...funnel, sentence: funnelSentence(funnel) },
    channels: { ...table, warning, sentence: channelSentence(table, settings.currency) },
    velocity: { ...velocity, sentence: velocitySentence(velocity, settings.currency) },
    trust: { ...trust, warning, sentence: trustBlock?.sentence ?? { de: '', en: '' } },
  }
}
