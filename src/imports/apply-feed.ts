import type { Field } from '#kernel/record.ts'
import { type Cell, cellText, type Row, unguarded } from './cell.ts'
import { parseInstant } from './dates.ts'
import type { Feed } from './feeds.ts'
import type { Money, Parsed } from './numbers.ts'
import type { CellProblem } from './read-row.ts'
import { parseField, parseId, parseMonth, parseText, type Reading } from './reading.ts'
import type { Work } from './row-work.ts'
import type { Target } from './target.ts'

function translated(cell: Cell, values: ReadonlyMap<string, string> | null): Cell {
  if (!values) return cell
  const text = cellText(cell).trim()
  return values.get(text) ?? values.get(text.toLowerCase()) ?? values.get('*') ?? cell
}

/** Reads the cell of one feed into the row on its way. */
export function applyFeed(feed: Feed, row: Row, work: Work) {
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
