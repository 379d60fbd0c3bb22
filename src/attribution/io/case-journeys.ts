import type { Kysely } from 'kysely'
import { Turns } from '#platform/turns.ts'
import type { Model } from '../models.ts'
import { type AttributionQuery, cutRulesOf, rulesOf, wantedValue } from '../query.ts'
import { type CutJourney, cutJourney } from '../stored-journey.ts'
import { reasonOf } from '../sum-models.ts'
import type { Reason } from '../unattributed.ts'
import { type Case, readCases } from './conversions.ts'
import { journeyOf } from './journey-row.ts'
import { type AttributionContext, readJourneys } from './read.ts'

/** A conversion of the period with the touches that count for it, oldest first. */
export type CaseJourney = {
  readonly id: string
  readonly at: Date
  /** Cents, or 1 where conversions are only counted; an unknown value is 0. */
  readonly value: number
  readonly channels: readonly string[]
  /** Seconds from each touch to the conversion. */
  readonly ages: readonly number[]
  /** Why there are no touches; null where there are. */
  readonly reason: Reason | null
}

const CHUNK = 5_000

/** Every conversion that a query chooses, latest first. Only inside `withFreshJourneys`. */
export async function readSortedCases<DB>(
  tx: Kysely<DB>,
  query: AttributionQuery,
  context: AttributionContext,
): Promise<Case[]> {
  const cases = await readCases(tx, query, wantedValue(query), {
    ...context,
    now: context.now(),
    withLost: false,
  })
  return cases.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
}

/** What `tell` says of conversions and their journeys, in their order: O(touches). */
async function journeysOf<DB, Told>(
  tx: Kysely<DB>,
  cases: readonly Case[],
  { query, context }: { readonly query: AttributionQuery; readonly context: AttributionContext },
  tell: (journey: CutJourney, one: { id: string; at: Date; value: number }) => Told,
): Promise<Told[]> {
  const isCounted = wantedValue(query) === 'count'
  const { scope } = rulesOf(query, context.settings)
  const rules = cutRulesOf(query, context.settings)
  const found: Told[] = []
  const turns = new Turns()
  for (let start = 0; start < cases.length; start += CHUNK) {
    const part = cases.slice(start, start + CHUNK)
    const rows = await readJourneys(tx, { ...query, by: 'channel' }, part, scope, context)
    for (const { id, at, value } of part) {
      if (turns.isOver()) await turns.pass()
      const row = rows.get(id)
      if (!row) continue
      const journey = cutJourney(journeyOf(row), at.getTime(), rules)
      found.push(tell(journey, { id, at, value: isCounted ? 1 : (value ?? 0) }))
    }
  }
  return found
}

/** The journeys of conversions, in their order: O(touches). */
export const readJourneysOf = <DB>(
  tx: Kysely<DB>,
  cases: readonly Case[],
  query: AttributionQuery,
  context: AttributionContext,
): Promise<CaseJourney[]> =>
  journeysOf(tx, cases, { query, context }, ({ channels, ages, reason }, one) => ({
    ...one,
    ...{ channels, ages, reason },
  }))

export type UnattributedCase = {
  readonly id: string
  readonly at: Date
  /** Cents, or 1 where conversions are only counted; an unknown value is 0. */
  readonly value: number
  readonly reason: Reason
}

/** Every conversion of a query that `model` gives to nobody, latest first. */
export async function readUnattributedCases<DB>(
  tx: Kysely<DB>,
  query: AttributionQuery,
  model: Model,
  context: AttributionContext,
): Promise<UnattributedCase[]> {
  const cases = await readSortedCases(tx, query, context)
  const all = await journeysOf(tx, cases, { query, context }, (journey, one) => {
    const reason = reasonOf(model, journey)
    return reason ? [{ ...one, reason }] : []
  })
  return all.flat()
}

/** Every conversion of a query with its journey, latest first. */
export const readCaseJourneys = async <DB>(
  tx: Kysely<DB>,
  query: AttributionQuery,
  context: AttributionContext,
): Promise<CaseJourney[]> =>
  readJourneysOf(tx, await readSortedCases(tx, query, context), query, context)
