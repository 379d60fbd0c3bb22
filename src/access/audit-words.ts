import { choice, field, text } from '#kernel/fields.ts'
import type { Field, RecordKind, Text } from '#kernel/record.ts'
import { ROLE_LABELS, ROLES } from './policy.ts'

/** Everything that the trail says was done, in words. Other domains' actions stand here as well. */
export const ACTION_LABELS: Readonly<Record<string, Text>> = {
  create: text('Angelegt', 'Created'),
  update: text('Geändert', 'Changed'),
  delete: text('Gelöscht', 'Deleted'),
  merge: text('Zusammengeführt', 'Merged'),
  import: text('Importiert', 'Imported'),
  undo: text('Zurückgenommen', 'Undone'),
  export: text('Exportiert', 'Exported'),
  sign_in: text('Angemeldet', 'Signed in'),
  sign_in_failed: text('Anmeldung abgewiesen', 'Sign-in refused'),
  sign_out: text('Abgemeldet', 'Signed out'),
  end_session: text('Sitzung beendet', 'Session ended'),
  set_up: text('Eingerichtet', 'Set up'),
  invite: text('Link zum Passwort erstellt', 'Password link made'),
  set_password: text('Passwort gewählt', 'Password chosen'),
  change_password: text('Passwort geändert', 'Password changed'),
  reset_password: text('Passwort zurückgesetzt', 'Password reset'),
  enable_two_factor: text('Zwei-Faktor eingerichtet', 'Two-factor set up'),
  disable_two_factor: text('Zwei-Faktor ausgeschaltet', 'Two-factor turned off'),
  renew_key: text('Schlüssel erneuert', 'Key renewed'),
  reset_two_factor: text('Zwei-Faktor zurückgesetzt', 'Two-factor reset'),
  renew_recovery_codes: text('Wiederherstellungscodes erneuert', 'Recovery codes renewed'),
  backup: text('Gesichert', 'Backed up'),
  restore: text('Wiederhergestellt', 'Restored'),
  erase: text('Person gelöscht', 'Person erased'),
  load: text('Geladen', 'Loaded'),
  remove: text('Entfernt', 'Removed'),
  derive: text('Kanäle neu zugeordnet', 'Channels assigned anew'),
}

/** An action in words; one that nobody named is shown as it is. */
export const actionLabel = (action: string): Text => ACTION_LABELS[action] ?? text(action, action)

/** What the trail holds changes of: the kinds of records, and things that are none. */
export type AuditKind = {
  readonly id: string
  readonly label: Text
  /** Where its records are shown; absent for what is no record. */
  readonly path?: string
  readonly title?: readonly string[]
  readonly fields: readonly Field[]
}

const REASONS = [
  choice('access.wrong_credentials', 'E-Mail oder Passwort falsch', 'Wrong e-mail or password'),
  choice('access.wrong_code', 'Code falsch', 'Wrong code'),
  choice('access.codes_locked', 'Codes gesperrt', 'Codes locked'),
  choice('access.sign_in_again', 'Anmeldung abgelaufen', 'Sign-in expired'),
]

const METHODS = [
  choice('password', 'Passwort', 'Password'),
  choice('code', 'Passwort und Code', 'Password and code'),
  choice('recovery_code', 'Passwort und Wiederherstellungscode', 'Password and recovery code'),
]

const SESSION_KIND: AuditKind = {
  id: 'session',
  label: text('Anmeldung', 'Sign-in'),
  fields: [
    field.choice('method', 'Art', 'Method', METHODS),
    field.choice('reason', 'Grund', 'Reason', REASONS),
    field.email('email', 'E-Mail', 'E-mail'),
    field.text('address', 'Adresse', 'Address'),
    field.text('device', 'Gerät', 'Device'),
    field.integer('sessions', 'Sitzungen', 'Sessions'),
  ],
}

const OTHER_KINDS: readonly AuditKind[] = [
  SESSION_KIND,
  {
    id: 'channel_rules',
    label: text('Kanalregeln', 'Channel rules'),
    path: 'channel-rules',
    fields: [
      field.list('rules', 'Eigene Regeln', 'Own rules'),
      field.list('reasons', 'Anlass', 'Reasons'),
      field.list('moves', 'Verschoben', 'Moved'),
    ],
  },
  {
    id: 'import',
    label: text('Import', 'Import'),
    path: 'imports',
    fields: [field.list('files', 'Dateien', 'Files'), field.integer('rows', 'Zeilen', 'Rows')],
  },
  { id: 'audit_event', label: text('Protokoll', 'Audit trail'), fields: [] },
  {
    id: 'backup',
    label: text('Sicherung', 'Backup'),
    fields: [
      field.text('file', 'Datei', 'File'),
      field.integer('bytes', 'Größe in Bytes', 'Size in bytes'),
      field.integer('rows', 'Zeilen', 'Rows'),
      field.text('sha256', 'Prüfsumme (SHA-256)', 'Checksum (SHA-256)'),
    ],
  },
  {
    id: 'demo',
    label: text('Demofirma', 'Demo company'),
    fields: [
      field.text('company', 'Firma', 'Company'),
      field.date('last_month', 'Letzter Monat', 'Last month'),
      field.integer('records', 'Datensätze', 'Records'),
    ],
  },
  {
    id: 'saved_filter',
    label: text('Gespeicherter Filter', 'Saved filter'),
    title: ['name'],
    fields: [
      field.text('name', 'Name', 'Name'),
      field.text('query', 'Filter', 'Filter'),
      field.boolean('shared', 'Geteilt', 'Shared'),
    ],
  },
]

const TWO_FACTOR_ROLES = field.list(
  'two_factor_roles',
  'Rollen mit Zwei-Faktor-Pflicht',
  'Roles that need two-factor',
)

const LOGO = field.text('logo', 'Logo', 'Logo')

/** Fields that any kind's events may carry besides its own. */
const COMMON_FIELDS: readonly Field[] = [
  field.choice('format', 'Format', 'Format', [
    choice('csv', 'CSV', 'CSV'),
    choice('xlsx', 'Excel', 'Excel'),
  ]),
  field.text('q', 'Suchtext', 'Search text'),
]

/** Every kind by id: those of the records, the settings with their fields, and the rest. */
export function auditKinds(
  records: readonly RecordKind[],
  settings: readonly Field[],
): ReadonlyMap<string, AuditKind> {
  const setting: AuditKind = {
    id: 'setting',
    label: text('Einstellung', 'Setting'),
    fields: [...settings, TWO_FACTOR_ROLES, LOGO],
  }
  return new Map([...records, setting, ...OTHER_KINDS].map((kind) => [kind.id, kind]))
}

/** The kind of an event in words. */
export const kindLabel = (kinds: ReadonlyMap<string, AuditKind>, id: string): Text =>
  kinds.get(id)?.label ?? text(id, id)

/** One field of an event with its values; `field` null for one that no kind declares. */
export type AuditChange = {
  readonly id: string
  readonly field: Field | null
  readonly before: unknown
  readonly after: unknown
}

type AuditValues = Readonly<Record<string, unknown>> | null

/** The changed fields of an event in the order in which the kind declares them. */
export function changesOf(
  kind: AuditKind | undefined,
  before: AuditValues,
  after: AuditValues,
): AuditChange[] {
  const fields = [...(kind?.fields ?? []), ...COMMON_FIELDS]
  const order = (id: string) => {
    const index = fields.findIndex((one) => one.id === id)
    return index === -1 ? fields.length : index
  }
  const ids = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return ids
    .toSorted((a, b) => order(a) - order(b))
    .map((id) => ({
      id,
      field: fields.find((one) => one.id === id) ?? null,
      before: before?.[id] ?? null,
      after: after?.[id] ?? null,
    }))
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)

type Event = {
  readonly kind: string
  readonly record_id: string
  readonly before: AuditValues
  readonly after: AuditValues
}

/** Ids of every record that events are about or refer to, by kind: what has to be named to people. */
export function mentionedIds(
  kinds: ReadonlyMap<string, AuditKind>,
  events: readonly Event[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  const add = (kind: string, value: unknown) => {
    const isNamed = kind === 'channel' ? typeof value === 'string' : isId(value)
    if (!isNamed) return
    found.set(kind, (found.get(kind) ?? new Set()).add(String(value)))
  }
  for (const event of events) {
    const kind = kinds.get(event.kind)
    add(event.kind === 'session' ? 'user' : event.kind, event.record_id)
    for (const { field: declared, before, after } of changesOf(kind, event.before, event.after)) {
      if (declared?.type !== 'reference' || !declared.kind) continue
      add(declared.kind, before)
      add(declared.kind, after)
    }
  }
  return new Map([...found].map(([kind, ids]) => [kind, [...ids]]))
}

/** What an event calls its record: its name today, else as it was called in the event; null for neither. */
export function recordName(
  kinds: ReadonlyMap<string, AuditKind>,
  event: Event,
  names: Readonly<Record<string, string>>,
): string | null {
  const known = names[event.record_id]
  if (known !== undefined) return known
  const parts = (kinds.get(event.kind)?.title ?? []).flatMap((id) => {
    const value = event.after?.[id] ?? event.before?.[id]
    return typeof value === 'string' && !isId(value) && value !== '' ? [value] : []
  })
  return parts.length === 0 ? null : parts.join(' ')
}

const ACTORS: Readonly<Record<string, Text>> = {
  'command line': text('Befehlszeile', 'Command line'),
  unknown: text('Unbekannt', 'Unknown'),
  Zeitplan: text('Zeitplan', 'Schedule'),
}

/** Who it was; the program's own names are translated, those of people are not. */
export const actorLabel = (actorId: string | null, name: string): Text =>
  (actorId === null ? ACTORS[name] : undefined) ?? text(name, name)

const isRoleName = (value: unknown): value is keyof typeof ROLE_LABELS =>
  ROLES.some((role) => role === value)

/** Roles inside a list are codes: named like everywhere else. */
export const listItemLabel = (fieldId: string, item: unknown, language: 'de' | 'en'): string =>
  fieldId === TWO_FACTOR_ROLES.id && isRoleName(item) ? ROLE_LABELS[item][language] : String(item)
