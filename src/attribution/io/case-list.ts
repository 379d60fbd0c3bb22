import { type Kysely, sql } from 'kysely'
import type { Conversion } from '../query.ts'
import type { CaseJourney } from './case-journeys.ts'

/** A conversion in a list: what it is called and how many touches it took. */
export type ListedCase = {
  /** The opportunity, or the lead of MQL and SQL. */
  readonly id: string
  readonly name: string
  readonly account: string | null
  readonly at: string
  /** Cents, or 1 where conversions are only counted. */
  readonly value: number
  /** In order, one of neighbours that are equal. */
  readonly channels: readonly string[]
  readonly touches: number
  /** From the first touch to the conversion; null without a touch. */
  readonly days: number | null
}

export type CasePage = {
  readonly items: readonly ListedCase[]
  readonly next: string | null
  readonly count: number
}

const CURSOR = /^(\S+) ([0-9a-f-]{36})$/
const DAY_SECONDS = 86_400

type Wanted = {
  readonly conversion: Conversion
  readonly limit: number
  /** Instant and id of the last one seen, joined by a blank. */
  readonly cursor?: string | undefined
  /** Part of the name of the opportunity, the lead or the account. */
  readonly q?: string | undefined
}

/** One page of conversions in their order (latest first), with names. */
export async function readCasePage<DB>(
  tx: Kysely<DB>,
  journeys: readonly CaseJourney[],
  { conversion, limit, cursor, q }: Wanted,
): Promise<CasePage> {
  const view = conversion === 'mql' || conversion === 'sql' ? 'kpis.lead' : 'kpis.opportunity'
  const wanted = q?.trim() ? await narrowed(tx, view, journeys, q.trim()) : journeys
  const [, at = '', id = ''] = CURSOR.exec(cursor ?? '') ?? []
  const seen = Date.parse(at)
  const rest = Number.isNaN(seen)
    ? wanted
    : wanted.filter((one) => {
        const instant = one.at.getTime()
        return instant < seen || (instant === seen && one.id < id)
      })
  const page = rest.slice(0, limit)
  const names = await readNames(tx, view, page)
  const last = page.at(-1)
  return {
    items: page.map((one) => listed(one, names)),
    next: rest.length > limit && last ? `${last.at.toISOString()} ${last.id}` : null,
    count: wanted.length,
  }
}

type Name = { readonly id: string; readonly name: string; readonly account: string | null }

async function readNames<DB>(
  tx: Kysely<DB>,
  view: string,
  page: readonly CaseJourney[],
): Promise<ReadonlyMap<string, Name>> {
  const { rows } = await sql<Name>`
    select x.id, x.label as name, account.name as account
      from ${sql.table(view)} x left join crm.account on account.id = x.account_id
     where x.id = any(${page.map(({ id }) => id)}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

async function narrowed<DB>(
  tx: Kysely<DB>,
  view: string,
  journeys: readonly CaseJourney[],
  q: string,
): Promise<readonly CaseJourney[]> {
  const pattern = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ id: string }>`
    select x.id
      from ${sql.table(view)} x left join crm.account on account.id = x.account_id
     where x.label ilike ${pattern} or account.name ilike ${pattern}`.execute(tx)
  const ids = new Set(rows.map(({ id }) => id))
  return journeys.filter(({ id }) => ids.has(id))
}

const listed = (
  { id, at, value, channels, ages }: CaseJourney,
  names: ReadonlyMap<string, Name>,
): ListedCase => ({
  id,
  name: names.get(id)?.name ?? '',
  account: names.get(id)?.account ?? null,
  at: at.toISOString(),
  value,
  channels: channels.filter((channel, place) => channel !== channels[place - 1]),
  touches: channels.length,
  days: ages[0] === undefined ? null : ages[0] / DAY_SECONDS,
})
