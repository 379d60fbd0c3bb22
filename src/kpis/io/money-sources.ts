import {
  ALL_CUTS,
  type Column,
  type Cut,
  count,
  datedDay,
  datedInstant,
  distinct,
  type FactSql,
  type Source,
  sum,
  sumOrNull,
  untilEnd,
} from './source.ts'

const revenueColumns: readonly Column[] = [
  { id: 'kind', expression: 'x.kind' },
  { id: 'date', expression: 'x.date', unit: 'date' },
  { id: 'amount', expression: 'x.amount', unit: 'money' },
  { id: 'channel', expression: 'x.channel' },
  { id: 'source', expression: 'x.source' },
]

const REVENUE = {
  from: 'kpis.revenue',
  records: 'revenue-entries',
  cuts: ALL_CUTS,
  at: 'x.date',
  columns: revenueColumns,
} as const

const RECEIVED = `x.kind = 'received'`
const INVOICED = `x.kind = 'invoiced'`

const dated: Source = {
  ...REVENUE,
  id: 'revenue_dated',
  mark: 'revenue',
  splitMark: 'revenue_attributed',
  // Without what the money is attributed to, which costs three look-ups a row.
  compactFrom: `(
      select entry.id, entry.date, entry.kind, entry.amount,
             coalesce(entry.account_id, opportunity.account_id, lead.account_id) as account_id
        from crm.revenue_entry entry
        left join crm.opportunity
          on opportunity.id = case when entry.account_id is null then entry.opportunity_id end
        left join leads.lead
          on lead.id = case when opportunity.account_id is null then opportunity.lead_id end)`,
  ...datedDay('x.date'),
  facts: {
    revenue_invoiced: sum('x.amount', INVOICED),
    credit_notes: sum('x.amount', `x.kind = 'credit_note'`),
    revenue_received: sum('x.amount', RECEIVED),
    paying_customers: distinct('coalesce(x.account_id, x.id)', RECEIVED),
    invoiced_customers: distinct('coalesce(x.account_id, x.id)', INVOICED),
  },
}

const toDate: Source = {
  ...REVENUE,
  id: 'revenue_to_date',
  mark: 'revenue',
  splitMark: 'revenue_attributed',
  civil: true,
  ...untilEnd,
  compactFrom: `(
      select date, kind, sum(amount)::bigint as amount from crm.revenue_entry group by date, kind)`,
  match: 'x.date < p.until',
  bounds: (all) => `x.date < ${all.until}`,
  facts: {
    invoiced_to_date: sum(
      `case when x.kind = 'credit_note' then -x.amount else x.amount end`,
      `x.kind in ('invoiced', 'credit_note')`,
    ),
    received_to_date: sum('x.amount', RECEIVED),
  },
}

const COST_CUTS: ReadonlySet<Cut> = new Set<Cut>([
  'channel',
  'campaign',
  'product',
  'team',
  'region',
])
const BOOKED = 'kpis.booked(x.amount, x.from_date, x.until_date, p.from, p.until)'
const category = (id: string): FactSql => sum(BOOKED, `x.category = '${id}'`)

const COSTS = {
  from: 'kpis.cost',
  records: 'costs',
  cuts: COST_CUTS,
  at: 'x.from_date',
} as const
const costColumns: readonly Column[] = [
  { id: 'category', expression: 'x.category' },
  { id: 'from_date', expression: 'x.from_date', unit: 'date' },
  { id: 'until_date', expression: 'x.until_date', unit: 'date' },
  { id: 'amount', expression: 'x.amount', unit: 'money' },
]

const ACQUISITION_SHARE = `case x.sales_scope when 'winning' then 1 when 'existing' then 0 else p.sales_share end`

const booked: Source = {
  ...COSTS,
  id: 'costs_booked',
  mark: 'costs_booked',
  civil: true,
  // A line of one day is never split, so such lines can be added up by day before they meet the periods.
  compactFrom: `(
      select category, from_date, until_date, sum(amount)::bigint as amount
        from costs.counted_entry
       where until_date = from_date + 1
       group by category, from_date, until_date
      union all
      select category, from_date, until_date, amount
        from costs.counted_entry
       where until_date > from_date + 1)`,
  match: 'x.from_date < p.until and x.until_date > p.from',
  // In two parts, each with its index: one day, and the few that are longer.
  bounds: (
    all,
  ) => `(x.until_date = x.from_date + 1 and x.from_date >= ${all.from} and x.from_date < ${all.until}
    or x.until_date > x.from_date + 1 and daterange(x.from_date, x.until_date) && daterange(${all.from}, ${all.until}))`,
  columns: [...costColumns, { id: 'booked', expression: BOOKED, unit: 'money' }],
  facts: {
    cost_personnel: category('personnel'),
    cost_technology: category('technology'),
    cost_media: category('media'),
    cost_external: category('external'),
    cost_production: category('production'),
    cost_sales: category('sales'),
    marketing_cost: sumOrNull(BOOKED, `x.category <> 'sales'`),
  },
}

/** Rounded per line, so that it does not add up over time like the others. */
const acquisition: Source = {
  ...COSTS,
  id: 'costs_acquisition',
  mark: 'costs_booked',
  civil: true,
  match: booked.match,
  bounds: (all) => `x.category = 'sales' and ${booked.bounds(all)}`,
  columns: booked.columns,
  facts: {
    acquisition_sales_cost: sum(`round(${BOOKED} * ${ACQUISITION_SHARE})::bigint`),
  },
}

const MEDIA = `x.category = 'media'`
const platform: Source = {
  ...COSTS,
  // Clicks and impressions are there too where the invoice of the platform is what counts.
  from: 'kpis.platform_cost',
  id: 'costs_platform',
  mark: 'costs_platform',
  // Whether a count is known stays apart: a sum of unknown ones is unknown again.
  compactFrom: `(
      select category, from_date, sum(amount)::bigint as amount,
             sum(impressions)::bigint as impressions, sum(reach)::bigint as reach,
             sum(clicks)::bigint as clicks, sum(platform_conversions) as platform_conversions,
             sum(platform_conversion_value)::bigint as platform_conversion_value
        from costs.platform_entry
       group by category, from_date, impressions is null, reach is null, clicks is null,
             platform_conversions is null, platform_conversion_value is null)`,
  ...datedDay('x.from_date'),
  columns: [
    ...costColumns,
    { id: 'impressions', expression: 'x.impressions' },
    { id: 'reach', expression: 'x.reach' },
    { id: 'clicks', expression: 'x.clicks' },
    { id: 'platform_conversions', expression: 'x.platform_conversions' },
    { id: 'platform_conversion_value', expression: 'x.platform_conversion_value', unit: 'money' },
  ],
  facts: {
    impressions: sumOrNull('x.impressions', 'x.impressions is not null'),
    reach: sumOrNull('x.reach', 'x.reach is not null'),
    clicks: sumOrNull('x.clicks', 'x.clicks is not null'),
    platform_conversions: sumOrNull('x.platform_conversions', 'x.platform_conversions is not null'),
    platform_conversion_value: sumOrNull(
      'x.platform_conversion_value',
      'x.platform_conversion_value is not null',
    ),
    spend_with_clicks: sum('x.amount', `${MEDIA} and x.clicks is not null`),
    spend_with_impressions: sum('x.amount', `${MEDIA} and x.impressions is not null`),
    spend_with_reach: sum('x.amount', `${MEDIA} and x.reach is not null`),
  },
}

/** Everyone once in the period, on the first day of it on which they came. */
const VISITORS = 'kpis.visitors_of(x.befores, x.counts, p.from)'

const visitorDays: Source = {
  id: 'visitor_days',
  mark: 'daily_counts',
  from: 'kpis.visitor_day',
  records: 'visitor-days',
  cuts: new Set<Cut>(['channel']),
  // Somebody who came by two channels is a visitor of each, and one of all.
  unchosen: 'x.in_all',
  chosen: 'not x.in_all',
  ...datedDay('x.date'),
  at: 'x.date',
  columns: [
    { id: 'date', expression: 'x.date', unit: 'date' },
    { id: 'channel', expression: 'x.channel' },
    { id: 'visitors', expression: VISITORS },
    { id: 'sessions', expression: 'x.sessions' },
    { id: 'counted_by', expression: 'x.counted_by' },
  ],
  facts: {
    visitors: {
      ...sumOrNull(`coalesce(${VISITORS}, 0)`, 'x.befores is not null'),
      ofOneChannel: true,
    },
    sessions: sumOrNull('x.sessions', 'x.sessions is not null'),
  },
}

const REFUSED = 'coalesce(kpis.visitors_of(x.refused_befores, x.refused_counts, p.from), 0)'

const consentDays: Source = {
  id: 'consent_days',
  mark: 'daily_counts',
  from: 'kpis.consent_day',
  records: 'visitor-days',
  cuts: new Set<Cut>(),
  ...datedDay('x.date'),
  at: 'x.date',
  columns: [
    { id: 'date', expression: 'x.date', unit: 'date' },
    { id: 'visitors', expression: VISITORS },
    { id: 'visitors_without_consent', expression: REFUSED },
  ],
  facts: {
    visitors_asked: sumOrNull(`coalesce(${VISITORS}, 0)`),
    visitors_with_consent: sumOrNull(`coalesce(${VISITORS}, 0) - ${REFUSED}`),
  },
}

const touchpoints: Source = {
  id: 'touchpoints',
  mark: 'touchpoints',
  from: 'kpis.touchpoint',
  records: 'touchpoints',
  cuts: new Set<Cut>(['channel', 'source', 'campaign']),
  ...datedInstant('x.occurred_at'),
  at: 'x.occurred_at',
  columns: [
    { id: 'occurred_at', expression: 'x.occurred_at', unit: 'instant' },
    { id: 'channel', expression: 'x.channel' },
  ],
  facts: { touchpoints: count(), touchpoints_with_campaign: count('x.with_campaign') },
}

const trackingChanges: Source = {
  id: 'tracking_changes',
  mark: 'tracking_changes',
  from: 'tracking.change_note',
  records: 'tracking-changes',
  cuts: new Set<Cut>(),
  ignoresFilters: true,
  ...datedDay('x.date'),
  at: 'x.date',
  columns: [
    { id: 'date', expression: 'x.date', unit: 'date' },
    { id: 'kind', expression: 'x.kind' },
  ],
  facts: { tracking_changes: count() },
}

/** Sources of facts about money and measurement. */
export const MONEY_SOURCES: readonly Source[] = [
  dated,
  toDate,
  booked,
  acquisition,
  platform,
  visitorDays,
  consentDays,
  touchpoints,
  trackingChanges,
]
