import type { Text } from '#kernel/record.ts'
import { ALL_CUTS, datedInstant, type Source, sum } from './source.ts'

/** A field that should be filled in; `filled` is a condition on the row `x`. */
export type CompletenessField = {
  readonly id: string
  readonly name: Text
  readonly filled: string
}

export const LEAD_FIELDS: readonly CompletenessField[] = [
  { id: 'source', name: { de: 'Quelle des Leads', en: 'Lead source' }, filled: `x.source <> ''` },
  {
    id: 'first_seen_at',
    name: { de: 'Erstkontakt', en: 'First seen' },
    filled: 'x.first_seen_at is not null',
  },
  {
    id: 'touchpoint',
    name: { de: 'Kontaktpunkte', en: 'Touchpoints' },
    filled: 'exists (select from tracking.touchpoint t where t.lead_id = x.id)',
  },
  {
    id: 'utm',
    name: { de: 'UTM-Angaben', en: 'UTM parameters' },
    filled: `coalesce(x.medium, '') <> ''`,
  },
  {
    id: 'campaign',
    name: { de: 'Kampagne', en: 'Campaign' },
    filled: `(x.campaign_id is not null or coalesce(x.campaign, '') <> '')`,
  },
  {
    id: 'response_time',
    name: { de: 'Reaktionszeit', en: 'Response time' },
    filled: 'coalesce(x.first_response_at, x.first_contacted_at) is not null',
  },
]

export const DEAL_FIELDS: readonly CompletenessField[] = [
  {
    id: 'stage',
    name: { de: 'Verkaufsstufe', en: 'Deal stage' },
    filled: 'x.stage is not null',
  },
  {
    id: 'close_date',
    name: { de: 'Abschlussdatum', en: 'Close date' },
    filled: 'coalesce(x.closed_at::date, x.expected_close_date) is not null',
  },
  { id: 'amount', name: { de: 'Betrag', en: 'Revenue' }, filled: 'x.amount is not null' },
]

const filledCount = (fields: readonly CompletenessField[]): string =>
  fields.map(({ filled }) => `(${filled})::int`).join(' + ')

export const LEAD_COMPLETENESS: Source = {
  id: 'lead_completeness',
  from: 'kpis.lead',
  records: 'leads',
  cuts: ALL_CUTS,
  ...datedInstant('x.created_on'),
  at: 'x.created_on',
  columns: [
    { id: 'created_on', expression: 'x.created_on', unit: 'instant' },
    { id: 'filled', expression: filledCount(LEAD_FIELDS) },
  ],
  facts: {
    lead_fields_expected: sum(String(LEAD_FIELDS.length)),
    lead_fields_filled: sum(filledCount(LEAD_FIELDS)),
  },
}

export const DEAL_COMPLETENESS: Source = {
  id: 'deal_completeness',
  from: 'kpis.opportunity',
  records: 'opportunities',
  cuts: ALL_CUTS,
  ...datedInstant('x.opened_at'),
  at: 'x.opened_at',
  columns: [
    { id: 'opened_at', expression: 'x.opened_at', unit: 'instant' },
    { id: 'filled', expression: filledCount(DEAL_FIELDS) },
  ],
  facts: {
    deal_fields_expected: sum(String(DEAL_FIELDS.length)),
    deal_fields_filled: sum(filledCount(DEAL_FIELDS)),
  },
}

export const COMPLETENESS_SOURCES: readonly Source[] = [LEAD_COMPLETENESS, DEAL_COMPLETENESS]
