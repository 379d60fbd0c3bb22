import type { Cell } from '../ui/csv.ts'
import { exportValue } from './cockpit-facts.ts'
import type { Language } from './figure-format.ts'
import type { ChannelTable, ShownResult } from './shapes.ts'

/** A line of the table as it stands on screen. */
export type TableRow = {
  readonly id: string
  readonly kind: 'channel' | 'group' | 'total'
  /** Stands below the line of its group. */
  readonly inGroup?: boolean
  readonly name: string
  /** The channels that the figures of this line are about; none: all of them. */
  readonly channels: readonly string[]
  readonly kpis: Readonly<Record<string, ShownResult>>
}

export type SortOrder = { readonly column: string; readonly descending: boolean }

/** `-cost` -> by cost, largest first. Without a known column: the order of the server. */
export function readSort(text: string, table: ChannelTable): SortOrder | null {
  const column = text.replace(/^-/, '')
  const known = column === 'name' || table.columns.some(({ id }) => id === column)
  return known ? { column, descending: text.startsWith('-') } : null
}

/** A click on a heading: largest first, then smallest first, then the order of the server. */
export function nextSort(text: string, column: string): string | undefined {
  if (column === 'name') {
    return text === 'name' ? '-name' : text === '-name' ? undefined : 'name'
  }
  return text === `-${column}` ? column : text === column ? undefined : `-${column}`
}

type Sortable = { readonly name: string; readonly kpis: Readonly<Record<string, ShownResult>> }

/** Compares two lines; what is not defined stands last in both directions. */
function comparer(order: SortOrder | null, language: Language) {
  return (a: Sortable, b: Sortable): number => {
    if (order === null) return 0
    const sign = order.descending ? -1 : 1
    if (order.column === 'name') return sign * a.name.localeCompare(b.name, language)
    const left = a.kpis[order.column]?.value ?? null
    const right = b.kpis[order.column]?.value ?? null
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right)
  }
}

/**
 * The lines of the table: groups with their channels below them, or channels alone; the total last.
 * A group of one channel is that channel: it needs no line of its own.
 */
export function tableRows(
  table: ChannelTable,
  options: {
    readonly grouped: boolean
    readonly order: SortOrder | null
    readonly language: Language
    readonly totalName: string
  },
): readonly TableRow[] {
  const { grouped, order, language, totalName } = options
  const channels = table.rows.map(({ key, name, group, kpis }) => ({
    id: key,
    kind: 'channel' as const,
    name: name[language],
    group,
    channels: [key],
    kpis,
  }))
  const total = {
    id: 'total',
    kind: 'total' as const,
    name: totalName,
    channels: [],
    kpis: table.total.kpis,
  }
  const compare = comparer(order, language)
  if (!grouped) return [...channels.toSorted(compare), total]
  const groups = table.groups.map(({ key, name, kpis }) => {
    const members = channels.filter((channel) => channel.group === key).toSorted(compare)
    const line: TableRow = {
      id: `group:${key}`,
      kind: 'group',
      name: name[language],
      channels: members.map(({ id }) => id),
      kpis,
    }
    return { line, members, name: line.name, kpis }
  })
  const lines = groups
    .toSorted(compare)
    .flatMap(({ line, members }) =>
      members.length === 1
        ? members
        : [line, ...members.map((member) => ({ ...member, inGroup: true }))],
    )
  return [...lines, total]
}

/** The table for a file: money in units of the currency, rates as fractions. */
export function channelExport(
  table: ChannelTable,
  rows: readonly TableRow[],
  language: Language,
  nameColumn: string,
): { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  return {
    columns: [nameColumn, ...table.columns.map((column) => column.name[language])],
    rows: rows.map((row) => [
      row.name,
      ...table.columns.map((column) => exportValue(row.kpis[column.id]?.value, column.unit)),
    ]),
  }
}
