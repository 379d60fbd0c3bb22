import type { Field } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import { applyFeed } from './apply-feed.ts'
import { cellText, type Row } from './cell.ts'
import { costValues } from './cost-values.ts'
import { datevHeader } from './datev.ts'
import { compileFeeds, type ReaderInput } from './feeds.ts'
import { columnIndex } from './header.ts'
import type { Mapping } from './mapping.ts'
import type { ReadRow } from './read-row.ts'
import { saysNothing } from './reading.ts'
import { notMapped, REPLACED_BY, requiredFields } from './required-fields.ts'
import { finish, freshWork, type RowContext, type Work } from './row-work.ts'
import { isBlankRow, isTotalRow } from './totals.ts'

export type RowReader = {
  readonly kind: string
  /** Faults of the mapping itself; a reader with any must not be used. */
  readonly problems: readonly Problem[]
  read(row: Row): ReadRow
}

/**
 * Turns a mapping into a function from rows to typed values. Pure; knows nothing of records that are
 * there already. Several columns may feed one field: texts are joined by a blank, of other values the
 * first filled one counts. A constant fills in where no column says anything.
 */
export function compileReader(input: ReaderInput): RowReader {
  const { mapping, kind, detection, format } = input
  const { feeds, problems } = compileFeeds(input)
  const keys = (mapping.key ?? []).map((name) => columnIndex(detection.header, name))
  const header = datevHeader(detection.preamble)
  const context: RowContext = {
    kind,
    zone: format.timeZone ?? input.company.timeZone,
    period: detection.period,
    header: header && { ...header },
    categories: { ...mapping.values?.['datev.category'], ...input.company.accounts },
    columnOf: (word) => feeds.find((feed) => feed.word === word)?.column ?? word,
    has: (word) => feeds.some((feed) => feed.word === word),
  }
  const required = requiredFields(kind, context)
  const settled = mapping.format?.currency ?? null
  return {
    kind: kind.id,
    problems: [...problems, ...notMapped(required, context), ...missingKeys(mapping, keys)],
    read(row) {
      const skipped = isBlankRow(row) ? 'empty' : isTotalRow(row) ? 'total' : null
      const work = freshWork()
      if (skipped) return finish(row.row, { ...work, skipped }, null, null)
      checkWidth(row, detection.header.length, work)
      for (const feed of feeds) applyFeed(feed, row, work)
      complete(work, context, required)
      const currency = settled ?? work.currency ?? work.signCurrency ?? format.currency
      return finish(row.row, work, keyOf(row, keys, work.values), currency)
    },
  }
}

/** Cells beyond the header mean that the row does not fit its columns. */
function checkWidth({ cells }: Row, width: number, work: Work) {
  const extra = cells.slice(width).filter((cell) => !saysNothing(cell))
  if (extra.length === 0) return
  work.problems.push({
    column: '',
    field: '',
    rule: 'imports.too_many_cells',
    detail: { cells: cells.length, columns: width },
  })
}

/** Rules of single kinds, then what must be there. */
function complete(work: Work, context: RowContext, required: readonly Field[]) {
  if (context.kind.id === 'cost') costValues(work, context)
  if (context.kind.id === 'opportunity') closeDate(work, context.zone)
  if (work.skipped) return
  const isBroken = (field: string) => work.problems.some((problem) => problem.field === field)
  for (const field of required) {
    const value = work.values[field.id]
    if (value !== undefined && value !== null) continue
    if (isBroken(field.id) || REPLACED_BY[field.id]?.some(isBroken)) continue
    const word = [field.id, ...(REPLACED_BY[field.id] ?? [])].find(context.has) ?? field.id
    work.problems.push({
      column: context.columnOf(word),
      field: field.id,
      rule: 'imports.required',
    })
  }
}

/** A CRM's close date: the day it closed, or for open cases the day it is expected to. */
function closeDate(work: Work, zone: string) {
  const at = work.pseudo.close_date
  if (at === undefined) return
  work.values.closed_at ??= at
  work.values.expected_close_date ??= dayOf(Date.parse(at), zone)
}

const missingKeys = (mapping: Mapping, keys: readonly (number | null)[]): Problem[] =>
  keys.flatMap((index, at) =>
    index === null
      ? [
          {
            field: `key.${at}`,
            rule: 'imports.column_missing',
            detail: { column: mapping.key?.[at] ?? '' },
          },
        ]
      : [],
  )

/** The key columns of a row; a cost is another one in another period. */
function keyOf(
  { cells }: Row,
  keys: readonly (number | null)[],
  values: Readonly<Record<string, unknown>>,
): string | null {
  if (keys.length === 0) return null
  const parts = keys.map((index) => cellText(cells[index ?? -1] ?? '').trim())
  if (parts.every((part) => part === '')) return null
  if (values.until_date !== undefined) parts.push(`${values.from_date}/${values.until_date}`)
  return parts.join('\u001f')
}
