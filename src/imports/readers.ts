import type { RecordKind } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import type { ReaderInput } from './feeds.ts'
import { settleFormat } from './format.ts'
import type { Mapping } from './mapping.ts'
import { compileReader, type RowReader } from './reader.ts'

type ReadersInput = Pick<ReaderInput, 'detection' | 'profile' | 'company'> & {
  readonly mappings: readonly Mapping[]
  readonly kinds: readonly RecordKind[]
}

/** One reader per part of a file; null where nobody has said a kind that there is. */
export function compileReaders(input: ReadersInput): (RowReader | null)[] {
  const { mappings, kinds, detection, profile, company } = input
  const format = settleFormat(detection, mappings[0]?.format)
  return mappings.map((mapping) => {
    const kind = kinds.find(({ id, path }) => id === mapping.kind || path === mapping.kind)
    return kind ? compileReader({ mapping, kind, detection, profile, format, company }) : null
  })
}

/** What is wrong with one part of a file's mapping. */
export type MappingProblem = Problem & { readonly part: number }

/** Why the readers of a file cannot be used yet, by part. */
export const problemsOf = (readers: readonly (RowReader | null)[]): MappingProblem[] =>
  readers.flatMap((reader, part) =>
    (reader?.problems ?? [{ field: 'kind', rule: 'imports.unknown_kind' }]).map((problem) => ({
      part,
      ...problem,
    })),
  )
