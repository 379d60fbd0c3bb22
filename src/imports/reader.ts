import type { Field, RecordKind } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import { type Cell, cellText, type Row, unguarded } from './cell.ts'
import { readingOf } from './column-reading.ts'
import { costValues } from './cost-values.ts'
import { parseInstant } from './dates.ts'
import { type DatevHeader, datevHeader } from './datev.ts'
import type { Detection, FileProfile } from './detection.ts'
import type { FileFormat } from './format.ts'
import { columnIndex } from './header.ts'
import type { Mapping } from './mapping.ts'
import type { Money, Parsed } from './numbers.ts'
import { parseField, parseId, parseMonth, parseText, type Reading, saysNothing } from './reading.ts'
import { type Target, targetOf } from './target.ts'
import { isBlankRow, isTotalRow } from './totals.ts'

export type CellProblem = {
  /** Header of the column; the constant's field where no column is to blame. */
  readonly column: string
  readonly field: string
  readonly rule: string
  readonly detail?: Readonly<Record<string, string | number>>
}

/** Rows that are left out on purpose: counted, not rejected. */
export type SkipReason = 'empty' | 'total' | 'description' | 'no_cost'

export type ReadRow = {
  readonly row: number
  readonly outcome: 'read' | 'rejected' | 'skipped'
  readonly skipped?: SkipReason
  /** By field, in the form of the API; null = the cell is empty. */
  readonly values: Record<string, unknown>
  /** By reference: what the row says about the other record. */
  readonly references: Record<string, Record<string, string>>
  readonly externalId: string | null
  /** The mapping's key columns joined; not unique within a file. */
  readonly key: string | null
  /** ISO 4217 code of the money in this row; null = nothing said. */
  readonly currency: string | null
  /** `amount` with every decimal place of the file, for totals that are right to the last place. */
  readonly written: string | null
  readonly problems: readonly CellProblem[]
  readonly warnings: readonly CellProblem[]
}

export type RowReader = {
  readonly kind: string
  /** Faults of the mapping itself; a reader with any must not be used. */
  readonly problems: readonly Problem[]
  read(row: Row): ReadRow
}

export type ReaderInput = {
  readonly mapping: Mapping
  readonly kind: RecordKind
  readonly detection: Detection
  readonly profile: FileProfile | null
  readonly format: FileFormat
  readonly company: { readonly timeZone: string; readonly currency: string }
}

type Feed = {
  readonly word: string
  readonly column: string
  /** Null for a constant. */
  readonly index: number | null
  readonly constant: Cell | null
  readonly target: Target
  readonly reading: Reading
  readonly values: ReadonlyMap<string, string> | null
  readonly headerCurrency: string | null
}

/** A row on its way; rules fill it in turn. */
export type Work = {
  readonly values: Record<string, unknown>
  readonly references: Record<string, Record<string, string>>
  readonly pseudo: Record<string, string>
  /** Exact amounts beside the cents, by field; `written` with every place of the file. */
  readonly exact: Record<string, string>
  readonly written: Record<string, string>
  externalId: string | null
  currency: string | null
  signCurrency: string | null
  skipped: SkipReason | null
  readonly problems: CellProblem[]
  readonly warnings: CellProblem[]
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
    categories: mapping.values?.['datev.category'] ?? {},
    columnOf: (word) => feeds.find((feed) => feed.word === word)?.column ?? word,
    has: (word) => feeds.some((feed) => feed.word === word),
  }
  const required = requiredFields(kind, context)
  const settled = mapping.format?.currency ?? null
  return {
    kind: kind.id,
    problems: [...problems, ...missing(required, context), ...missingKeys(mapping, keys)],
    read(row) {
      const skipped = isBlankRow(row) ? 'empty' : isTotalRow(row) ? 'total' : null
      const work = freshWork()
      if (skipped) return finish(row.row, { ...work, skipped }, null, null)
      checkWidth(row, detection.header.length, work)
      for (const feed of feeds) apply(feed, row, work)
      complete(work, context, required)
      const currency = settled ?? work.currency ?? work.signCurrency ?? format.currency
      return finish(row.row, work, keyOf(row, keys, work.values), currency)
    },
  }
}

export type RowContext = {
  readonly kind: RecordKind
  readonly zone: string
  readonly period: Detection['period']
  readonly header: DatevHeader | null
  readonly categories: Readonly<Record<string, string>>
  readonly columnOf: (word: string) => string
  readonly has: (word: string) => boolean
}

const freshWork = (): Work => ({
  values: {},
  references: {},
  pseudo: {},
  exact: {},
  written: {},
  externalId: null,
  currency: null,
  signCurrency: null,
  skipped: null,
  problems: [],
  warnings: [],
})

function finish(row: number, work: Work, key: string | null, currency: string | null): ReadRow {
  const { values, references, externalId, problems, warnings, skipped } = work
  const written = work.written.amount ?? work.exact.amount ?? null
  const base = { row, values, references, externalId, key, currency, written, problems, warnings }
  if (skipped) return { ...base, outcome: 'skipped', skipped }
  return { ...base, outcome: problems.length > 0 ? 'rejected' : 'read' }
}

function compileFeeds(input: ReaderInput): { feeds: Feed[]; problems: Problem[] } {
  const { mapping, kind, detection } = input
  const feeds: Feed[] = []
  const problems: Problem[] = []
  const make = (word: string, column: string, index: number | null, constant: Cell | null) => {
    const target = targetOf(kind, word)
    if (!target) {
      problems.push({
        field: index === null ? `constants.${word}` : `columns.${column}`,
        rule: 'imports.field_unknown',
        detail: { field: word, kind: kind.id },
      })
      return
    }
    const values = mapping.values?.[word]
    feeds.push({
      word,
      column,
      index,
      constant,
      target,
      reading: readingOf(index, constant !== null, input),
      values: values ? valueTable(values) : null,
      headerCurrency: index === null ? null : currencyOfColumn(input, index),
    })
  }
  for (const [name, words] of Object.entries(mapping.columns ?? {})) {
    const index = columnIndex(detection.header, name)
    if (index === null) {
      problems.push({
        field: `columns.${name}`,
        rule: 'imports.column_missing',
        detail: { column: name },
      })
      continue
    }
    for (const word of typeof words === 'string' ? [words] : words)
      make(word, detection.header[index] ?? name, index, null)
  }
  for (const [word, value] of Object.entries(mapping.constants ?? {}))
    if (value !== null) make(word, word, null, value)
  return { feeds: feeds.filter(({ target }) => target.type !== 'ignore'), problems }
}

const currencyOfColumn = ({ detection }: ReaderInput, index: number): string | null =>
  detection.columns[index]?.currency ?? null

const valueTable = (values: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(values).flatMap(([from, to]) => [
      [from.trim(), to],
      [from.trim().toLowerCase(), to],
    ]),
  )

function translated(cell: Cell, values: ReadonlyMap<string, string> | null): Cell {
  if (!values) return cell
  const text = cellText(cell).trim()
  return values.get(text) ?? values.get(text.toLowerCase()) ?? values.get('*') ?? cell
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

function apply(feed: Feed, row: Row, work: Work) {
  const { target, constant } = feed
  const cell = constant ?? translated(unguarded(row.cells[feed.index ?? -1] ?? ''), feed.values)
  if (target.type === 'field') return applyField(feed, target.field, cell, work)
  const parsed = target.type === 'pseudo' ? parsePseudo(target, cell, feed.reading) : parseId(cell)
  if ('problem' in parsed) return fail(feed, cell, parsed.problem, work)
  const { value } = parsed
  if (value === null) return
  if (target.type === 'external_id') work.externalId ??= value
  else if (target.type === 'currency') work.currency ??= value.toUpperCase()
  else if (target.type === 'pseudo') work.pseudo[target.name] ??= value
  else if (target.type === 'reference') {
    const given = referenceText(target.part, cell, value)
    if (given !== null) addReference(work, target.reference, target.part, given)
  }
}

/** Names keep their semicolons, addresses must be addresses. */
function referenceText(part: string, cell: Cell, id: string): string | null {
  if (part === 'id') return id
  const parsed = parseText(cell)
  if ('problem' in parsed || parsed.value === null) return null
  return part === 'email' || part === 'domain' ? parsed.value.toLowerCase() : parsed.value
}

/** People's names may stand in two columns; of other names the first counts. */
const JOINED = new Set(['contact', 'lead', 'owner'])

const joined = (before: string, more: string): string =>
  before === more ? before : `${before} ${more}`

function addReference(work: Work, reference: string, part: string, value: string) {
  const known = work.references[reference] ?? {}
  const before = known[part]
  work.references[reference] = {
    ...known,
    [part]:
      before === undefined || !JOINED.has(reference) || part !== 'name'
        ? (before ?? value)
        : joined(before, value),
  }
}

function parsePseudo(
  target: Target & { type: 'pseudo' },
  cell: Cell,
  reading: Reading,
): Parsed<string> {
  if (target.as === 'instant') return parseInstant(cell, reading.dates, reading.zone)
  if (target.as === 'month') return parseMonth(cell, reading)
  if (target.as === 'date') return parseField(DATE_FIELD, cell, reading) as Parsed<string>
  return parseText(cell)
}

const DATE_FIELD: Field = { id: 'date', type: 'date', label: { de: '', en: '' } }

function applyField(feed: Feed, field: Field, cell: Cell, work: Work) {
  const parsed = parseField(field, cell, feed.reading)
  if ('problem' in parsed) return fail(feed, cell, parsed.problem, work)
  if (parsed.note) work.warnings.push(problemOf(feed, cell, parsed.note))
  const { value } = parsed
  if (value === null) {
    work.values[field.id] ??= null
    return
  }
  const before = work.values[field.id]
  if (field.type === 'money') {
    const money = value as Money
    if (before !== undefined && before !== null) return
    work.values[field.id] = money.cents
    work.exact[field.id] = money.exact
    work.written[field.id] = money.written
    work.signCurrency ??= money.currency ?? feed.headerCurrency
  } else if (before === undefined || before === null) work.values[field.id] = value
  else if ((field.type === 'text' || field.type === 'longtext') && feed.index !== null)
    work.values[field.id] = joined(String(before), String(value))
}

const problemOf = (feed: Feed, cell: Cell, rule: string): CellProblem => ({
  column: feed.column,
  field: feed.word,
  rule,
  detail: { value: cellText(cell).slice(0, 200) },
})

const fail = (feed: Feed, cell: Cell, rule: string, work: Work): void => {
  work.problems.push(problemOf(feed, cell, rule))
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

/** Words that give a required field of costs another way. */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  from_date: ['day', 'month', 'report_start', 'datev.date'],
  until_date: ['end_date', 'from_date', 'day', 'month', 'report_start', 'datev.date'],
  amount: ['gross_amount', 'datev.amount'],
  category: ['datev.account'],
}

/** Fields a row cannot do without: what is money, a day or a name. Others have defaults in the engine. */
function requiredFields(kind: RecordKind, context: RowContext): Field[] {
  const isDatev = context.has('datev.amount')
  return kind.fields.filter(
    (field) =>
      field.required === true &&
      !field.derived &&
      (field.type === 'money' || field.type === 'date' || field.type === 'text') &&
      !(isDatev && field.id === 'category'),
  )
}

function missing(required: readonly Field[], context: RowContext): Problem[] {
  return required
    .filter((field) => {
      const words = [field.id, ...(REPLACED_BY[field.id] ?? [])]
      const isDated = field.id === 'from_date' || field.id === 'until_date'
      const fromPeriod = context.kind.id === 'cost' && isDated && context.period !== null
      return !words.some(context.has) && !fromPeriod
    })
    .map((field) => ({
      field: field.id,
      rule: 'imports.required_not_mapped',
      detail: { kind: context.kind.id },
    }))
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
