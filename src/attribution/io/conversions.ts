import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { IsoDate } from '#kernel/period.ts'
import type { AttributionQuery, Conversion, Value } from '../query.ts'
import type { AttributionSettings } from '../settings.ts'
import { leadTargets, opportunityTargets } from './journey-sql.ts'

/** One conversion, or what did not become one (`isConverted` false): then `at` is when that was known. */
export type Case = {
  readonly id: string
  readonly at: Date
  /** Cents; null where it is unknown, or only counted. */
  readonly value: number | null
  readonly is_converted: boolean
}

/** What main hands over: the margin of a row x, by the rate of the company in SQL. */
export type MarginSql = (rate: string) => string

export type CaseContext = {
  readonly settings: AttributionSettings
  readonly now: Date
  readonly marginSql: MarginSql
}

type Source = {
  readonly view: string
  readonly at: string
  /** Condition of what converted, besides its instant. */
  readonly won: string
  /** What did not convert, and when that was known; null: nothing that could be compared. */
  readonly lost:
    | ((bounds: Bounds, now: Date) => { at: RawBuilder<unknown>; where: RawBuilder<unknown> })
    | null
}

type Bounds = { readonly from: RawBuilder<unknown>; readonly until: RawBuilder<unknown> }

const ofLeads = (column: 'mql_at' | 'sql_at'): Source => ({
  view: 'kpis.lead',
  at: column,
  won: 'true',
  lost: ({ from, until }, now) => ({
    at: sql`${now}::timestamptz`,
    where: sql`${sql.ref(`x.${column}`)} is null and x.created_on >= ${from} and x.created_on < ${until}`,
  }),
})

const SOURCES: Readonly<Record<Conversion, Source>> = {
  won: {
    view: 'kpis.opportunity',
    at: 'closed_at',
    won: `x.outcome = 'won'`,
    // lost in the period, or still open and opened before its end
    lost: ({ from, until }, now) => ({
      at: sql`coalesce(case when x.outcome = 'lost' then x.closed_at end, least(${now}::timestamptz, ${until}))`,
      where: sql`((x.outcome = 'lost' and x.closed_at >= ${from} and x.closed_at < ${until})
        or (x.outcome = 'open' and x.opened_at < ${until}))`,
    }),
  },
  opportunity: { view: 'kpis.opportunity', at: 'opened_at', won: 'true', lost: null },
  sql: ofLeads('sql_at'),
  mql: ofLeads('mql_at'),
}

/** The statement that tells whose journeys are wanted, for conversions that are kept nowhere. */
export function targetsOf(conversion: Conversion, ids: readonly string[]): RawBuilder<unknown> {
  if (conversion === 'mql' || conversion === 'sql') return leadTargets({ ids }, `${conversion}_at`)
  return opportunityTargets({ ids })
}

function valueSql(value: Value, conversion: Conversion, context: CaseContext): RawBuilder<unknown> {
  if (value === 'count') return sql`null::bigint`
  if (value === 'margin') {
    const rate = context.settings.marginRate
    return sql.raw(context.marginSql(rate === null ? 'null::numeric' : `${Number(rate)}::numeric`))
  }
  if (value === 'received') return sql`coalesce(received.amount, 0)`
  return conversion === 'mql' || conversion === 'sql' ? sql`x.expected_value` : sql`x.amount`
}

/** What came in for an opportunity, by the rule of kpis.revenue: money without one goes to the account's first. */
const RECEIVED = sql`left join (
  select coalesce(entry.opportunity_id, origin.opportunity_id) as opportunity_id, sum(entry.amount)::bigint as amount
    from crm.revenue_entry entry
    left join kpis.account_origin origin on entry.opportunity_id is null and origin.account_id = entry.account_id
   where entry.kind = 'received'
   group by 1
) received on received.opportunity_id = x.id`

const LISTS = {
  campaign: 'campaign_id',
  product: 'product_id',
  team: 'team_id',
  region: 'region_id',
  owner: 'owner_id',
} as const

function filterSql(query: AttributionQuery): RawBuilder<unknown> {
  const conditions = Object.entries(LISTS).flatMap(([name, column]) => {
    const ids = query[name as keyof typeof LISTS]
    return ids.length > 0 ? [sql`and ${sql.ref(`x.${column}`)} = any(${ids}::uuid[])`] : []
  })
  if (query.channel.length > 0) {
    conditions.push(sql`and x.channel = any(${query.channel}::text[])`)
  }
  if (query.business_type) conditions.push(sql`and x.business_type = ${query.business_type}::text`)
  if (query.target_group) {
    conditions.push(sql`and x.account_id in (
      select account_id from crm.target_group_account where target_group_id = ${query.target_group}::uuid)`)
  }
  return sql.join(conditions, sql` `)
}

const startOf = (day: IsoDate, zone: string) =>
  sql`${day}::date::timestamp at time zone ${zone}::text`

/** Every conversion of the period, by id; with `withLost` also what did not become one. */
export async function readCases<DB>(
  db: Kysely<DB>,
  query: AttributionQuery,
  value: Value,
  context: CaseContext & { readonly withLost: boolean },
): Promise<Case[]> {
  const { view, at, won, lost } = SOURCES[query.conversion]
  const { timeZone } = context.settings
  const bounds = { from: startOf(query.from, timeZone), until: startOf(query.until, timeZone) }
  const instant = sql.ref(`x.${at}`)
  const from = sql`${sql.table(view)} x ${value === 'received' ? RECEIVED : sql``}`
  const others = context.withLost && lost ? lost(bounds, context.now) : null
  const { rows } = await sql<Case>`
    select x.id, ${instant} as at, ${valueSql(value, query.conversion, context)} as value, true as is_converted
      from ${from}
     where ${instant} >= ${bounds.from} and ${instant} < ${bounds.until} and ${sql.raw(won)} ${filterSql(query)}
    ${
      others
        ? sql`union all
    select x.id, ${others.at}, null, false from ${sql.table(view)} x where ${others.where} ${filterSql(query)}`
        : sql``
    }`.execute(db)
  return rows
}

/** What the records themselves say of the conversions of a query: their number, and what they are worth. */
export async function readRecordTotals<DB>(
  db: Kysely<DB>,
  query: AttributionQuery,
  value: Value,
  context: CaseContext,
): Promise<{ conversions: number; value: number }> {
  const { view, at, won } = SOURCES[query.conversion]
  const { timeZone } = context.settings
  const instant = sql.ref(`x.${at}`)
  const { rows } = await sql<{ conversions: number; value: number }>`
    select count(*) as conversions,
           coalesce(sum(${valueSql(value, query.conversion, context)}), 0)::bigint as value
      from ${sql.table(view)} x ${value === 'received' ? RECEIVED : sql``}
     where ${instant} >= ${startOf(query.from, timeZone)} and ${instant} < ${startOf(query.until, timeZone)}
       and ${sql.raw(won)} ${filterSql(query)}`.execute(db)
  const total = rows[0] ?? { conversions: 0, value: 0 }
  return value === 'count' ? { ...total, value: total.conversions } : total
}
