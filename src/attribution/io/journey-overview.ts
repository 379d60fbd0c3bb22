import type { Kysely } from 'kysely'
import { type JourneyOverview, overviewOf } from '../journey-overview.ts'
import type { AttributionQuery } from '../query.ts'
import type { Amount } from '../tally.ts'
import { type CaseJourney, readCaseJourneys } from './case-journeys.ts'
import { type CasePage, readCasePage } from './case-list.ts'
import type { AttributionContext } from './read.ts'
import { withFreshJourneys } from './refresh.ts'

/** Of every conversion in the answer: the most different channels that the flow names. */
const FLOW_CHANNELS = 9

export type PathsAnswer = JourneyOverview & {
  /** Conversions without a touch: they are in no other part of the answer. */
  readonly unattributed: Amount
}

/** How the conversions of a period came about: right for this very state of the records. */
export function readPaths<DB>(
  db: Kysely<DB>,
  query: AttributionQuery & { readonly limit: number },
  context: AttributionContext,
): Promise<PathsAnswer> {
  return withFreshJourneys(db, context, async (tx) => {
    const journeys = await readCaseJourneys(tx, query, context)
    const without = journeys.filter(({ channels }) => channels.length === 0)
    return {
      ...overviewOf(touchedOf(journeys), { paths: query.limit, channels: FLOW_CHANNELS }),
      unattributed: {
        conversions: without.length,
        value: without.reduce((sum, { value }) => sum + value, 0),
      },
    }
  })
}

const touchedOf = (journeys: readonly CaseJourney[]) =>
  journeys.filter(({ channels }) => channels.length > 0)

/** The conversions of a period one by one, latest first. */
export function readJourneyList<DB>(
  db: Kysely<DB>,
  query: AttributionQuery & { limit: number; cursor?: string | undefined; q?: string | undefined },
  context: AttributionContext,
): Promise<CasePage> {
  return withFreshJourneys(db, context, async (tx) =>
    readCasePage(tx, await readCaseJourneys(tx, query, context), query),
  )
}
