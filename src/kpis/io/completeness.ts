import type { Text } from '#kernel/record.ts'
import type { FactId } from '../facts.ts'
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
    filled:
      'exists (select from tracking.touchpoint t where t.lead_id = x.id and t.not_counted is null)',
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

/** Rows dated in the period with the fields they should have, counted by the two given facts. */
function completeness(
  of: Pick<Source, 'id' | 'mark' | 'from' | 'records' | 'at'>,
  fields: readonly CompletenessField[],
  facts: { readonly expected: FactId; readonly filled: FactId },
): Source {
  const filled = fields.map((one) => `(${one.filled})::int`).join(' + ')
  return {
    ...of,
    ...datedInstant(of.at),
    cuts: ALL_CUTS,
    columns: [
      { id: of.at.slice('x.'.length), expression: of.at, unit: 'instant' },
      { id: 'filled', expression: filled },
    ],
    facts: { [facts.expected]: sum(String(fields.length)), [facts.filled]: sum(filled) },
  }
}

export const LEAD_COMPLETENESS = completeness(
  {
    id: 'lead_completeness',
    mark: 'lead_completeness',
    from: 'kpis.lead',
    records: 'leads',
    at: 'x.created_on',
  },
  LEAD_FIELDS,
  { expected: 'lead_fields_expected', filled: 'lead_fields_filled' },
)

export const DEAL_COMPLETENESS = completeness(
  {
    id: 'deal_completeness',
    mark: 'opportunities_opened',
    from: 'kpis.opportunity',
    records: 'opportunities',
    at: 'x.opened_at',
  },
  DEAL_FIELDS,
  { expected: 'deal_fields_expected', filled: 'deal_fields_filled' },
)

export const COMPLETENESS_SOURCES: readonly Source[] = [LEAD_COMPLETENESS, DEAL_COMPLETENESS]
