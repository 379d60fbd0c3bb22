import { type Kysely, sql } from 'kysely'
import { assert } from '#kernel/assert.ts'
import { cents } from '#kernel/money.ts'
import { creditCents } from '../credit.ts'
import { parseModel } from '../models.ts'
import type { RuleModel } from '../rule-models.ts'
import { type CutRules, cutJourney, weightsOf } from '../stored-journey.ts'
import { isRule } from '../sum-models.ts'
import type { Reason } from '../unattributed.ts'
import { type JourneyRow, journeyColumns, journeyOf } from './journey-row.ts'

type WonRow = JourneyRow & {
  readonly id: string
  readonly at: Date
  readonly value: number
  readonly touch_ids: string
}

/** One line of attribution.credit; lists as PostgreSQL writes arrays. */
type CreditRow = {
  readonly id: string
  readonly model: string
  readonly touchIds: string
  readonly cents: string
  readonly unattributed: number
  readonly reason: Reason | null
}

export function ruleByWord(word: string): RuleModel {
  const model = parseModel(word)
  assert(model && isRule(model), `credits are kept for rules, not for ${word}`)
  return model
}

/** The credits of won opportunities by the given models, from their stored journeys. */
export async function storeCredits<DB>(
  tx: Kysely<DB>,
  ids: readonly string[],
  words: readonly string[],
  rules: CutRules,
): Promise<void> {
  const models = words.map((word) => ({ word, rule: ruleByWord(word) }))
  const { rows } = await sql<WonRow>`
    select j.opportunity_id as id, o.closed_at as at, coalesce(o.amount, 0) as value,
           array_to_string(j.touch_ids, ',') as touch_ids, ${journeyColumns}
      from attribution.journey j
      join crm.opportunity o on o.id = j.opportunity_id
     where j.opportunity_id = any(${ids}::uuid[]) and o.outcome = 'won' and o.closed_at is not null
  `.execute(tx)
  const credits = rows.flatMap((row) => creditsOf(row, models, rules))
  if (credits.length === 0) return
  const column = <Name extends keyof CreditRow>(name: Name) => credits.map((credit) => credit[name])
  await sql`
    insert into attribution.credit (opportunity_id, model, at, value, touch_ids, cents, unattributed, reason)
    select given.id, given.model, o.closed_at, coalesce(o.amount, 0), given.touch_ids::uuid[], given.cents::bigint[],
           given.unattributed, given.reason
      from unnest(${column('id')}::uuid[], ${column('model')}::text[], ${column('touchIds')}::text[],
                  ${column('cents')}::text[], ${column('unattributed')}::bigint[], ${column('reason')}::text[])
        as given (id, model, touch_ids, cents, unattributed, reason)
      join crm.opportunity o on o.id = given.id`.execute(tx)
}

function creditsOf(
  row: WonRow,
  models: readonly { readonly word: string; readonly rule: RuleModel }[],
  rules: CutRules,
): CreditRow[] {
  const journey = cutJourney(journeyOf(row), row.at.getTime(), rules)
  const ids = row.touch_ids.split(',')
  return models.map(({ word, rule }) => {
    const parts = creditCents(cents(row.value), weightsOf(rule, journey))
    const given = parts ? journey.places.map((place) => ids[place] ?? '') : []
    return {
      id: row.id,
      model: word,
      touchIds: `{${given.join(',')}}`,
      cents: `{${(parts ?? []).join(',')}}`,
      unattributed: parts ? 0 : row.value,
      reason: parts ? null : (journey.reason ?? 'no_milestone'),
    }
  })
}
