import { addDays } from '#kernel/period.ts'
import {
  ALL_CUTS,
  type Column,
  count,
  datedInstant,
  daysSql,
  minutesSql,
  percentile,
  type Source,
  sum,
} from './source.ts'

const LEADS = { from: 'kpis.lead', records: 'leads', cuts: ALL_CUTS } as const

const common: readonly Column[] = [
  { id: 'created_on', expression: 'x.created_on', unit: 'instant' },
  { id: 'stage', expression: 'x.stage' },
  { id: 'channel', expression: 'x.channel' },
  { id: 'source', expression: 'x.source' },
]

const toContact = minutesSql('x.created_on', 'x.first_contacted_at')
const toContactInBusiness = `kpis.business_minutes(x.created_on, x.first_contacted_at,
  p.zone, p.opens_at, p.closes_at, p.business_days)`
const toResponse = minutesSql('x.created_on', 'x.first_response_at')
const CONTACTED = 'x.first_contacted_at is not null'
const RESPONDED = 'x.first_response_at is not null'
/** The lead itself, or one of its opportunities: imports may bring either. */
const WON = `(x.won_at is not null or exists (
  select from crm.opportunity o where o.lead_id = x.id and o.outcome = 'won'))`
const BECAME_OPPORTUNITY = `(x.opportunity_at is not null or exists (
  select from crm.opportunity o where o.lead_id = x.id))`

const created: Source = {
  ...LEADS,
  id: 'leads_created',
  mark: 'leads_created',
  ...datedInstant('x.created_on'),
  at: 'x.created_on',
  columns: [
    ...common,
    { id: 'first_contact_minutes', expression: toContact, unit: 'minutes' },
    { id: 'first_contact_business_minutes', expression: toContactInBusiness, unit: 'minutes' },
    { id: 'first_response_minutes', expression: toResponse, unit: 'minutes' },
  ],
  facts: {
    leads: count(),
    contacted_leads: count(CONTACTED),
    contacted_within_5_minutes: count(`${CONTACTED} and ${toContact} <= 5`),
    contacted_within_1_hour: count(`${CONTACTED} and ${toContact} <= 60`),
    contacted_within_24_hours: count(`${CONTACTED} and ${toContact} <= 1440`),
    contact_minutes_median: percentile(0.5, toContact, CONTACTED),
    contact_minutes_p90: percentile(0.9, toContact, CONTACTED),
    contact_business_minutes_median: percentile(0.5, toContactInBusiness, CONTACTED),
    contact_business_minutes_p90: percentile(0.9, toContactInBusiness, CONTACTED),
    responded_leads: count(RESPONDED),
    response_minutes_median: percentile(0.5, toResponse, RESPONDED),
    response_minutes_p90: percentile(0.9, toResponse, RESPONDED),
    attributable_leads: count('x.attributable'),
  },
}

/** Apart from the others because opportunities decide it too. */
const becameWon: Source = {
  ...LEADS,
  id: 'leads_won',
  mark: 'leads_won',
  ...datedInstant('x.created_on'),
  at: 'x.created_on',
  columns: common,
  facts: { leads_became_won: count(WON) },
}

const mql: Source = {
  ...LEADS,
  id: 'leads_mql',
  mark: 'leads_mql',
  ...datedInstant('x.mql_at'),
  at: 'x.mql_at',
  columns: [...common, { id: 'mql_at', expression: 'x.mql_at', unit: 'instant' }],
  facts: { mql: count(), mql_became_sql: count('x.sql_at is not null') },
}

const sql: Source = {
  ...LEADS,
  id: 'leads_sql',
  mark: 'leads_sql',
  ...datedInstant('x.sql_at'),
  at: 'x.sql_at',
  columns: [...common, { id: 'sql_at', expression: 'x.sql_at', unit: 'instant' }],
  facts: { sql: count(), sql_became_opportunity: count(BECAME_OPPORTUNITY) },
}

const toHandover = daysSql('x.first_seen_at', 'x.handover_at')
const SEEN = 'x.first_seen_at is not null'
const handedOver: Source = {
  ...LEADS,
  id: 'leads_handed_over',
  mark: 'leads_handed_over',
  ...datedInstant('x.handover_at'),
  at: 'x.handover_at',
  columns: [...common, { id: 'handover_days', expression: toHandover, unit: 'days' }],
  facts: {
    handed_over_leads: count(SEEN),
    handover_days_median: percentile(0.5, toHandover, SEEN),
  },
}

const disqualified: Source = {
  ...LEADS,
  id: 'leads_disqualified',
  mark: 'leads_disqualified',
  ...datedInstant('x.disqualified_at'),
  at: 'x.disqualified_at',
  columns: [...common, { id: 'reason', expression: 'x.stage_reason' }],
  facts: { disqualified_leads: count() },
}

/** As SQL: the stages in which a lead waits for somebody. */
export const OPEN_STAGES = `'new', 'contacted', 'mql', 'sql'`

const stale: Source = {
  ...LEADS,
  id: 'leads_stale',
  mark: 'leads_stale',
  reach: ({ until }, settings) => ({ from: null, until: addDays(until, -settings.stale_days) }),
  match: 'x.active_at < p.stale_before',
  bounds: (all) => `x.stage in (${OPEN_STAGES}) and x.created_on < ${all.stop}`,
  at: 'x.created_on',
  columns: [
    ...common,
    { id: 'last_activity', expression: 'x.active_at', unit: 'instant' },
    { id: 'expected_value', expression: 'x.expected_value', unit: 'money' },
  ],
  facts: { stale_leads: count(), stale_lead_value: sum('x.expected_value') },
}

/** Sources of facts about leads. */
export const LEAD_SOURCES: readonly Source[] = [
  created,
  becameWon,
  mql,
  sql,
  handedOver,
  disqualified,
  stale,
]
