import { sql } from 'kysely'
import type { MarginDeals, MarginDealsQuery } from '../margin-deal-shapes.ts'
import { MARGIN_CUTS, NO_GROUP } from '../margin-shapes.ts'
import { bridgeSql, countsSql, type MarginParts } from './margin.ts'

const KNOWN = 'x.margin is not null'

/** Which deals of the bridge make a line, and what of it is theirs. */
function lineSql(line: string): { readonly which: string; readonly cents: string } {
  switch (line) {
    case 'all':
      return { which: 'true', cents: 'x.amount' }
    case 'unknown':
      return { which: 'x.margin is null', cents: 'x.amount' }
    case 'revenue':
      return { which: KNOWN, cents: 'x.amount' }
    case 'margin':
    case 'gross_profit':
      return { which: `${KNOWN} and x.${line} is not null`, cents: `x.${line}` }
    case 'estimated':
      return { which: `${KNOWN} and x.basis <> 'total' and not x.bridge_own`, cents: 'x.amount' }
    case 'total':
      return { which: `x.basis = 'total'`, cents: 'x.variable_cost' }
    case 'rate':
      return { which: `x.basis = 'rate'`, cents: 'x.amount - x.margin - x.own_cost' }
    default:
      return { which: `${countsSql(line)} and x.${line} is not null`, cents: `x.${line}` }
  }
}

/** Without a deal on the page one row with the sums alone. */
type Row = {
  readonly id: string | null
  readonly label: string | null
  readonly closed_at: Date
  readonly amount: number
  readonly cents: number
  readonly count: number
  readonly sum: number
}

/** The deals behind one number of the margin bridge. `line` is one of MARGIN_LINES. */
export async function readMarginDeals<DB>(
  parts: MarginParts<DB>,
  query: MarginDealsQuery,
): Promise<MarginDeals> {
  const { line, key, by, limit, offset } = query
  const { which, cents } = lineSql(line)
  const group = sql`coalesce(${sql.ref(`x.${MARGIN_CUTS[by]}`)}::text, ${NO_GROUP})`
  const { rows } = await sql<Row>`
    with line as (
      select x.id, x.label, x.closed_at, x.amount, (${sql.raw(cents)})::bigint as cents
        from (${bridgeSql(parts, await parts.company(), query, query)}) x
       where ${sql.raw(which)}
         ${key === undefined ? sql`` : sql`and ${group} = ${key}::text`}
    )
    select line.*, whole.count, whole.sum
      from (select count(*)::integer as count, coalesce(sum(cents), 0)::bigint as sum from line) whole
      left join lateral (select * from line order by cents desc, id limit ${limit} offset ${offset}) line on true
  `.execute(parts.db)
  return {
    count: rows[0]?.count ?? 0,
    sumCents: rows[0]?.sum ?? 0,
    items: rows.flatMap(({ id, label, closed_at, amount, cents: part }) =>
      id === null
        ? []
        : [{ ...{ id, label, amount, cents: part }, closedAt: closed_at.toISOString() }],
    ),
  }
}
