import { type Kysely, sql } from 'kysely'
import { assert } from '#kernel/assert.ts'
import { cents } from '#kernel/money.ts'
import { copyIn } from '#platform/copy.ts'
import { CopyRows } from '#platform/copy-rows.ts'
import { creditCents } from '../credit.ts'
import { parseModel } from '../models.ts'
import type { RuleModel } from '../rule-models.ts'
import { type CutJourney, type CutRules, cutJourney, weightsOf } from '../stored-journey.ts'
import { isRule } from '../sum-models.ts'
import { type JourneyRows, type RowJourney, storedJourney } from './journey-rows.ts'

/** A won deal with the touches that count for it. */
export type WonJourney = {
  readonly id: string
  /** Milliseconds since 1970 in UTC. */
  readonly at: number
  /** Cents. */
  readonly value: number
  readonly journey: CutJourney
}

export function ruleByWord(word: string): RuleModel {
  const model = parseModel(word)
  assert(model && isRule(model), `credits are kept for rules, not for ${word}`)
  return model
}

/** What shares are counted in where they are kept. */
const WHOLE = 1e12

type Kept = {
  readonly models: readonly string[]
  readonly rules: CutRules
  /** Told every won deal on the way. */
  readonly onWon?: ((won: WonJourney) => void) | undefined
}

/** The credits of the won deals among `rows`, by every model that is kept. */
export async function storeCredits<DB>(
  tx: Kysely<DB>,
  rows: JourneyRows,
  kept: Kept,
): Promise<void> {
  await copyIn(
    tx,
    sql`copy attribution.credit (opportunity_id, model, at, value, touch_ids, cents, weights, unattributed, reason)
      from stdin (format binary)`,
    creditRows(rows, kept),
  )
}

function* creditRows(rows: JourneyRows, { models, rules, onWon }: Kept): Iterable<Buffer> {
  const named = models.map((word) => ({ word, rule: ruleByWord(word) }))
  const out = new CopyRows()
  for (const one of rows.journeys) {
    if (!one.won) continue
    const journey = cutJourney(storedJourney(rows, one), one.won.at, rules)
    onWon?.({ id: one.id, at: one.won.at, value: one.won.value, journey })
    for (const model of named) writeCredit(out, rows, { one, won: one.won, journey, model })
    yield* out.full()
  }
  yield* out.rest()
}

type Credited = {
  readonly one: RowJourney
  readonly won: NonNullable<RowJourney['won']>
  readonly journey: CutJourney
  readonly model: { readonly word: string; readonly rule: RuleModel }
}

function writeCredit(
  out: CopyRows,
  { ids }: JourneyRows,
  { one, won, journey, model: { word, rule } }: Credited,
): void {
  const weights = weightsOf(rule, journey)
  const parts = creditCents(cents(won.value), weights)
  out.row(9)
  out.uuid(ids, 16 * one.row)
  out.text(word)
  out.instant(won.microseconds)
  out.int8(won.value)
  out.uuids(ids, parts ? journey.places.map((place) => one.touches[place] ?? 0) : [])
  out.int8s(parts ?? [])
  // where there are no cents to tell how other values than the amount divide
  if (parts && won.value === 0) out.int8s(weights.map((weight) => Math.round(weight * WHOLE)))
  else out.text(null)
  out.int8(parts ? 0 : won.value)
  out.text(parts ? null : (journey.reason ?? 'no_milestone'))
}
