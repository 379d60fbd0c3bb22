import { readFileSync } from 'node:fs'
import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'

/** A query in its own .sql file: it runs in psql as it stands, and its rows are parsed, not cast. */
export function sqlFile<Row extends z.ZodType>(url: URL, row: Row) {
  const text = readFileSync(url, 'utf8')
  const Rows = z.array(row)
  return async <DB>(db: Kysely<DB>, ...parameters: unknown[]): Promise<z.infer<Row>[]> => {
    const result = await db.executeQuery(CompiledQuery.raw(text, parameters))
    return Rows.parse(result.rows)
  }
}
