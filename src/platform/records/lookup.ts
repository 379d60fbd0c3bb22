import { type QueryExecutorProvider, sql } from 'kysely'
import type { Values } from '#kernel/record.ts'

/** The distinct ids that rows hold in a field. */
export const idsIn = (rows: readonly (Values | null)[], field: string): string[] => [
  ...new Set(rows.map((row) => row?.[field]).filter((id): id is string => typeof id === 'string')),
]

/** One text column of the given rows of a table, by id. A single query for any number of ids. */
export async function columnById(
  db: QueryExecutorProvider,
  table: string,
  column: string,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; value: string | null }>`
    select id::text as id, ${sql.ref(column)}::text as value from ${sql.raw(table)}
     where id = any(${[...ids]}::uuid[])
  `.execute(db)
  return new Map(rows.map(({ id, value }) => [id, value]))
}
