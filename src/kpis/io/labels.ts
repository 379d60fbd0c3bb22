import { type Kysely, sql } from 'kysely'
import type { Text } from '#kernel/record.ts'
import type { Dimension } from '../query.ts'
import { NO_KEY } from './scope-sql.ts'

const NONE: Readonly<Record<string, Text>> = {
  source: { de: 'ohne Lead', en: 'without a lead' },
  channel: { de: 'ohne Zuordnung', en: 'not assigned' },
  campaign: { de: 'ohne Kampagne', en: 'without a campaign' },
  product: { de: 'ohne Produkt', en: 'without a product' },
  owner: { de: 'ohne Zuständige', en: 'without an owner' },
  team: { de: 'ohne Team', en: 'without a team' },
  region: { de: 'ohne Region', en: 'without a region' },
}
const EMPTY: Text = { de: '(nichts angegeben)', en: '(nothing given)' }

const TABLES = {
  campaign: 'campaigns.campaign',
  product: 'crm.product',
  owner: 'access.user',
  team: 'company.team',
  region: 'company.region',
} as const

type Named = { readonly id: string; readonly de: string; readonly en: string }

async function readNames<DB>(
  db: Kysely<DB>,
  by: Dimension,
  keys: readonly string[],
): Promise<readonly Named[]> {
  const ids = keys.filter((key) => key !== NO_KEY)
  if (by === 'channel') {
    const { rows } = await sql<Named>`
      select id, name_de as de, name_en as en from tracking.channel where id = any(${ids}::text[])
    `.execute(db)
    return rows
  }
  if (by === 'source' || by === 'month') return []
  const { rows } = await sql<Named>`
    select id::text, name as de, name as en from ${sql.table(TABLES[by])}
     where id = any(${ids}::uuid[])
  `.execute(db)
  return rows
}

/** Names of the keys of a split, in both languages. */
export async function readLabels<DB>(
  db: Kysely<DB>,
  by: Dimension,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Text>> {
  const names = await readNames(db, by, keys)
  const labels = new Map<string, Text>(names.map(({ id, de, en }) => [id, { de, en }]))
  for (const key of keys) {
    if (labels.has(key)) continue
    const none = NONE[by]
    if (key === NO_KEY && none) labels.set(key, none)
    else labels.set(key, key === '' ? EMPTY : { de: key, en: key })
  }
  return labels
}
