import { type Kysely, sql } from 'kysely'
import { assert } from '#kernel/assert.ts'
import { cents } from '#kernel/money.ts'
import { copyIn } from '#platform/copy.ts'
import { CopyRows, DENSE, type UuidLayout } from '#platform/copy-rows.ts'
import { creditCents } from '../credit.ts'
import { parseModel } from '../models.ts'
import type { RuleModel } from '../rule-models.ts'
import {
  type CutJourney,
  type CutRules,
  cutJourney,
  type StoredJourney,
  weightsOf,
} from '../stored-journey.ts'
import { isRule } from '../sum-models.ts'
import { type JourneyRows, storedJourney } from './journey-rows.ts'

/** A won deal with its journey, from the records or as it is kept. */
export type WonDeal = {
  /** Hold the ids of the deal and of its touches. */
  readonly bytes: Buffer
  /** Where the deal's own id begins. */
  readonly id: number
  /** When it was won, since 1970. */
  readonly microseconds: number
  /** Cents. */
  readonly value: number
  readonly journey: StoredJourney
  readonly touches: UuidLayout
  /** Where the id of each touch is by `touches`; null where they are in the order of the journey. */
  readonly places: readonly number[] | null
}

/** A won deal with the touches that count for it. */
export type WonJourney = {
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

/** The won deals among the journeys of `rows`. */
export function* wonDeals(rows: JourneyRows): Iterable<WonDeal> {
  for (const one of rows.journeys) {
    if (!one.won) continue
    yield {
      bytes: rows.ids,
      id: 16 * one.row,
      microseconds: one.won.microseconds,
      value: one.won.value,
      journey: storedJourney(rows, one),
      touches: DENSE,
      places: one.touches,
    }
  }
}

/** Stores the credits of won deals by every model that is kept. */
export async function storeCredits<DB>(
  tx: Kysely<DB>,
  deals: Iterable<WonDeal>,
  kept: Kept,
): Promise<void> {
  await copyIn(
    tx,
    sql`copy attribution.credit (opportunity_id, model, at, value, touch_ids, cents, weights, unattributed, reason)
      from stdin (format binary)`,
    creditRows(deals, kept),
  )
}

function* creditRows(deals: Iterable<WonDeal>, { models, rules, onWon }: Kept): Iterable<Buffer> {
  const named = models.map((word) => ({ word, rule: ruleByWord(word) }))
  const out = new CopyRows()
  for (const deal of deals) {
    const journey = cutJourney(deal.journey, Math.round(deal.microseconds / 1000), rules)
    onWon?.({ value: deal.value, journey })
    for (const model of named) writeCredit(out, { deal, journey, model })
    yield* out.full()
  }
  yield* out.rest()
}

type Credited = {
  readonly deal: WonDeal
  readonly journey: CutJourney
  readonly model: { readonly word: string; readonly rule: RuleModel }
}

function writeCredit(out: CopyRows, { deal, journey, model: { word, rule } }: Credited): void {
  const { bytes, places, value } = deal
  const weights = weightsOf(rule, journey)
  const parts = creditCents(cents(value), weights)
  const touches = places ? journey.places.map((place) => places[place] ?? 0) : journey.places
  out.row(9)
  out.uuid(bytes, deal.id)
  out.text(word)
  out.instant(deal.microseconds)
  out.int8(value)
  out.uuids(bytes, parts ? touches : [], deal.touches)
  out.int8s(parts ?? [])
  // where there are no cents to tell how other values than the amount divide
  if (parts && value === 0) out.int8s(weights.map((weight) => Math.round(weight * WHOLE)))
  else out.text(null)
  out.int8(parts ? 0 : value)
  out.text(parts ? null : (journey.reason ?? 'no_milestone'))
}
