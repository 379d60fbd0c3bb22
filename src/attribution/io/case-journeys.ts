import type { Kysely } from 'kysely'
import { type AttributionQuery, rulesOf, wantedValue } from '../query.ts'
import { cutJourney } from '../stored-journey.ts'
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
export async function readCaseJourneys<DB>(
  tx: Kysely<DB>,
  query: AttributionQuery,
  context: AttributionContext,
): Promise<CaseJourney[]> {
  const value = wantedValue(query)
  const rules = { ...rulesOf(query, context.settings), without: new Set(query.without) }
  const cases = await readCases(tx, query, value, {
    ...context,
    now: context.now(),
    withLost: false,
  })
  const found: CaseJourney[] = []
  for (let start = 0; start < cases.length; start += CHUNK) {
    const part = cases.slice(start, start + CHUNK)
    const rows = await readJourneys(tx, { ...query, by: 'channel' }, part, rules.scope, context)
    for (const one of part) {
      const row = rows.get(one.id)
      if (!row) continue
      const { channels, ages, reason } = cutJourney(journeyOf(row), one.at.getTime(), rules)
      found.push({ ...caseOf(one, value), channels, ages, reason })
    }
  }
  return found.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
}

const caseOf = ({ id, at, value }: Case, kind: ReturnType<typeof wantedValue>) => ({
  ...{ id, at },
  value: kind === 'count' ? 1 : (value ?? 0),
})
