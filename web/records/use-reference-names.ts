import { useQueries } from '@tanstack/react-query'
import type { RecordKind } from '#kernel/record.ts'
import { kindById } from './kinds.ts'
import { fetchOptions, recordKeys, type TimelineItem } from './records-api.ts'

/** Ids that the history of a record mentions, by kind of the record they name. */
export function mentionedIds(
  kind: RecordKind,
  items: readonly TimelineItem[],
  known: Readonly<Record<string, string>>,
): ReadonlyMap<string, readonly string[]> {
  const mentioned = new Map<string, string[]>()
  for (const { field: id, before, after } of items.flatMap((item) => item.changes ?? [])) {
    const field = kind.fields.find((candidate) => candidate.id === id)
    if (field?.type !== 'reference' || !field.kind) continue
    const ids = mentioned.get(field.kind) ?? []
    for (const value of [before, after]) {
      if (typeof value === 'string' && !known[value] && !ids.includes(value)) ids.push(value)
    }
    if (ids.length > 0) mentioned.set(field.kind, ids)
  }
  return mentioned
}

/** Names of every record that a history mentions: those given, and the others asked for by kind. */
export function useReferenceNames(
  kind: RecordKind,
  items: readonly TimelineItem[],
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const wanted = [...mentionedIds(kind, items, known)].flatMap(([kindId, ids]) => {
    const target = kindById(kindId)
    return target ? [{ target, ids }] : []
  })
  const answers = useQueries({
    queries: wanted.map(({ target, ids }) => ({
      queryKey: recordKeys.options(target, { id: ids }),
      staleTime: 300_000,
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchOptions(target, { id: ids }, signal),
    })),
  })
  const found = answers.flatMap((answer) => answer.data ?? [])
  return { ...known, ...Object.fromEntries(found.map(({ id, label }) => [id, label])) }
}
