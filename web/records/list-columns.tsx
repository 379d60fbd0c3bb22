import type { ReactNode } from 'react'
import type { Field, RecordKind, Text } from '#kernel/record.ts'
import { AppLink } from '../ui/app-link.tsx'
import type { DataColumn } from '../ui/data-table.tsx'
import { type DisplaySettings, displayText, isEmpty, isNumeric, titleOf } from './display.ts'
import type { RecordValues } from './records-api.ts'

const WIDTHS: Partial<Record<Field['type'], number>> = {
  integer: 110,
  decimal: 120,
  rate: 120,
  money: 140,
  date: 116,
  instant: 172,
  boolean: 84,
  choice: 140,
  reference: 170,
  email: 210,
  longtext: 260,
}

const TITLE_WIDTH = 182
const SENTENCE_WIDTH = 266
const CHARACTER_WIDTH = 8

/** Wide enough for the values and for the header with its arrow. */
const widthOf = (field: Field, header: string): number =>
  Math.max(WIDTHS[field.type] ?? 180, Math.min(240, header.length * CHARACTER_WIDTH + 40))

/**
 * The columns of a list: the record's name as a link, then the chosen fields. What stands in a column
 * of its own is left out of the name, as long as something is left.
 */
export function listColumns(
  kind: RecordKind,
  chosen: readonly string[],
  settings: DisplaySettings,
  text: (label: Text) => string,
  untitled: string,
  markOf: (row: RecordValues) => ReactNode = () => null,
): DataColumn<RecordValues>[] {
  const titleFields = kind.title.flatMap((id) => kind.fields.find((field) => field.id === id) ?? [])
  const [only] = titleFields
  const own = ownOfTitle(kind)
  const single = own.length === 1 && only
  const beside = chosen.filter((id) => !own.includes(id))
  const title: DataColumn<RecordValues> = {
    id: sortOfTitle(kind, titleFields),
    header: single ? text(single.label) : text(kind.label),
    width: kind.titleIsSentence ? SENTENCE_WIDTH : TITLE_WIDTH,
    sortable: true,
    render: (row) => {
      const name = (
        <AppLink to={`/${kind.path}/${row.id}`} fw={500}>
          {titleOf(kind, row, settings, beside) || untitled}
        </AppLink>
      )
      const mark = markOf(row)
      return mark ? (
        <>
          {mark} {name}
        </>
      ) : (
        name
      )
    },
  }
  const columns = chosen
    .filter((id) => !own.includes(id))
    .flatMap((id) => kind.fields.find((field) => field.id === id) ?? [])
    .map((field) => column(field, settings, text))
  return [title, ...columns]
}

/** Fields that the name's column stands for: the first one, and both names of a person. */
export const ownOfTitle = (kind: RecordKind): readonly string[] =>
  kind.title.filter((id, index) => index === 0 || id === 'first_name' || id === 'last_name')

/** People are ordered by their last name. */
function sortOfTitle(kind: RecordKind, fields: readonly Field[]): string {
  const last = fields.find((field) => field.id === 'last_name')
  return last?.id ?? fields[0]?.id ?? kind.sort.replace(/^-/, '')
}

function column(
  field: Field,
  settings: DisplaySettings,
  text: (label: Text) => string,
): DataColumn<RecordValues> {
  const header = text(field.label)
  return {
    id: field.id,
    header,
    width: widthOf(field, header),
    numeric: isNumeric(field),
    sortable: field.type !== 'list',
    render: (row) => displayText(field, row[field.id], settings),
    isEmpty: (row) => isEmpty(row[field.id]),
  }
}
