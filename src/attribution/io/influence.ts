import { type Kysely, sql } from 'kysely'
import { firstOfMonth, type IsoDate } from '#kernel/period.ts'
import { startOfDay } from '#kernel/zone.ts'
import { type Influence, influenceOf } from '../influence.ts'
import type { AttributionQuery } from '../query.ts'
import { type CaseJourney, readCaseJourneys } from './case-journeys.ts'
import { type CasePage, readCasePage } from './case-list.ts'
import type { AttributionContext } from './read.ts'
import { withFreshJourneys } from './refresh.ts'

export type InfluenceAnswer = Omit<Influence, 'parts' | 'touched'> & {
  /** Calendar months of the period; the first and the last as far as they lie in it. */
  readonly months: readonly ({ readonly month: IsoDate } & Influence['parts'][number])[]
  /** The conversions that were touched, latest first. */
  readonly deals: CasePage
}

type Wanted = AttributionQuery & {
  /** None: the channels of the group social. */
  readonly channels: readonly string[]
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Which conversions of a period the chosen channels touched: right for this very state of the records. */
export function readInfluence<DB>(
  db: Kysely<DB>,
  query: Wanted,
  context: AttributionContext,
): Promise<InfluenceAnswer> {
  const months = monthsOf(query)
  const { timeZone } = context.settings
  const starts = months.map((month) => startOfDay(month, timeZone))
  return withFreshJourneys(db, context, async (tx) => {
    const chosen = query.channels.length > 0 ? query.channels : await readSocialChannels(tx)
    const journeys = await readCaseJourneys(tx, query, context)
    const { parts, touched, ...influence } = influenceOf(
      journeys.map(({ channels, value, at }) => ({
        ...{ channels, value },
        part: starts.findLastIndex((start) => start <= at.getTime()),
      })),
      chosen,
      months.length,
    )
    const deals = touched.flatMap((place): CaseJourney[] => {
      const journey = journeys[place]
      return journey ? [journey] : []
    })
    return {
      ...influence,
      months: parts.map((part, place) => ({ month: months[place] ?? query.from, ...part })),
      deals: await readCasePage(tx, deals, query),
    }
  })
}

/** The first days of the calendar months that lie in a period, ascending. */
function monthsOf({ from, until }: { readonly from: IsoDate; readonly until: IsoDate }): IsoDate[] {
  const months: IsoDate[] = []
  for (let month = firstOfMonth(from); month < until; month = firstOfMonth(month, 1)) {
    months.push(month)
  }
  return months
}

async function readSocialChannels<DB>(tx: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tracking.channel where channel_group = 'social' order by id`.execute(tx)
  return rows.map(({ id }) => id)
}
