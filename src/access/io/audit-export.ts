import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { instantToCivil } from '#kernel/zone.ts'
import { cellOf } from '#platform/records/export.ts'
import { type SheetColumn, writeCsv, writeXlsx } from '#platform/spreadsheet.ts'
import {
  type AuditChange,
  type AuditKind,
  actionLabel,
  actorLabel,
  changesOf,
  kindLabel,
  listItemLabel,
  recordName,
} from '../audit-words.ts'
import type { AuditEvent, AuditFilter } from '../schema.ts'
import { readAudit } from './audit-read.ts'
import type { AccessDb } from './tables.ts'

type Event = z.infer<typeof AuditEvent>
type Names = Readonly<Record<string, string>>

type Options = {
  readonly filter: AuditFilter
  readonly language: 'de' | 'en'
  readonly timeZone: string
  readonly kinds: ReadonlyMap<string, AuditKind>
  readonly namesFor: (events: readonly Event[]) => Promise<Names>
}

const ROWS_PER_PAGE = 1_000

const HEADERS = {
  de: ['Nr.', 'Zeitpunkt', 'Wer', 'Aktion', 'Art', 'Datensatz', 'Änderungen', 'Grund', 'Id'],
  en: ['No.', 'Time', 'Who', 'Action', 'Kind', 'Record', 'Changes', 'Reason', 'Id'],
}
const WIDTHS = [9, 19, 24, 24, 18, 32, 60, 30, 38]
const NAMES = { de: 'Protokoll', en: 'Audit trail' }

/** Events as rows of a file, as people read them; streamed by pages, so memory does not grow. */
export function exportAudit(db: AccessDb, format: 'csv' | 'xlsx', options: Options): Readable {
  const { language } = options
  const columns: SheetColumn[] = HEADERS[language].map((header, index) => ({
    header,
    width: WIDTHS[index] ?? 20,
  }))
  const rows = rowsOf(db, options)
  return format === 'xlsx'
    ? writeXlsx([{ name: NAMES[language], columns, rows }])
    : writeCsv(columns, rows, language === 'de' ? {} : { delimiter: ',' })
}

async function* rowsOf(db: AccessDb, options: Options): AsyncGenerator<readonly unknown[]> {
  let cursor: string | undefined
  do {
    const query = { ...options.filter, limit: ROWS_PER_PAGE, cursor }
    const page = await readAudit(db, query, options.timeZone)
    const names = await options.namesFor(page.items)
    for (const event of page.items) yield rowOf(event, names, options)
    cursor = page.next ?? undefined
  } while (cursor)
}

function rowOf(event: Event, names: Names, options: Options): unknown[] {
  const { kinds, language, timeZone } = options
  const changes = changesOf(kinds.get(event.kind), event.before, event.after)
  return [
    event.id,
    instantToCivil(Date.parse(event.at), timeZone).replace('T', ' '),
    actorLabel(event.actor_id, event.actor_name)[language],
    actionLabel(event.action)[language],
    kindLabel(kinds, event.kind)[language],
    recordName(kinds, event, names),
    changes.map((change) => changeText(change, event, names, options)).join('\n'),
    event.reason,
    event.record_id,
  ]
}

/** `Stufe: MQL → SQL`; of what was made or deleted only the one value. */
function changeText(
  change: AuditChange,
  { before, after }: Event,
  names: Names,
  options: Options,
): string {
  const label = change.field?.label[options.language] ?? change.id
  const was = valueText(change, change.before, names, options)
  const is = valueText(change, change.after, names, options)
  if (before === null) return `${label}: ${is}`
  if (after === null) return `${label}: ${was}`
  return `${label}: ${was} → ${is}`
}

function valueText(
  { id, field }: AuditChange,
  value: unknown,
  names: Names,
  { language, timeZone }: Options,
): string {
  const isEmpty = Array.isArray(value) ? value.length === 0 : (value ?? '') === ''
  if (isEmpty) return '–'
  if (Array.isArray(value)) return value.map((one) => listItemLabel(id, one, language)).join(', ')
  const cell = field ? cellOf(field, value, names, { language, timeZone }) : value
  if (typeof cell === 'number' && language === 'de') return String(cell).replace('.', ',')
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}
