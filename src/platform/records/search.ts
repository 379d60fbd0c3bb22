import { sql } from 'kysely'
import type { RecordKind, Values } from '#kernel/record.ts'
import type { Db, RecordBinding } from './binding.ts'
import {
  beginsWord,
  type Condition,
  type RowScope,
  searchText,
  spelt,
  textConditions,
  whereOf,
  wordsOf,
} from './conditions.ts'
import { readPage } from './page.ts'
import { labelsByIds, titleOf } from './read.ts'

/** A record found by text: its name, and the fields that name it and were searched. */
export type Hit = { readonly id: string; readonly label: string; readonly fields: Values }

/** Hits looked at per way of matching; the best of them are shown. */
const CANDIDATES = 50

/** As much of the beginning as the index of beginnings holds. */
const BEGINNING_LETTERS = 40

/** The record's text begins with this one. */
function begins(kind: RecordKind, text: string): Condition {
  const searched = searchText(kind)
  const letters = sql.lit(BEGINNING_LETTERS)
  return kind.hasSearchText
    ? sql`left(${searched}, ${letters}) like left(${spelt(text)}, ${letters}) || '%'`
    : sql`${searched} like ${spelt(text)} || '%'`
}

/** Ways in which a record can match, the best first: begins so, has words that begin so, contains it. */
function waysToMatch(kind: RecordKind, text: string): readonly (readonly Condition[])[] {
  const words = wordsOf(text)
  return [
    [begins(kind, words.join(' '))],
    words.map((word) => beginsWord(kind, word)),
    textConditions(kind, text),
  ]
}

/**
 * The best `limit` records for a text that is still being typed. A better way of matching goes before a
 * worse one, short names before long ones. Each way looks at no more than CANDIDATES rows, so a text that
 * matches everything is as quick as one that matches nothing.
 */
export async function searchKind(
  db: Db,
  kind: RecordKind,
  text: string,
  limit: number,
  scope: RowScope,
): Promise<Hit[]> {
  if (wordsOf(text).length === 0) return []
  const own = scope ? [sql`t.${sql.ref(scope.field)} = ${scope.value}`] : []
  const shown = [...new Set([...kind.title, ...kind.search])]
  const hits = new Map<string, Hit>()
  for (const way of waysToMatch(kind, text)) {
    const { rows } = await sql<Record<string, unknown> & { id: string; label: string }>`
      select id::text as id, label, ${sql.join(shown.map((field) => sql.ref(field)))}
        from (select t.*, ${titleOf(kind)} as label
                from ${sql.raw(kind.table)} t ${whereOf([...way, ...own])} limit ${CANDIDATES}) as hit
       order by length(label), label, id
    `.execute(db)
    for (const { id, label, ...fields } of rows) {
      if (!hits.has(id)) hits.set(id, { id, label, fields })
    }
    if (hits.size >= limit) break
  }
  return [...hits.values()].slice(0, limit)
}

const OPTIONS_MAX = 50

/** Records to pick from for a reference field: the best for a text; without one the first of the list. */
export async function optionsOf(
  db: Db,
  binding: RecordBinding,
  text: string,
  scope: RowScope,
): Promise<{ id: string; label: string }[]> {
  const { kind } = binding
  if (wordsOf(text).length > 0) {
    const hits = await searchKind(db, kind, text, OPTIONS_MAX, scope)
    return toldApart(hits)
  }
  if (kind.hasSearchText) {
    const query = { filters: {}, limit: OPTIONS_MAX }
    const { items } = await readPage(db, binding, query, scope, 'UTC')
    const ids = items.map((item) => String(item.id))
    const labels = await labelsByIds(db, kind, ids)
    return toldApart(
      items.map((fields, at) => ({
        id: ids[at] ?? '',
        label: labels[ids[at] ?? ''] ?? '',
        fields,
      })),
    )
  }
  const order =
    kind.id === 'opportunity_stage' ? sql`t.position` : sql`(${titleOf(kind)}) collate "de-x-icu"`
  const own = scope ? [sql`t.${sql.ref(scope.field)} = ${scope.value}`] : []
  const result = await sql<{ id: string; label: string }>`
    select t.id::text as id, ${titleOf(kind)} as label
      from ${sql.raw(kind.table)} t ${whereOf(own)} order by ${order} limit ${OPTIONS_MAX}
  `.execute(db)
  return result.rows
}

/** Options of the same name carry the e-mail address, where there is one. */
function toldApart(hits: readonly Hit[]): { id: string; label: string }[] {
  const seen = new Map<string, number>()
  for (const { label } of hits) seen.set(label, (seen.get(label) ?? 0) + 1)
  return hits.map(({ id, label, fields }) => {
    const address = (seen.get(label) ?? 0) > 1 ? fields.email : null
    return { id, label: typeof address === 'string' ? `${label}, ${address}` : label }
  })
}
