import { type Kysely, sql } from 'kysely'
import type { Period } from '#kernel/period.ts'
import type { UncountedPages } from '../traffic-shapes.ts'

const SHOWN_MAX = 10

/**
 * Page views on strict websites of visitors without consent: counted by day and page, with no visit and no visitor behind
 * them. They are in no other figure.
 */
export async function readUncountedPages<DB>(
  db: Kysely<DB>,
  { from, until, website }: Period & { readonly website?: number | undefined },
): Promise<UncountedPages> {
  const { rows } = await sql<{ page: string; pageViews: number; total: number; count: number }>`
    with viewed as (
      select left(page.host || page.path, 400) as page, sum(counted.pages)::bigint as views
        from tracking.page_day counted
        join tracking.page on page.id = counted.page
       where counted.date >= ${from}::date and counted.date < ${until}::date
         and ${website === undefined ? sql`true` : sql`counted.website = ${website}`}
       group by 1
    )
    select page, views as "pageViews", (sum(views) over ())::bigint as total, count(*) over () as count
      from viewed
     order by views desc, page collate "C" limit ${SHOWN_MAX}`.execute(db)
  return {
    pageViews: rows[0]?.total ?? 0,
    count: rows[0]?.count ?? 0,
    pages: rows.map(({ page, pageViews }) => ({ page, pageViews })),
  }
}
