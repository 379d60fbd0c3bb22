import { type Kysely, sql } from 'kysely'
import { firstOfMonth, type IsoDate } from '#kernel/period.ts'
import { startOfDay } from '#kernel/zone.ts'
import { type Influence, influenceOf } from '../influence.ts'
import type { AttributionQuery } from '../query.ts'
import { withAnswer } from './answers.ts'
import { readCaseJourneys } from './case-journeys.ts'
import {
  type ListedCase,
  listed,
  type NamedCase,
  type Page,
  pageOf,
  withNames,
} from './case-list.ts'
import type { AttributionContext } from './read.ts'
import type { RefreshContext } from './refresh.ts'

export type InfluenceAnswer = Omit<Influence, 'parts' | 'touched'> & {
  /** Calendar months of the period; the first and the last as far as they lie in it. */
  readonly months: readonly ({ readonly month: IsoDate } & Influence['parts'][number])[]
  /** The conversions that were touched, latest first. */
  readonly deals: Page<NamedCase>
}

type Wanted = AttributionQuery & {
  /** None: the channels of the group social. */
  readonly channels: readonly string[]
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Which conversions of a period the chosen channels touched: right for this very state of the records. */
export async function readInfluence<DB>(
  db: Kysely<DB>,
  query: Wanted,
  context: AttributionContext,
): Promise<InfluenceAnswer> {
  const channels = query.channels.length > 0 ? query.channels : await readSocialChannels(db)
  const { deals, ...influence } = await unnamed(db, { ...query, channels }, context)
  return { ...influence, deals: await withNames(db, query.conversion, deals) }
}

type Unnamed = Omit<InfluenceAnswer, 'deals'> & { readonly deals: Page<ListedCase> }

function unnamed<DB>(db: Kysely<DB>, query: Wanted, context: AttributionContext): Promise<Unnamed> {
  const months = monthsOf(query)
  const { timeZone } = context.settings
  const starts = months.map((month) => startOfDay(month, timeZone))
  const question = {
    key: ['influence', query],
    again: (later: RefreshContext) => unnamed(db, query, { ...context, ...later }),
  }
  return withAnswer(db, context, question, async (tx) => {
    const journeys = await readCaseJourneys(tx, query, context)
    const { parts, touched, ...influence } = influenceOf(
      journeys.map(({ channels, value, at }) => ({
        ...{ channels, value },
        part: starts.findLastIndex((start) => start <= at.getTime()),
      })),
      query.channels,
      months.length,
    )
    const page = pageOf(
      touched.flatMap((place) => journeys[place] ?? []),
      query,
    )
    return {
      ...influence,
      months: parts.map((part, place) => ({ month: months[place] ?? query.from, ...part })),
      deals: { ...page, items: page.items.map(listed) },
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

async function readSocialChannels<DB>(db: Kysely<DB>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tracking.channel where channel_group = 'social' order by id`.execute(db)
  return rows.map(({ id }) => id)
}
