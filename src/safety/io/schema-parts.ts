import type pg from 'pg'
import { isBackedUp } from '../extent.ts'

type Part = {
  /** Whose table decides whether it matters; null: it matters anyway. */
  readonly table: string | null
  readonly drop: string
  readonly create: string
}

/**
 * Takes away, in the transaction of a restore, what would stand in the way of rows that come table by table:
 * foreign keys (tables refer to each other in circles), triggers of ours (what they would write is in the
 * backup), and indexes, which are made faster at once than row by row. `putBack` makes them again and thereby
 * checks every reference. All of it is the right of the tables' owner; switching off the checks of foreign
 * keys, the usual way, is that of a superuser.
 */
export async function putAside(client: pg.ClientBase): Promise<{ putBack(): Promise<void> }> {
  const foreignKeys = await parts(client, FOREIGN_KEYS)
  const triggers = await parts(client, TRIGGERS)
  const indexes = await parts(client, INDEXES)
  const views = await parts(client, MATERIALIZED_VIEWS)
  for (const { drop } of [...foreignKeys, ...triggers, ...indexes]) await client.query(drop)
  return {
    async putBack() {
      for (const { create } of [...indexes, ...foreignKeys, ...triggers, ...views]) {
        await client.query(create)
      }
    },
  }
}

async function parts(client: pg.ClientBase, text: string): Promise<Part[]> {
  const { rows } = await client.query<Part>(text)
  return rows.filter(({ table }) => table === null || isBackedUp(table))
}

const TABLE = `namespace.nspname || '.' || class.relname`
const QUOTED = `format('%I.%I', namespace.nspname, class.relname)`

/** Also those of tables that are not in the backup: they may refer to ones that are. */
const FOREIGN_KEYS = `
  select null as "table",
         format('alter table %s drop constraint %I', ${QUOTED}, conname) as drop,
         format('alter table %s add constraint %I %s', ${QUOTED}, conname, pg_get_constraintdef(item.oid)) as create
    from pg_constraint item
    join pg_class class on class.oid = item.conrelid
    join pg_namespace namespace on namespace.oid = class.relnamespace
   where item.contype = 'f' and item.conparentid = 0 and namespace.nspname <> 'jobs'
   order by item.oid`

const TRIGGERS = `
  select ${TABLE} as "table",
         format('alter table %s disable trigger %I', ${QUOTED}, tgname) as drop,
         format('alter table %s enable trigger %I', ${QUOTED}, tgname) as create
    from pg_trigger item
    join pg_class class on class.oid = item.tgrelid
    join pg_namespace namespace on namespace.oid = class.relnamespace
   where not item.tgisinternal and item.tgenabled = 'O' and item.tgparentid = 0
   order by item.oid`

/**
 * Those that are not the body of a constraint, which would go with them. Without "only", with which PostgreSQL prints
 * those of a table in parts, its parts get theirs as well.
 */
const INDEXES = `
  select ${TABLE} as "table",
         format('drop index %I.%I', index_namespace.nspname, index_class.relname) as drop,
         case when class.relkind = 'p' then replace(pg_get_indexdef(item.indexrelid), ' ON ONLY ', ' ON ')
              else pg_get_indexdef(item.indexrelid) end as create
    from pg_index item
    join pg_class index_class on index_class.oid = item.indexrelid
    join pg_namespace index_namespace on index_namespace.oid = index_class.relnamespace
    join pg_class class on class.oid = item.indrelid
    join pg_namespace namespace on namespace.oid = class.relnamespace
   where class.relkind in ('r', 'p')
     and index_class.relispartition = false
     and not exists (select from pg_constraint where conindid = item.indexrelid)
   order by item.indexrelid`

const MATERIALIZED_VIEWS = `
  select ${TABLE} as "table",
         '' as drop,
         format('refresh materialized view %s', ${QUOTED}) as create
    from pg_class class
    join pg_namespace namespace on namespace.oid = class.relnamespace
   where class.relkind = 'm'
   order by class.oid`
