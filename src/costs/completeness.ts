/** The five kinds of marketing cost. An ROI that lacks one of them looks better than it is. */
export const COST_KINDS = ['personnel', 'technology', 'media', 'external', 'production'] as const
export type CostKind = (typeof COST_KINDS)[number]

/** Cents by kind; a kind without any cost is absent, null or 0. */
export type CentsByKind = Readonly<Partial<Record<CostKind, number | null>>>

/** `no_cost`: nothing at all; `no_personnel`: nobody's work is in it; `incomplete`: another kind is empty. */
export type CompletenessWarning = 'no_cost' | 'no_personnel' | 'incomplete'

export type Completeness = {
  readonly kinds: readonly {
    readonly kind: CostKind
    readonly cents: number
    readonly isEmpty: boolean
  }[]
  readonly missing: readonly CostKind[]
  readonly complete: boolean
  /** The strongest one; null when all five kinds are there. */
  readonly warning: CompletenessWarning | null
}

/** The kinds that are empty: refunds that cancel a kind to the cent leave it empty too. */
export const missingKinds = (cents: CentsByKind): CostKind[] =>
  COST_KINDS.filter((kind) => !cents[kind])

/** Which of the five kinds of cost are empty in a scope, and what must be said of an ROI on them. */
export function costCompleteness(cents: CentsByKind): Completeness {
  const missing = missingKinds(cents)
  return {
    kinds: COST_KINDS.map((kind) => ({
      kind,
      cents: cents[kind] ?? 0,
      isEmpty: missing.includes(kind),
    })),
    missing,
    complete: missing.length === 0,
    warning: warningOf(missing),
  }
}

function warningOf(missing: readonly CostKind[]): CompletenessWarning | null {
  if (missing.length === COST_KINDS.length) return 'no_cost'
  if (missing.includes('personnel')) return 'no_personnel'
  return missing.length > 0 ? 'incomplete' : null
}
