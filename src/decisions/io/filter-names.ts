import { sql } from 'kysely'
import type { Text } from '#kernel/record.ts'
import { targetKind } from '#planning/target.ts'
import { labelsByIds } from '#platform/records/read.ts'
import type { FigureFilters } from '../shapes.ts'
import { alike } from '../words.ts'
import type { DecisionParts } from './parts.ts'

/** One value of a filter and what it is called; null where there is no such thing any more. */
export type NamedFilter = { readonly value: string; readonly name: Text | null }

/** The kind of record that the values of a filter are. */
const KIND_OF_FILTER: Readonly<Record<string, string>> = {
  campaign: 'campaign',
  product: 'product',
  team: 'team',
  region: 'region',
  owner: 'user',
  target_group: 'target_group',
}
/** The word by which figures ask for what has no channel. */
const NONE = '(none)'
const NO_CHANNEL: Text = { de: 'ohne Kanal', en: 'without a channel' }

const valuesOf = (filters: FigureFilters, name: string): string[] => [filters[name] ?? []].flat()

type Names = Record<string, Text>

async function channelNames(db: DecisionParts['records']['db'], ids: readonly string[]) {
  const names: Names = { [NONE]: NO_CHANNEL }
  if (ids.length === 0) return names
  const { rows } = await sql<{ id: string; de: string; en: string }>`
    select id, name_de as de, name_en as en from tracking.channel where id = any(${[...ids]}::text[])
  `.execute(db)
  for (const { id, de, en } of rows) names[id] = { de, en }
  return names
}

function businessNames(): Names {
  const field = targetKind.fields.find(({ id }) => id === 'business_type')
  return Object.fromEntries((field?.choices ?? []).map(({ value, label }) => [value, label]))
}

/** What the values of several filters are called: each kind of record is asked once. */
export async function namesOfFilters(
  { records: { db, bindings } }: Pick<DecisionParts, 'records'>,
  all: readonly FigureFilters[],
): Promise<(filters: FigureFilters) => NamedFilter[]> {
  const idsOf = (filter: string) => [...new Set(all.flatMap((one) => valuesOf(one, filter)))]
  const names: Record<string, Names> = {
    channel: await channelNames(db, idsOf('channel')),
    business_type: businessNames(),
  }
  for (const [filter, kindId] of Object.entries(KIND_OF_FILTER)) {
    const [ids, kind] = [idsOf(filter), bindings.get(kindId)?.kind]
    if (ids.length === 0 || !kind) continue
    const labels = await labelsByIds(db, kind, ids)
    names[filter] = Object.fromEntries(
      Object.entries(labels).map(([id, label]) => [id, alike(label)]),
    )
  }
  return (filters) =>
    // In an order of its own: stored filters come back in another one than they were given in.
    Object.keys(filters)
      .toSorted()
      .flatMap((filter) =>
        valuesOf(filters, filter).map((value) => ({ value, name: names[filter]?.[value] ?? null })),
      )
}
