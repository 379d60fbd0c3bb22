import { ATTRIBUTION_SETTINGS } from '#attribution/settings.ts'
import type { Field, Values } from '#kernel/record.ts'
import type { Query } from '../platform/api.ts'

/** The days of the lookback are planned with the targets; they belong to these rules all the same. */
const LOOKBACK_DAYS = 'lookback_days'
const IDS: readonly string[] = [...ATTRIBUTION_SETTINGS.map(({ field }) => field.id), LOOKBACK_DAYS]

/** Of all settings those that decide who gets credit, the days behind the choice of the lookback. */
export function ruleFields(definitions: readonly Field[]): Field[] {
  const fields = definitions.filter(({ id }) => IDS.includes(id))
  const days = fields.filter(({ id }) => id === LOOKBACK_DAYS)
  const others = fields.filter(({ id }) => id !== LOOKBACK_DAYS)
  const place = others.findIndex(({ id }) => id === 'attribution_lookback') + 1
  return others.toSpliced(place, 0, ...days)
}

/** The parameters that put these settings in the place of those that are kept: for a look at what they would do. */
export function rulesQuery(values: Values): Query {
  const isUnlimited = values['attribution_lookback'] === 'unlimited'
  return {
    model: String(values['attribution_model'] ?? ''),
    lookback: isUnlimited ? 'unlimited' : Number(values[LOOKBACK_DAYS] ?? 0),
    scope: String(values['attribution_scope'] ?? ''),
    grain: String(values['attribution_grain'] ?? ''),
    lead_creation: String(values['attribution_lead_creation'] ?? ''),
    reentry: String(values['attribution_reentry'] ?? ''),
  }
}
