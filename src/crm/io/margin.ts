import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Period, periodBefore, yearBefore } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import { marginMix } from '../margin-mix.ts'
import { MARGIN_PARTS } from '../margin-parts.ts'
import {
  type DealMargin,
  MARGIN_BY,
  MARGIN_CUTS,
  type MarginAnswer,
  type MarginBasis,
  type MarginBy,
  type MarginLine,
  type MarginQuery,
  type MarginSide,
  NO_GROUP,
} from '../margin-shapes.ts'

/** What main hands over: how figures take the margin and the gross profit of a deal x, as SQL. */
export type MarginParts<DB> = {
  readonly db: Kysely<DB>
  /** Margin of x by the margin rate of the company, an SQL expression. */
  readonly marginSql: (rate: string) => string
  readonly grossProfitSql: string
  readonly company: () => Promise<{ readonly timeZone: string; readonly marginRate: number | null }>
}

type Company = Awaited<ReturnType<MarginParts<unknown>['company']>>

const rateSql = ({ marginRate }: Company): string =>
  marginRate === null ? 'null::numeric' : `${Number(marginRate)}::numeric`

/** The same order as the margin itself takes: own total, parts, rate, parts of the company alone. */
const basisSql = (rate: string): string => `case
  when x.variable_cost is not null then 'total'
  when x.bridge_first then 'parts'
  when coalesce(x.margin_rate, ${rate}) is not null then 'rate'
  when x.bridge_cost is not null then 'parts'
  else 'unknown' end`

/** Is a part in the margin? With a rate only what the deal itself states besides production. */
export const countsSql = (id: string): string =>
  id === 'production'
    ? `basis = 'parts'`
    : `(basis = 'parts' or (basis = 'rate' and x.${id}_by = 'deal'))`

const sumsOf = (id: string): string => {
  const counted = `${countsSql(id)} and x.${id} is not null`
  return `coalesce(sum(x.${id}) filter (where ${counted}), 0)::bigint as ${id},
    coalesce(sum(x.${id}) filter (where ${counted} and x.${id}_by <> 'deal'), 0)::bigint as ${id}_estimated,
    count(*) filter (where ${counted}) as ${id}_deals`
}

type GroupRow = Readonly<Record<string, number | null>> & { readonly key: string }

/** Won deals with an amount: a statement with their parts, what the margin comes from, margin and gross profit. */
export function bridgeSql<DB>(
  parts: MarginParts<DB>,
  company: Company,
  { from, until }: { readonly from: string; readonly until: string },
  query: Pick<MarginQuery, MarginBy>,
): RawBuilder<unknown> {
  const rate = rateSql(company)
  const filters = MARGIN_BY.flatMap((by) =>
    query[by].length > 0
      ? [sql`and ${sql.ref(`x.${MARGIN_CUTS[by]}`)}::text = any(${query[by]}::text[])`]
      : [],
  )
  const start = (day: string) => sql`${day}::date::timestamp at time zone ${company.timeZone}::text`
  return sql`
    select x.*, ${sql.raw(basisSql(rate))} as basis, ${sql.raw(parts.marginSql(rate))} as margin,
           ${sql.raw(parts.grossProfitSql)} as gross_profit
      from kpis.opportunity x
     where x.outcome = 'won' and x.amount is not null
       and x.closed_at >= ${start(from)} and x.closed_at < ${start(until)}
       ${sql.join(filters, sql` `)}`
}

/** One row for each group of won deals with an amount. */
async function readGroups<DB>(
  parts: MarginParts<DB>,
  company: Company,
  period: Period,
  query: MarginQuery,
): Promise<readonly GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    select coalesce(${sql.ref(`x.${MARGIN_CUTS[query.by]}`)}::text, ${NO_GROUP}) as key,
           count(*) as all_deals, sum(x.amount)::bigint as all_revenue,
           count(*) filter (where x.margin is not null) as deals,
           coalesce(sum(x.amount) filter (where x.margin is not null), 0)::bigint as revenue,
           coalesce(sum(x.margin), 0)::bigint as margin,
           coalesce(sum(x.gross_profit) filter (where x.margin is not null), 0)::bigint as gross_profit,
           count(*) filter (where x.margin is not null and x.gross_profit is null) as without_gross_profit,
           coalesce(sum(x.amount) filter (where x.margin is not null and x.basis <> 'total' and not x.bridge_own), 0)::bigint as estimated_revenue,
           ${sql.raw(MARGIN_PARTS.map(({ id }) => sumsOf(id)).join(',\n'))},
           coalesce(sum(x.variable_cost) filter (where x.basis = 'total'), 0)::bigint as total,
           count(*) filter (where x.basis = 'total') as total_deals,
           coalesce(sum(x.amount - x.margin - x.own_cost) filter (where x.basis = 'rate'), 0)::bigint as rate,
           count(*) filter (where x.basis = 'rate') as rate_deals
      from (${bridgeSql(parts, company, period, query)}) x
     group by 1
  `.execute(parts.db)
  return rows
}

/** What is taken off besides the parts: a total of the deal, and what a rate stands in for. */
const OTHER_LINES = ['total', 'rate'] as const

function sideOf(rows: readonly GroupRow[]): MarginSide {
  const sum = (id: string) => rows.reduce((all, row) => all + Number(row[id] ?? 0), 0)
  const deals = sum('all_deals')
  const lines: MarginLine[] = [
    ...MARGIN_PARTS.map(({ id }) => ({
      id,
      cents: sum(id),
      estimated: sum(`${id}_estimated`),
      deals: sum(`${id}_deals`),
    })),
    ...OTHER_LINES.map((id) => ({
      id,
      cents: sum(id),
      estimated: id === 'rate' ? sum('rate') : 0,
      deals: sum(`${id}_deals`),
    })),
  ]
  return {
    deals,
    revenue: sum('all_revenue'),
    unknownDeals: deals - sum('deals'),
    unknownRevenue: sum('all_revenue') - sum('revenue'),
    lines: lines.filter((line) => line.deals > 0),
    grossProfit: sum('without_gross_profit') > 0 ? null : sum('gross_profit'),
    margin: sum('margin'),
    estimatedRevenue: sum('estimated_revenue'),
  }
}

const NOTHING = { deals: 0, revenue: 0, margin: 0, estimatedRevenue: 0 }

const sumsOfGroup = (row: GroupRow | undefined) =>
  row
    ? {
        deals: Number(row.deals),
        revenue: Number(row.revenue),
        margin: Number(row.margin),
        estimatedRevenue: Number(row.estimated_revenue),
      }
    : NOTHING

/** Names of groups, where a key is the id of a record. */
const LABELS: Readonly<Partial<Record<MarginBy, readonly [table: string, column: string]>>> = {
  product: ['crm.product', 'name'],
  campaign: ['campaigns.campaign', 'name'],
  region: ['company.region', 'name'],
  team: ['company.team', 'name'],
  owner: ['access."user"', 'name'],
}

async function labelsOf<DB>(db: Kysely<DB>, by: MarginBy, keys: readonly string[]) {
  const named = LABELS[by]
  const ids = keys.filter((key) => key !== NO_GROUP)
  if (!named || ids.length === 0) return new Map<string, string>()
  const [table, column] = named
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text as id, ${sql.ref(column)} as name from ${sql.raw(table)} where id = any(${ids}::uuid[])
  `.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The margin bridge of a period and of the one it is compared with, by group, with the mix effect. */
export async function readMargin<DB>(
  parts: MarginParts<DB>,
  query: MarginQuery,
): Promise<MarginAnswer> {
  const company = await parts.company()
  const period: Period = { from: query.from, until: query.until }
  const compared = query.against === 'year' ? yearBefore(period) : periodBefore(period)
  // Both periods in one state: a deal that changes in between is in neither twice.
  const [now, before, labels] = await parts.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      const one = { ...parts, db }
      const ofPeriod = await readGroups(one, company, period, query)
      const ofCompared = await readGroups(one, company, compared, query)
      const keys = [...ofPeriod, ...ofCompared].map(({ key }) => key)
      return [ofPeriod, ofCompared, await labelsOf(db, query.by, [...new Set(keys)])] as const
    })
  const keys = [...new Set([...now, ...before].map(({ key }) => key))]
  const find = (rows: readonly GroupRow[], key: string) =>
    sumsOfGroup(rows.find((row) => row.key === key))
  const groups = keys
    .map((key) => ({
      key,
      label: labels.get(key) ?? '',
      now: find(now, key),
      before: find(before, key),
    }))
    .toSorted((a, b) => b.now.revenue - a.now.revenue || b.before.revenue - a.before.revenue)
  return {
    ...{ period, compared, by: query.by },
    now: sideOf(now),
    before: sideOf(before),
    groups,
    mix: marginMix(groups),
  }
}

type DealRow = Readonly<Record<string, unknown>> & {
  readonly basis: MarginBasis
  readonly amount: number | null
  readonly margin: number | null
  readonly gross_profit: number | null
}

/** The margin bridge of one deal, of these owners where any are named. Throws `records.not_found` where there is none. */
export async function readDealMargin<DB>(
  parts: MarginParts<DB>,
  id: string,
  owners: readonly string[] = [],
): Promise<DealMargin> {
  const company = await parts.company()
  const rate = rateSql(company)
  const { rows } = await sql<DealRow>`
    select x.*, ${sql.raw(basisSql(rate))} as basis, ${sql.raw(parts.marginSql(rate))} as margin,
           ${sql.raw(parts.grossProfitSql)} as gross_profit
      from kpis.opportunity x
     where x.id = ${id}::uuid and (${owners.length === 0}::boolean or x.owner_id = any(${[...owners]}::uuid[]))
  `.execute(parts.db)
  const [deal] = rows
  if (!deal) throw new Refusal('not_found', 'records.not_found', { kind: 'opportunity', id })
  const { basis, amount, margin } = deal
  const stated = MARGIN_PARTS.flatMap((part) => {
    const cents = deal[part.id]
    const by = deal[`${part.id}_by`]
    if (typeof cents !== 'number' || (by !== 'deal' && by !== 'product' && by !== 'company'))
      return []
    const own = basis === 'rate' && by === 'deal' && part.id !== 'production'
    return [{ id: part.id, cents, by, counts: basis === 'parts' || own } as const]
  })
  return {
    ...{ amount, basis, parts: stated, margin },
    total: typeof deal.variable_cost === 'number' ? deal.variable_cost : null,
    rate: basis === 'rate' && amount !== null && margin !== null ? rateOf(deal, company) : null,
    grossProfit: deal.gross_profit,
    estimated: margin !== null && basis !== 'total' && deal.bridge_own !== true,
  }
}

function rateOf(deal: DealRow, company: Company): DealMargin['rate'] {
  const ofProduct = typeof deal.margin_rate === 'number' ? deal.margin_rate : null
  const value = ofProduct ?? company.marginRate
  if (value === null) return null
  const cents = Number(deal.amount) - Number(deal.margin) - Number(deal.own_cost)
  return { value, by: ofProduct === null ? 'company' : 'product', cents }
}
