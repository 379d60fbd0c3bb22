import type { ReturnKind } from './return-kinds.ts'
import type { ReturnPart } from './roi.ts'

/** Cases that two kinds both count, and the money that would count twice if the kinds were added. */
export type Overlap = {
  readonly between: readonly [ReturnKind, ReturnKind]
  readonly cases: number
  readonly cents: number
}

function overlapOf(a: ReturnPart, b: ReturnPart): Overlap | null {
  if (!a.byCase || !b.byCase) return null
  const [smaller, larger] =
    a.byCase.size <= b.byCase.size ? [a.byCase, b.byCase] : [b.byCase, a.byCase]
  let cases = 0
  let cents = 0
  for (const [key, value] of smaller) {
    const other = larger.get(key)
    if (other === undefined) continue
    cases += 1
    cents += Math.max(0, Math.min(value, other))
  }
  return cases === 0 ? null : { between: [a.kind, b.kind], cases, cents }
}

/** Every two kinds that share cases, in the order of the parts. */
export const overlapsOf = (parts: readonly ReturnPart[]): Overlap[] =>
  parts.flatMap((part, index) =>
    parts.slice(index + 1).flatMap((other) => overlapOf(part, other) ?? []),
  )
