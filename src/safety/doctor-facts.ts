import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'

/** What the examination looks at, gathered by io/examine.ts. Instants and spans in milliseconds. */
export type Facts = {
  readonly now: number
  readonly program: string
  readonly node: { readonly version: string; readonly oldest: readonly [number, number] }
  readonly database: DatabaseFacts | { readonly problem: string }
  readonly folder: { readonly path: string; readonly mode: number; readonly writable: boolean }
  /** `setting`: REGELKREIS_SECRET; else the mode of the file, null when there is none yet. */
  readonly secret: 'setting' | { readonly mode: number | null }
  readonly disk: { readonly freeBytes: number }
  readonly backups: {
    readonly folder: string
    readonly sameDisk: boolean
    readonly writable: boolean
    /** The last one was written here and is gone. */
    readonly lastFileMissing: boolean
  }
  /** Null where no mail server is set. */
  readonly mail: { readonly problem: string | null } | null
  readonly address: {
    readonly host: string
    readonly publicUrl: string | null
    readonly tls: boolean
  }
  /** Null without a certificate of its own. */
  readonly certificate: { readonly expiresAt: number } | { readonly problem: string } | null
  /** Are the built screens there? */
  readonly web: boolean
}

export type DatabaseFacts = {
  readonly version: string
  readonly embedded: boolean
  readonly migrations: { readonly program: number; readonly database: number }
  readonly role: {
    readonly name: string
    readonly superuser: boolean
    readonly mayCreate: boolean
    readonly mayCreateTemporary: boolean
    /** Tables of the program that belong to another role. */
    readonly foreignTables: number
  }
  readonly bytes: number
  /** The clock of the database minus ours. */
  readonly clockDifference: number
  readonly timeZone: string
  readonly knowsTimeZone: boolean
  /** The newest moment that anything was recorded at; null in an instance without a trail. */
  readonly newestEntry: number | null
  readonly failedJobs: number
  readonly installedAt: number
  readonly schedule: 'daily' | 'off'
  readonly lastDone: number | null
  /** A failure after the last success. */
  readonly lastFailed: number | null
}

export const hasDatabase = (database: Facts['database']): database is DatabaseFacts =>
  !('problem' in database)

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `1,2 GB`: decimal units, as disks are sold; two digits at most behind a small number. */
export function bytesText(bytes: number): Text {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const shown = value < 9.95 && unit > 0 ? value.toFixed(1) : value.toFixed(0)
  return text(`${shown.replace('.', ',')} ${UNITS[unit]}`, `${shown} ${UNITS[unit]}`)
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const DAY_MS = 24 * HOUR

/** How long something is ago, in the unit that people would use. */
export function agoText(span: number): Text {
  const [size, de, des, en] =
    span >= 2 * DAY_MS
      ? ([DAY_MS, 'Tag', 'Tagen', 'day'] as const)
      : span >= 2 * HOUR
        ? ([HOUR, 'Stunde', 'Stunden', 'hour'] as const)
        : ([MINUTE, 'Minute', 'Minuten', 'minute'] as const)
  const count = Math.max(0, Math.floor(span / size))
  if (count === 0) return text('gerade eben', 'just now')
  return text(
    `vor ${count} ${count === 1 ? de : des}`,
    `${count} ${en}${count === 1 ? '' : 's'} ago`,
  )
}

export const mode = (bits: number): string => (bits & 0o777).toString(8).padStart(3, '0')
