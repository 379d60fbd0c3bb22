import type { Kysely } from 'kysely'
import { type AttributionQuery, modelsOf } from '../query.ts'
import type { Reason } from '../unattributed.ts'
import { withAnswer } from './answers.ts'
import { readUnattributedCases } from './case-journeys.ts'
import { type NamedItem, type Page, pageOf, withNames } from './case-list.ts'
import type { AttributionContext } from './read.ts'
import type { RefreshContext } from './refresh.ts'

export type UnattributedItem = NamedItem & {
  /** Cents, or 1 where conversions are only counted. */
  readonly value: number
  readonly reason: Reason
}

type Wanted = AttributionQuery & {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** The conversions of a query that its first model gives to nobody, latest first, and why. */
export async function readUnattributed<DB>(
  db: Kysely<DB>,
  { limit, cursor, ...query }: Wanted,
  context: AttributionContext,
): Promise<Page<UnattributedItem>> {
  const found = await unnamed(db, query, context)
  const { items, ...page } = pageOf(found, { limit, cursor })
  return withNames(db, query.conversion, {
    ...page,
    items: items.map((item) => ({ ...item, at: item.at.toISOString() })),
  })
}

function unnamed<DB>(db: Kysely<DB>, query: AttributionQuery, context: AttributionContext) {
  const [main] = modelsOf(query, context.settings)
  const question = {
    key: ['unattributed', query],
    again: (later: RefreshContext) => unnamed(db, query, { ...context, ...later }),
  }
  return withAnswer(db, context, question, async (tx) =>
    main ? readUnattributedCases(tx, query, main.model, context) : [],
  )
}
