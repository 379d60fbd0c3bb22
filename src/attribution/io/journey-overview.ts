import type { Kysely } from 'kysely'
import { type JourneyOverview, overviewOf } from '../journey-overview.ts'
import type { AttributionQuery } from '../query.ts'
import type { Amount } from '../tally.ts'
import { withAnswer } from './answers.ts'
import {
  type CaseJourney,
  readCaseJourneys,
  readJourneysOf,
  readSortedCases,
} from './case-journeys.ts'
import { listed, type NamedCase, type Page, pageOf, readIdsByName, withNames } from './case-list.ts'
import type { AttributionContext } from './read.ts'
import { type RefreshContext, withFreshJourneys } from './refresh.ts'

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
  const question = {
    key: ['paths', query],
    again: (later: RefreshContext) => readPaths(db, query, { ...context, ...later }),
  }
  return withAnswer(db, context, question, async (tx) => {
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

type Listed = AttributionQuery & {
  readonly limit: number
  readonly cursor?: string | undefined
  /** Part of the name of the opportunity, the lead or the account. */
  readonly q?: string | undefined
}

/** The conversions of a period one by one, latest first; journeys only of those on the page. */
export function readJourneyList<DB>(
  db: Kysely<DB>,
  query: Listed,
  context: AttributionContext,
): Promise<Page<NamedCase>> {
  return withFreshJourneys(db, context, async (tx) => {
    const cases = await readSortedCases(tx, query, context)
    const q = query.q?.trim() ?? ''
    const ids = q === '' ? null : await readIdsByName(tx, query.conversion, q)
    const page = pageOf(ids ? cases.filter(({ id }) => ids.has(id)) : cases, query)
    const journeys = await readJourneysOf(tx, page.items, query, context)
    return withNames(tx, query.conversion, { ...page, items: journeys.map(listed) })
  })
}
