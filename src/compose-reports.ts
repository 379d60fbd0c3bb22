import { sql } from 'kysely'
import { ASSOCIATION, modelText } from '#attribution/model-texts.ts'
import { readDecisionsOf } from '#decisions/io/log.ts'
import { largestMovers, type Mover, toldDrivers, withInputsBefore } from '#decisions/movers.ts'
import type { Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { readCockpit } from '#kpis/io/cockpit.ts'
import type { Credits } from '#kpis/io/credits.ts'
import { readKpis } from '#kpis/io/figures.ts'
import { inOneSnapshot, type Reading } from '#kpis/io/reading.ts'
import { countBehind } from '#kpis/io/records.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { readTargets } from '#planning/io/targets.ts'
import type { Db } from '#platform/records/binding.ts'
import { decisionFacts } from '#reports/decision-facts.ts'
import type { MoverFacts } from '#reports/facts.ts'
import { roiFacts } from '#reports/roi-facts.ts'
import type { ReportSources, ReportState } from '#reports/sources.ts'
import { readRoi } from '#roi/io/read.ts'
import { RoiQuery } from '#roi/query.ts'
import { composeCredits, composeRoi, type Domain } from './compose.ts'

type Values = Readonly<Record<string, unknown>>

const MOVERS_SHOWN = 6

/**
 * Reports ask every domain that has something to say about a period; server and command line ask the same. Settings and
 * the instant are taken once, the records are those of one snapshot.
 */
export const composeReportSources = (
  db: Db,
  current: () => Promise<Values>,
  { now, address }: { readonly now: () => Date; readonly address: string | null },
): ReportSources => ({
  inOneState: async (read) => {
    const values = await current()
    const instant = now()
    const settings = KpiSettings.parse(values)
    const credits = composeCredits(
      async () => values,
      () => instant,
    )
    return inOneSnapshot(db, { settings, credits }, (reading) =>
      read(stateOf(reading, { values, settings, credits, now: instant, address })),
    )
  },
})

type Moment = {
  readonly values: Values
  readonly settings: KpiSettings
  readonly credits: Credits
  readonly now: Date
  readonly address: string | null
}

function stateOf(
  reading: Reading<unknown>,
  { values, settings, credits, now, address }: Moment,
): ReportState {
  const { db } = reading
  const targets = (days: Period) => readTargets(db, days)
  const context = { settings, now, targets, credits, within: reading }
  const query = ({ from, until }: Period) => KpiQuery.parse({ from, until })
  const figures = async (period: Period) => (await readKpis(db, query(period), context)).kpis
  return {
    now,
    companyName: String(values.company_name ?? ''),
    address,
    settings,
    cockpit: (period) => readCockpit(db, { query: query(period), funnelView: 'cohort' }, context),
    figures,
    split: async (period, by) => (await readKpis(db, { ...query(period), by }, context)).by ?? [],
    describeModel: (model) => {
      const text = modelText(model)
      return text ? [text.how, text.sentence, ...(text.note ? [text.note] : []), ASSOCIATION] : []
    },
    roi: async ({ from, until }) => {
      const records = { db } as Domain['records']
      const domain = { records, settings: { current: async () => values } as Domain['settings'] }
      const parts = composeRoi(domain, () => now, reading)
      return roiFacts(await readRoi(parts, RoiQuery.parse({ from, until })))
    },
    decisions: async (period) => {
      const today = dayOf(now.getTime(), settings.time_zone)
      return decisionFacts(await readDecisionsOf(db, period, settings.currency, today))
    },
    movers: ({ blocks, currency, period, before }, figuresBefore) => {
      // Changes of the measuring have a table of their own.
      const shown = blocks.flatMap(({ kpis }) =>
        kpis.filter(({ primary, id }) => primary && id !== 'tracking_changes'),
      )
      const compared = withInputsBefore(shown, figuresBefore)
      const movers = largestMovers(compared, { currency, limit: MOVERS_SHOWN })
      return withRecords(movers, reading, { periods: [before, period], settings })
    },
    apart: async (ask) => {
      await sql`savepoint part`.execute(db)
      try {
        const answer = await ask()
        await sql`release savepoint part`.execute(db)
        return answer
      } catch (error) {
        await sql`rollback to savepoint part`.execute(db)
        throw error
      }
    },
  }
}

/** Movers with how many records stand behind the numbers that are told of them, before and now. */
async function withRecords(
  movers: readonly Mover[],
  reading: Reading<unknown>,
  {
    periods,
    settings,
  }: { readonly periods: readonly [Period, Period]; readonly settings: KpiSettings },
): Promise<MoverFacts[]> {
  const [before] = periods
  const facts = movers.flatMap(({ drivers }) => toldDrivers(drivers).map(({ fact }) => fact))
  const scope = { periods, filters: KpiQuery.parse(before), settings }
  const counts = await countBehind(reading, facts, scope)
  return movers.map((mover) => ({
    ...mover,
    drivers: mover.drivers.map((driver) => {
      const [was, is] = counts.get(driver.fact) ?? []
      const records = was === undefined || is === undefined ? null : { before: was, now: is }
      return { ...driver, records }
    }),
  }))
}
