import type pg from 'pg'
import { Recent } from '#kernel/recent.ts'
import type { Arrival, PageAddress } from '../arrival.ts'
import { numbersLiteral, textsLiteral } from './array-literal.ts'

const REMEMBERED_MAX = 40_000

type Wanted = { readonly website: number } & PageAddress

const keyOf = (website: number, { host, path }: PageAddress): string => `${website} ${host}${path}`

const SELECT_PAGES = `
  select page.id, page.website, page.host, page.path
    from unnest($1::integer[], $2::text[], $3::text[]) as given (website, host, path)
    join tracking.page on page.website = given.website
     and md5(page.host || page.path) = md5(given.host || given.path)`

const INSERT_PAGES = `
  insert into tracking.page (website, host, path)
  select * from unnest($1::integer[], $2::text[], $3::text[])
      on conflict do nothing`

/** Numbers of pages, the latest ones remembered. A page is made outside of the batch: a lone one does no harm. */
export class PageNumbers {
  readonly #pool: pg.Pool
  readonly #known = new Recent<number>(REMEMBERED_MAX)

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** The number of a page that was learned, or null. */
  of(website: number, page: PageAddress | null): number | null {
    return page === null ? null : (this.#known.get(keyOf(website, page)) ?? null)
  }

  /** Learns the pages of these hits, and makes those that there are not yet. */
  async learn(arrivals: readonly Arrival[]): Promise<void> {
    const wanted = new Map<string, Wanted>()
    for (const { website, page } of arrivals) {
      if (page === null) continue
      const key = keyOf(website.number, page)
      if (this.#known.get(key) === undefined) wanted.set(key, { website: website.number, ...page })
    }
    if (wanted.size === 0) return
    await this.#read(wanted)
    if (wanted.size === 0) return
    const missing = [...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, page]) => page)
    await this.#pool.query({ name: 'new pages', text: INSERT_PAGES, values: columnsOf(missing) })
    await this.#read(wanted)
  }

  /** Takes what it finds out of `wanted`. */
  async #read(wanted: Map<string, Wanted>): Promise<void> {
    const { rows } = await this.#pool.query<Wanted & { id: number }>({
      name: 'pages',
      text: SELECT_PAGES,
      values: columnsOf([...wanted.values()]),
    })
    for (const { id, website, host, path } of rows) {
      const key = keyOf(website, { host, path })
      this.#known.set(key, id)
      wanted.delete(key)
    }
  }
}

const columnsOf = (pages: readonly Wanted[]): string[] => [
  numbersLiteral(pages.map(({ website }) => website)),
  textsLiteral(pages.map(({ host }) => host)),
  textsLiteral(pages.map(({ path }) => path)),
]
