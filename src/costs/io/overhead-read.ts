import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { cents } from '#kernel/money.ts'
import { contains, type IsoDate, isIsoDate, type Period } from '#kernel/period.ts'
import { sqlFile } from '#platform/sql.ts'
import {
  type CostPart,
  type CostsByPlace,
  costsBy,
  type KeyRule,
  OVERHEAD_KEYS,
  type PlaceWeight,
  type Spreading,
  spreadCosts,
} from '../overhead.ts'
import { type CostFilter, NO_FILTER } from '../overhead-shapes.ts'

const Day = z.string().refine((text): text is IsoDate => isIsoDate(text))
const Cents = z.int().transform(cents)
const place = { channel: z.string().nullable(), campaignId: z.string().nullable() }

const PartRow = z.object({
  month: Day,
  category: z.string(),
  salesScope: z.string().nullable(),
  ...place,
  role: z.enum(['own', 'spread', 'keep']),
  cents: Cents,
  weightCents: Cents,
})
const WeightRow = z.object({ month: Day, ...place, value: z.number() })

const file = (name: string) => new URL(`./queries/${name}.sql`, import.meta.url)
const costParts = sqlFile(file('allocation-costs'), PartRow)
const hourWeights = sqlFile(file('allocation-hours'), WeightRow)
const leadWeights = sqlFile(file('allocation-leads'), WeightRow)

/** What spreading starts from: one reading serves several keys. */
export type SpreadInputs = {
  readonly parts: readonly CostPart[]
  readonly hours: readonly PlaceWeight[]
  readonly leads: readonly PlaceWeight[]
}

const orAll = <Item>(list: readonly Item[]): readonly Item[] | null =>
  list.length === 0 ? null : list

/** Cost, hours and leads of a period by month and place. */
export async function readSpreadInputs<DB>(
  db: Kysely<DB>,
  { from, until }: Period,
  timeZone: string,
  filter: CostFilter = NO_FILTER,
): Promise<SpreadInputs> {
  const { product, team, region, category } = filter
  const [parts, hours, leads] = await Promise.all([
    costParts(db, from, until, orAll(product), orAll(team), orAll(region), orAll(category)),
    hourWeights(db, from, until),
    leadWeights(db, from, until, timeZone),
  ])
  return { parts, hours, leads }
}

/** A key that holds, with the id of its record. */
export type StoredKey = KeyRule & { readonly id: string; readonly note: string | null }

const KeyRow = z.object({
  id: z.string(),
  key: z.enum(OVERHEAD_KEYS),
  category: z.string().nullable(),
  validFrom: Day.nullable(),
  note: z.string().nullable(),
  shares: z.array(z.object({ ...place, share: z.number() })),
})

/** Every key of the company with its fixed shares. */
export async function readKeys<DB>(db: Kysely<DB>): Promise<StoredKey[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select overhead_key.id, key, category, valid_from as "validFrom", overhead_key.note,
           coalesce((select jsonb_agg(jsonb_build_object('channel', coalesce(part.channel, campaign.channel),
                                                         'campaignId', part.campaign_id, 'share', part.share)
                                      order by part.channel, part.campaign_id)
                       from costs.split_share part
                       left join campaigns.campaign on campaign.id = part.campaign_id
                      where part.split_id = overhead_key.split_id), '[]') as shares
      from costs.overhead_key
     order by valid_from desc nulls last, category nulls first, overhead_key.id
  `.execute(db)
  return z.array(KeyRow).parse(rows)
}

/** Own and spread cost of a period by the keys of the company. */
export async function readSpreading<DB>(
  db: Kysely<DB>,
  period: Period,
  timeZone: string,
  filter: CostFilter = NO_FILTER,
): Promise<Spreading> {
  const [{ parts, ...weights }, keys] = await Promise.all([
    readSpreadInputs(db, period, timeZone, filter),
    readKeys(db),
  ])
  return spreadCosts(parts, weights, keys)
}

const isWholeMonths = ({ from, until }: Period): boolean =>
  from.endsWith('-01') && until.endsWith('-01')

/**
 * Own and spread cost of several periods, in their order. Cost is spread month by month, so that periods of whole months
 * are one reading of all of them; each of the others is read by itself.
 */
export async function readSpreadings<DB>(
  db: Kysely<DB>,
  periods: readonly Period[],
  timeZone: string,
  filter: CostFilter = NO_FILTER,
): Promise<Spreading[]> {
  const keys = await readKeys(db)
  const whole = periods.filter(isWholeMonths)
  const [from] = whole.map((period) => period.from).toSorted()
  const until = whole
    .map((period) => period.until)
    .toSorted()
    .at(-1)
  const all = from && until ? await readSpreadInputs(db, { from, until }, timeZone, filter) : null
  const found: Spreading[] = []
  // One after the other: a reading has one connection.
  for (const period of periods) {
    const inputs =
      all && isWholeMonths(period)
        ? { ...all, parts: all.parts.filter(({ month }) => contains(period, month)) }
        : await readSpreadInputs(db, period, timeZone, filter)
    const { parts, ...weights } = inputs
    found.push(spreadCosts(parts, weights, keys))
  }
  return found
}

/**
 * Own and spread cost by channel, and what is unallocated, to the cent of the ledger: for whoever needs the whole cost
 * of a channel (ROI, channel table, report). Amounts in cents; the filter narrows lines, not the key.
 */
export async function costsByChannel<DB>(
  db: Kysely<DB>,
  period: Period,
  timeZone: string,
  filter: CostFilter = NO_FILTER,
): Promise<{
  readonly rows: readonly { channel: string; own: number; spread: number }[]
  readonly unallocated: CostsByPlace['unallocated']
  readonly total: number
}> {
  const { rows, ...rest } = costsBy('channel', await readSpreading(db, period, timeZone, filter))
  return { rows: rows.map(({ key, ...row }) => ({ channel: key, ...row })), ...rest }
}
