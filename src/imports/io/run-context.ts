import type { RecordKind } from '#kernel/record.ts'
import type { RecordBinding, Tx, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, type Records } from '#platform/records/service.ts'
import type { PartCounts } from '../outcome.ts'
import type { ReadRow } from '../read-row.ts'
import type { KeySpace } from './lookup.ts'

/** A row of a file on its way to a record. */
export type Draft = {
  readonly row: number
  readonly cells: readonly string[]
  readonly read: ReadRow
  /** Identity in `imports.source_key`; null when only natural keys tell. */
  readonly key: string | null
  /** What the row says about other records, by the name of the reference. */
  readonly references: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Fields that the file fills. */
  readonly changes: Record<string, unknown>
  /** Fields that are filled only where neither the file nor the record knows anything. */
  readonly fallbacks: Record<string, unknown>
  readonly warnings: NoteProblem[]
  readonly problems: NoteProblem[]
}

/** A broken rule of a row, in words of the file: which column, which field. */
export type NoteProblem = {
  readonly column: string | null
  readonly field: string | null
  readonly rule: string
  readonly detail?: Readonly<Record<string, string | number>>
}

/** A file read as one kind, while it is imported. */
export type PartRun = {
  readonly fileId: string
  readonly part: number
  readonly binding: RecordBinding
  readonly space: KeySpace
  readonly counts: PartCounts
  /** Header that feeds a field: for telling people where a problem is. */
  readonly columnOf: (field: string) => string | null
  /** Fields that a constant empties. */
  readonly emptied: ReadonlySet<string>
  /** Records that earlier rows of this part stand for. */
  readonly seen: Set<string>
  /** How often equal rows were seen, by hash. */
  readonly occurrences: Map<string, number>
}

/** What every step of a run needs. */
export type RunContext = {
  readonly tx: Tx
  readonly records: Records
  readonly importId: string
  readonly source: string
  readonly write: WriteContext
  readonly currency: string
  /** Other currencies that costs may be in. */
  readonly rated: readonly string[]
  /** Resolved references, by kind and what was given; cleared when it grows large. */
  readonly resolved: Map<string, string>
}

export const bindingIn = (run: RunContext, kind: string): RecordBinding =>
  bindingOf(run.records, kind)

export const spaceOf = (run: RunContext, kind: string): KeySpace => ({ source: run.source, kind })

/** The field that a reference of a mapping fills: `account` -> account_id, `channel` -> channel. */
export const referenceField = (kind: RecordKind, reference: string) =>
  kind.fields.find(
    (field) =>
      field.type === 'reference' && (field.id === `${reference}_id` || field.id === reference),
  )
