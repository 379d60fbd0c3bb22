import type { RecordKind } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import { type Cell, cellText } from './cell.ts'
import { readingOf } from './column-reading.ts'
import type { Detection, FileProfile } from './detection.ts'
import type { FileFormat } from './format.ts'
import { columnIndex } from './header.ts'
import type { Mapping } from './mapping.ts'
import { parseField, type Reading } from './reading.ts'
import { type Target, targetOf } from './target.ts'

export type ReaderInput = {
  readonly mapping: Mapping
  readonly kind: RecordKind
  readonly detection: Detection
  readonly profile: FileProfile | null
  readonly format: FileFormat
  readonly company: {
    readonly timeZone: string
    readonly currency: string
    /** What the company says of its ledger accounts: category, '' for no cost. Before every chart. */
    readonly accounts?: Readonly<Record<string, string>>
  }
}

/** What one column or constant gives to one field. */
export type Feed = {
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

/** The feeds of a mapping, and what is wrong with its words and columns. */
export function compileFeeds(input: ReaderInput): { feeds: Feed[]; problems: Problem[] } {
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
  problems.push(...feeds.flatMap(constantFaults), ...valueFaults(mapping, feeds))
  return { feeds: feeds.filter(({ target }) => target.type !== 'ignore'), problems }
}

/** A constant that its field cannot take would reject every row. */
function constantFaults({ word, target, constant, reading }: Feed): Problem[] {
  if (constant === null) return []
  return wrongValue(`constants.${word}`, target, constant, reading)
}

/** What values are translated into must be something their field can take. */
function valueFaults(mapping: Mapping, feeds: readonly Feed[]): Problem[] {
  return Object.entries(mapping.values ?? {}).flatMap(([word, table]) => {
    const feed = feeds.find((one) => one.word === word && one.index !== null)
    if (!feed) return []
    return Object.entries(table).flatMap(([from, to]) =>
      wrongValue(`values.${word}.${from}`, feed.target, to, feed.reading),
    )
  })
}

function wrongValue(at: string, target: Target, given: Cell, reading: Reading): Problem[] {
  if (target.type !== 'field') return []
  const { field } = target
  const parsed = parseField(field, given, reading)
  if (!('problem' in parsed)) return []
  const value = cellText(given)
  if (field.type !== 'choice') return [{ field: at, rule: parsed.problem, detail: { value } }]
  const choices = (field.choices ?? []).map((choice) => choice.value).join(', ')
  return [{ field: at, rule: 'imports.value_unknown', detail: { value, choices } }]
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
