import pg from 'pg'
import { isBackedUp } from '../../src/safety/extent.ts'

/**
 * A hash of the rows of every table that a backup holds (no caches), whatever their order, computed by the database from
 * each row as text. Parts of a table are in the table. With `snapshotId` of the moment that another transaction exported.
 */
export async function tableHashes(
  url: string,
  snapshotId?: string,
): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read')
    if (snapshotId !== undefined) await client.query(`set transaction snapshot '${snapshotId}'`)
    await client.query("set local timezone = 'UTC'; set local extra_float_digits = 1")
    const { rows: tables } = await client.query<{ name: string; quoted: string }>(`
      select schemaname || '.' || tablename as name, format('%I.%I', schemaname, tablename) as quoted
        from pg_tables
       where not exists (select from pg_class
                          where oid = format('%I.%I', schemaname, tablename)::regclass
                            and (relpersistence = 'u' or relispartition))
       order by 1`)
    const hashes: Record<string, string> = {}
    for (const { name, quoted } of tables.filter((table) => isBackedUp(table.name))) {
      const { rows } = await client.query<{ hash: string }>(`
        select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash
          from ${quoted} t`)
      hashes[name] = rows[0]?.hash ?? ''
    }
    return hashes
  } finally {
    await client.end()
  }
}
