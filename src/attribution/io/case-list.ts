import { type Kysely, sql } from 'kysely'
import type { Conversion } from '../query.ts'
import type { CaseJourney } from './case-journeys.ts'

/** A conversion in a list, without its name. */
export type ListedCase = {
  /** The opportunity, or the lead of MQL and SQL. */
  readonly id: string
  readonly at: string
  /** Cents, or 1 where conversions are only counted. */
  readonly value: number
  /** In order, one of neighbours that are equal. */
  readonly channels: readonly string[]
  readonly touches: number
  /** From the first touch to the conversion; null without a touch. */
  readonly days: number | null
}

export type NamedItem = {
  readonly id: string
  readonly at: string
  readonly name: string
  readonly account: string | null
}
export type NamedCase = ListedCase & NamedItem

const CURSOR = /^(\S+) ([0-9a-f-]{36})$/
const DAY_SECONDS = 86_400

type Placed = { readonly id: string; readonly at: Date }

export type Page<Item> = {
  readonly items: readonly Item[]
  readonly next: string | null
  readonly count: number
}

/** One page of what is sorted, latest first. `cursor`: instant and id of the last one seen, joined by a blank. */
export function pageOf<Item extends Placed>(
  sorted: readonly Item[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Page<Item> {
  const [, at = '', id = ''] = CURSOR.exec(cursor ?? '') ?? []
  const seen = Date.parse(at)
  const isLater = (one: Placed): boolean =>
    one.at.getTime() < seen || (one.at.getTime() === seen && one.id < id)
  const rest = Number.isNaN(seen) ? sorted : sorted.filter(isLater)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    next: rest.length > limit && last ? `${last.at.toISOString()} ${last.id}` : null,
    count: sorted.length,
  }
}

export const listed = ({ id, at, value, channels, ages }: CaseJourney): ListedCase => ({
  ...{ id, value, at: at.toISOString() },
  channels: channels.filter((channel, place) => channel !== channels[place - 1]),
  touches: channels.length,
  days: ages[0] === undefined ? null : ages[0] / DAY_SECONDS,
})

const viewOf = (conversion: Conversion) =>
  sql.table(conversion === 'mql' || conversion === 'sql' ? 'kpis.lead' : 'kpis.opportunity')

/** What the conversions of a page are called now: names change without changing a figure. */
export async function withNames<DB, Item extends { readonly id: string }>(
  db: Kysely<DB>,
  conversion: Conversion,
  page: Page<Item>,
): Promise<Page<Item & Pick<NamedItem, 'name' | 'account'>>> {
  const { rows } = await sql<{ id: string; name: string; account: string | null }>`
    select x.id, x.label as name, account.name as account
      from ${viewOf(conversion)} x left join crm.account on account.id = x.account_id
     where x.id = any(${page.items.map(({ id }) => id)}::uuid[])`.execute(db)
  const names = new Map(rows.map((row) => [row.id, row]))
  return {
    ...page,
    items: page.items.map((item) => ({
      ...item,
      name: names.get(item.id)?.name ?? '',
      account: names.get(item.id)?.account ?? null,
    })),
  }
}

/** The ids of everything whose name, or whose account's name, contains `q`. */
export async function readIdsByName<DB>(
  tx: Kysely<DB>,
  conversion: Conversion,
  q: string,
): Promise<ReadonlySet<string>> {
  const pattern = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ id: string }>`
    select x.id
      from ${viewOf(conversion)} x left join crm.account on account.id = x.account_id
     where x.label ilike ${pattern} or account.name ilike ${pattern}`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}
