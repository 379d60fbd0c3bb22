import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { RecordKind, RuleResult, Text, Values } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'

// biome-ignore lint/suspicious/noExplicitAny: the store serves tables it learns of at run time
export type AnyTables = any
export type Db = Kysely<AnyTables>
export type Tx = Transaction<AnyTables>

/** One record that a write touched: `before` null when created, `after` null when deleted. */
export type Change = {
  readonly id: string
  readonly before: Values | null
  readonly after: Values | null
}

/** Who writes, when, why, and for which import. */
export type WriteContext = {
  readonly actor: { readonly userId: string | null; readonly name: string }
  readonly now: Date
  /** Civil dates of forms become instants in this zone. */
  readonly timeZone: string
  readonly reason?: string | null
  readonly requestId?: string | null
  readonly importId?: string | null
}

/** An entry of a record's history for people. */
export type TimelineItem = {
  readonly at: string
  readonly type: string
  readonly title: string
  readonly detail?: string | null
  readonly actor?: string | null
  readonly kind?: string
  readonly recordId?: string
  readonly changes?: readonly { field: string; before: unknown; after: unknown }[]
  /** The change by hand that can still be taken back. */
  readonly action?: string
  /** What it rests on, line by line. */
  readonly evidence?: readonly { readonly label: Text; readonly value: Text }[]
}

/** An entry out of the audit trail, with the request that wrote it. */
export type HistoryItem = TimelineItem & { readonly requestId?: string | null }

/**
 * What a domain adds to a kind: rules are pure, `prepare` loads the facts they need for many rows
 * at once, `afterWrite` keeps derived tables in the same transaction.
 */
export type RecordBinding<Facts = unknown> = {
  readonly kind: RecordKind
  readonly prepare?: (db: Db, rows: readonly Values[]) => Promise<Facts>
  /** Fills what rules decide (channel, domain, outcome). Must give the same answer when run on its own result. */
  readonly derive?: (
    before: Values | null,
    after: Values,
    facts: Facts,
    context: WriteContext,
  ) => Values
  readonly check?: (before: Values | null, after: Values, facts: Facts) => readonly RuleResult[]
  /** Fields among the changed ones that may not change without a reason. */
  readonly reasonNeeded?: (before: Values, after: Values) => readonly string[]
  readonly afterWrite?: (
    tx: Tx,
    changes: readonly Change[],
    context: WriteContext,
    facts: Facts,
  ) => Promise<void>
  /** `afterWrite` writes nothing but copies of the record: it runs when an import is taken back, too. */
  readonly copies?: true
  /** What goes with records that are deleted, before they go: afterwards nothing knows any more what was theirs. */
  readonly beforeDelete?: (tx: Tx, rows: readonly Values[], context: WriteContext) => Promise<void>
  readonly timeline?: (db: Db, id: string) => Promise<readonly TimelineItem[]>
  /** Filters besides the fields, by name of the query parameter; `row` is the table's alias. */
  readonly filters?: Readonly<Record<string, (values: readonly string[]) => RawBuilder<boolean>>>
}

/** A rule that a row broke, with the severity that decides between refusal and warning. */
export type RowProblem = Problem & { readonly severity: 'invalid' | 'implausible' }

/** Appends to the audit trail; handed over by main so that the platform knows no domain. */
export type AuditWriter = (
  tx: Tx,
  context: WriteContext,
  entries: readonly {
    action: string
    kind: string
    recordId: string
    before: Record<string, unknown> | null
    after: Record<string, unknown> | null
  }[],
) => Promise<void>

/** The facts of a binding are its own business: the store only carries them from `prepare` to the rules. */
export const defineBinding = <Facts>(binding: RecordBinding<Facts>): RecordBinding =>
  binding as unknown as RecordBinding
