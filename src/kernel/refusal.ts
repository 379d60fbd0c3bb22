/** What kind of "no" this is. The HTTP layer maps kinds to statuses; a domain never sees one. */
export type RefusalKind =
  | 'not_found'
  | 'conflict'
  | 'forbidden'
  | 'invalid'
  | 'unauthenticated'
  | 'too_large'

/** One field that breaks one rule. `rule` is a stable `domain.reason`; the texts live in the domain. */
export type Problem = {
  readonly field: string
  readonly rule: string
  readonly detail?: Readonly<Record<string, string | number>>
}

/** An expected refusal that the caller can act on. Bugs are failed assertions, not this. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: RefusalKind
  /** Stable, `domain.reason`. The UI translates it; the message is for logs. */
  readonly code: string
  readonly detail: Readonly<Record<string, string | number>>
  readonly problems: readonly Problem[]

  constructor(
    kind: RefusalKind,
    code: `${string}.${string}`,
    detail: Readonly<Record<string, string | number>> = {},
    problems: readonly Problem[] = [],
  ) {
    super(
      `${code} ${JSON.stringify(detail)}${problems.map((p) => ` ${p.field}: ${p.rule}`).join(';')}`,
    )
    this.kind = kind
    this.code = code
    this.detail = detail
    this.problems = problems
  }
}

/** There is no such record, or none that the one who asks may see. */
export const noRecord = (kind: string, id: string): Refusal =>
  new Refusal('not_found', 'records.not_found', { kind, id })
