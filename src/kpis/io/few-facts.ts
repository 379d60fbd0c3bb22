import type { Kysely } from 'kysely'
import type { FactId, Facts } from '../facts.ts'
import { type KpiQuery, periodOf } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { gather, total } from './gather.ts'
import { inOneSnapshot, type ReadingOptions } from './reading.ts'

/** A few facts of a period and filters; nothing else is read. Null what is not known or cannot be filtered this way. */
export const readFacts = <DB>(
  db: Kysely<DB>,
  query: KpiQuery,
  ids: readonly FactId[],
  given: ReadingOptions & { readonly settings: KpiSettings },
): Promise<Facts> =>
  inOneSnapshot(db, given, async (reading) => {
    const only = new Set(ids)
    const { settings } = given
    const [gathered] = await gather(reading, {
      ...{ periods: [periodOf(query)], filters: query, settings, only },
    })
    return total(gathered)
  })
