import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useText } from '../platform/language.ts'
import { kindById } from '../records/kinds.ts'
import { type TargetInfo, targetsOfKind } from './catalogue.ts'
import { importApi, importKeys } from './import-api.ts'
import type { ImportKind } from './import-shapes.ts'

const NO_KINDS: readonly ImportKind[] = []

/** What can be imported, from the server: kinds and the fields a column may feed. */
export function useKinds() {
  const query = useQuery({
    queryKey: importKeys.kinds,
    queryFn: ({ signal }) => importApi.kinds({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const kinds = query.data?.items ?? NO_KINDS
  const targets = useMemo(
    () => new Map(kinds.map((kind) => [kind.kind, targetsOfKind(kind)])),
    [kinds],
  )
  return {
    kinds,
    error: query.error,
    /** How large an uploaded file may be; null until the server has said so. */
    fileBytesMax: query.data?.fileBytesMax ?? null,
    targetsOf: (kind: string | undefined): readonly TargetInfo[] => targets.get(kind ?? '') ?? [],
  }
}

/** The plural name of a kind in the language on screen. */
export function useKindName(): (kind: string) => string {
  const text = useText()
  return (kind) => {
    const known = kindById(kind)
    return known ? text(known.plural) : kind
  }
}
