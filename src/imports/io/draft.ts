import { createHash } from 'node:crypto'
import { parseValue } from '#platform/records/values.ts'
import { channelOf } from '#tracking/channel-rules.ts'
import { channelByName } from '#tracking/channels.ts'
import { type Cell, cellText, type Row } from '../cell.ts'
import type { ReadRow } from '../read-row.ts'
import { referenceName } from '../target.ts'
import { keysOf } from './match.ts'
import type { Draft, NoteProblem, PartRun, RunContext } from './run-context.ts'
import type { Reference } from './stubs.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const hashOf = (cells: readonly string[]): string =>
  createHash('sha256').update(cells.join('\u001f')).digest('base64url').slice(0, 27)

/**
 * What tells a row from all others of its source: the id it brings, the key of the mapping, else its
 * whole content with a number among equals. Null where natural keys of the kind tell.
 */
export function sourceKeyOf(
  part: PartRun,
  read: ReadRow,
  cells: readonly string[],
  changes: Readonly<Record<string, unknown>>,
): string | null {
  if (read.externalId !== null) return read.externalId
  if (read.key !== null) return `key:${read.key}`
  const { id } = part.binding.kind
  if (id === 'daily_count') return dayKey(changes)
  if (keysOf(part, changes).length > 0) return null
  const hash = hashOf(cells)
  const number = (part.occurrences.get(hash) ?? 0) + 1
  part.occurrences.set(hash, number)
  return `row:${hash}:${number}`
}

/** A day is counted once per channel and counter: a later export of it corrects the figures. */
const dayKey = ({ date, channel, counted_by }: Readonly<Record<string, unknown>>): string =>
  `day:${String(date)}:${String(channel ?? '')}:${String(counted_by ?? '')}`

const asNote = (problem: ReadRow['problems'][number]): NoteProblem => ({
  column: problem.column || null,
  field: problem.field || null,
  rule: problem.rule,
  ...(problem.detail ? { detail: problem.detail } : {}),
})

/** A channel column holds names in any language; what no rule knows is "not assignable", not an error. */
const channelId = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== ''
    ? (channelByName(value) ?? channelOf({ source: value }).channel)
    : value

/** A row as the changes it asks for; empty cells change nothing. */
export function draftOf(run: RunContext, part: PartRun, row: Row, read: ReadRow): Draft {
  const cells = row.cells.map((cell: Cell) => cellText(cell))
  const changes: Record<string, unknown> = {}
  const problems = read.problems.map(asNote)
  const references: Record<string, Reference> = { ...read.references }
  for (const field of part.binding.kind.fields) {
    const given = read.values[field.id]
    if (field.type === 'reference' && field.kind !== 'channel' && typeof given === 'string') {
      // A column mapped to the reference itself says a name, or an id of ours.
      const name = referenceName(field)
      references[name] = {
        ...(UUID.test(given) ? { id: given } : { name: given }),
        ...references[name],
      }
      continue
    }
    if (part.emptied.has(field.id) && (given ?? null) === null) changes[field.id] = null
    if ((given ?? null) === null || given === '') continue
    const value =
      field.kind === 'channel'
        ? channelId(given)
        : field.type === 'decimal' && typeof given === 'string'
          ? Number(given)
          : given
    const parsed = parseValue(field, value)
    if ('value' in parsed) changes[field.id] = parsed.value
    else problems.push({ column: part.columnOf(field.id), field: field.id, rule: parsed.rule })
  }
  const isForeign =
    read.currency !== null && read.currency !== run.currency && hasMoney(part, changes)
  if (isForeign && part.binding.kind.id === 'cost' && run.rated.includes(read.currency ?? '')) {
    inForeignMoney(changes, read.currency)
  } else if (isForeign) {
    problems.push({
      column: null,
      field: null,
      rule: 'imports.currency_without_rate',
      detail: { currency: read.currency, company: run.currency },
    })
  }
  return {
    row: row.row,
    cells,
    read,
    key: sourceKeyOf(part, read, cells, changes),
    references,
    changes,
    fallbacks: {},
    warnings: read.warnings.map(asNote),
    problems,
  }
}

/** The cost in its own currency; the ledger converts it by the rate of its day. */
function inForeignMoney(changes: Record<string, unknown>, currency: string | null): void {
  changes.currency = currency
  changes.foreign_amount = changes.amount
  for (const field of ['amount', 'exact_amount', 'gross_amount', 'platform_conversion_value']) {
    delete changes[field]
  }
}

const hasMoney = (part: PartRun, changes: Readonly<Record<string, unknown>>): boolean =>
  part.binding.kind.fields.some((field) => field.type === 'money' && field.id in changes)
