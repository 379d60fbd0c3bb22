import type pg from 'pg'
import { isBackedUp } from '../extent.ts'

/** A table as a backup sees it. `name` is `schema.name` for people, `quoted` the same for SQL. */
export type CatalogueTable = {
  readonly name: string
  readonly quoted: string
  /** Those that hold data: generated ones are computed from them. */
  readonly columns: readonly string[]
}

type Querying = Pick<pg.ClientBase, 'query'>

/** Every table of a backup, in order of name. Partitions come with the table they belong to. */
export const tablesOf = (client: Querying): Promise<CatalogueTable[]> => tablesThat(client, 'p')

/**
 * The unlogged tables: PostgreSQL empties them after a crash, so they hold nothing but what can be computed
 * again. A backup leaves them out.
 */
export const cachesOf = (client: Querying): Promise<CatalogueTable[]> => tablesThat(client, 'u')

async function tablesThat(client: Querying, persistence: 'p' | 'u'): Promise<CatalogueTable[]> {
  const { rows } = await client.query<CatalogueTable>(
    `
    select namespace.nspname || '.' || class.relname as name,
           format('%I.%I', namespace.nspname, class.relname) as quoted,
           array(select attname::text
                   from pg_attribute
                  where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = ''
                  order by attnum) as columns
      from pg_class class
      join pg_namespace namespace on namespace.oid = class.relnamespace
     where class.relkind in ('r', 'p')
       and class.relpersistence = $1
       and not class.relispartition
       and not exists (select from pg_depend
                        where classid = 'pg_class'::regclass and objid = class.oid and deptype = 'e')
     order by namespace.nspname collate "C", class.relname collate "C"`,
    [persistence],
  )
  return rows.filter(({ name }) => isBackedUp(name))
}

export type CatalogueSequence = { readonly name: string; readonly quoted: string }

/** The counters that belong to tables of a backup. */
export async function sequencesOf(client: Querying): Promise<CatalogueSequence[]> {
  const { rows } = await client.query<CatalogueSequence & { owner: string | null }>(`
    select namespace.nspname || '.' || class.relname as name,
           format('%I.%I', namespace.nspname, class.relname) as quoted,
           (select table_namespace.nspname || '.' || table_class.relname
              from pg_depend depend
              join pg_class table_class on table_class.oid = depend.refobjid
              join pg_namespace table_namespace on table_namespace.oid = table_class.relnamespace
             where depend.classid = 'pg_class'::regclass
               and depend.objid = class.oid
               and depend.refclassid = 'pg_class'::regclass
               and depend.deptype in ('a', 'i')
             limit 1) as owner
      from pg_class class
      join pg_namespace namespace on namespace.oid = class.relnamespace
     where class.relkind = 'S'
     order by 1`)
  return rows
    .filter(({ name, owner }) => isBackedUp(owner ?? name))
    .map(({ name, quoted }) => ({ name, quoted }))
}

/** The SQL list of a table's columns, as COPY takes it. */
export const columnList = (
  client: Pick<pg.ClientBase, 'escapeIdentifier'>,
  columns: readonly string[],
) => columns.map((column) => client.escapeIdentifier(column)).join(', ')
