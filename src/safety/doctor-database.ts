import { text } from '#kernel/fields.ts'
import type { Check } from './doctor.ts'
import { bytesText, hasDatabase } from './doctor-facts.ts'

const OLDEST_POSTGRES = 15
const DATABASE = text('Datenbank', 'Database')

export const checkDatabase: Check = ({ database }) => {
  if (!hasDatabase(database)) {
    return {
      id: 'database',
      state: 'bad',
      title: DATABASE,
      finding: text(`Nicht benutzbar: ${database.problem}`, `Cannot be used: ${database.problem}`),
      advice: text(
        'Mit DATABASE_URL: Server, Name und Kennwort prüfen. Ohne: postgres.log im Datenordner lesen.',
        'With DATABASE_URL: check server, name and password. Without: read postgres.log in the data folder.',
      ),
    }
  }
  const { version, embedded, bytes } = database
  const size = bytesText(bytes)
  const where = embedded ? text('eingebaut', 'embedded') : text('eigener Server', 'own server')
  const tooOld = Number.parseInt(version, 10) < OLDEST_POSTGRES
  return {
    id: 'database',
    state: tooOld ? 'bad' : 'ok',
    title: DATABASE,
    finding: text(
      `PostgreSQL ${version} (${where.de}), ${size.de}`,
      `PostgreSQL ${version} (${where.en}), ${size.en}`,
    ),
    advice: tooOld
      ? text(
          `Auf PostgreSQL ${OLDEST_POSTGRES} oder neuer wechseln.`,
          `Move to PostgreSQL ${OLDEST_POSTGRES} or newer.`,
        )
      : null,
  }
}

export const checkMigrations: Check = ({ database, program }) => {
  if (!hasDatabase(database)) return null
  const { program: ours, database: theirs } = database.migrations
  const same = ours === theirs
  return {
    id: 'migrations',
    state: same ? 'ok' : 'bad',
    title: text('Programm und Datenbank', 'Program and database'),
    finding: same
      ? text(`Version ${program}, beide auf Stand ${ours}`, `Version ${program}, both at ${ours}`)
      : text(
          `Programm auf Stand ${ours}, Datenbank auf Stand ${theirs}`,
          `Program at ${ours}, database at ${theirs}`,
        ),
    advice: same
      ? null
      : text(
          'Das Programm neu starten; es bringt die Datenbank auf seinen Stand.',
          'Start the program again; it brings the database up to date.',
        ),
  }
}

export const checkRights: Check = ({ database }) => {
  if (!hasDatabase(database)) return null
  const { name, superuser, mayCreate, mayCreateTemporary, foreignTables } = database.role
  const base = { id: 'rights', title: text('Rechte in der Datenbank', 'Rights in the database') }
  if (foreignTables > 0) {
    return {
      ...base,
      state: 'bad',
      finding: text(
        `${foreignTables} Tabellen gehören nicht der Rolle ${name}`,
        `${foreignTables} tables do not belong to role ${name}`,
      ),
      advice: text(
        `Eigentum übertragen: reassign owned by <alte Rolle> to ${name};`,
        `Hand them over: reassign owned by <old role> to ${name};`,
      ),
    }
  }
  const missing = [!mayCreate && 'create', !mayCreateTemporary && 'temporary'].filter(Boolean)
  if (missing.length > 0) {
    return {
      ...base,
      state: 'bad',
      finding: text(`Der Rolle ${name} fehlt: ${missing}`, `Role ${name} lacks: ${missing}`),
      advice: text(
        `Als Eigentümer der Datenbank: grant ${missing} on database <Name> to ${name};`,
        `As owner of the database: grant ${missing} on database <name> to ${name};`,
      ),
    }
  }
  if (superuser) {
    return {
      ...base,
      state: 'attention',
      finding: text(`Die Rolle ${name} darf alles auf dem Server`, `Role ${name} is a superuser`),
      advice: text(
        'Dem Programm eine eigene Rolle ohne diese Rechte geben (docs/operations.md).',
        'Give the program a role of its own without these rights (docs/operations.md).',
      ),
    }
  }
  return {
    ...base,
    state: 'ok',
    finding: text(
      `Die Rolle ${name} hat, was sie braucht, und nicht mehr`,
      `Role ${name} has what it needs and no more`,
    ),
    advice: null,
  }
}

const CLOCK = text('Uhr', 'Clock')
const SKEW_ATTENTION_MS = 30_000
const SKEW_BAD_MS = 5 * 60_000
/** Nothing of this program is older: an earlier year is a clock that was never set. */
const OLDEST_YEAR = 2026

export const checkClock: Check = ({ now, database }) => {
  const year = new Date(now).getUTCFullYear()
  const setClock = text(
    'Die Uhr des Rechners stellen, am besten mit einem Zeitdienst (timedatectl set-ntp true).',
    'Set the clock of the machine, best by a time service (timedatectl set-ntp true).',
  )
  const bad = (de: string, en: string) =>
    ({ id: 'clock', state: 'bad', title: CLOCK, finding: text(de, en), advice: setClock }) as const
  if (year < OLDEST_YEAR) return bad(`Sie zeigt das Jahr ${year}`, `It shows the year ${year}`)
  if (!hasDatabase(database)) return null
  const { clockDifference, newestEntry, timeZone, knowsTimeZone } = database
  if (newestEntry !== null && newestEntry - now > SKEW_BAD_MS) {
    return bad(
      'Sie geht nach: Es gibt Einträge aus der Zukunft',
      'It is slow: there are entries from the future',
    )
  }
  const seconds = Math.round(Math.abs(clockDifference) / 1000)
  const difference = text(
    `Datenbank und Programm liegen ${seconds} s auseinander`,
    `Database and program are ${seconds} s apart`,
  )
  if (Math.abs(clockDifference) > SKEW_BAD_MS) return bad(difference.de, difference.en)
  if (!knowsTimeZone) {
    return {
      id: 'clock',
      state: 'bad',
      title: CLOCK,
      finding: text(
        `Die Datenbank kennt die Zeitzone ${timeZone} nicht`,
        `The database does not know the time zone ${timeZone}`,
      ),
      advice: text(
        'Unter Unternehmensdaten eine Zeitzone wie Europe/Berlin wählen.',
        'Choose a time zone such as Europe/Berlin in the company settings.',
      ),
    }
  }
  const isOff = Math.abs(clockDifference) > SKEW_ATTENTION_MS
  return {
    id: 'clock',
    state: isOff ? 'attention' : 'ok',
    title: CLOCK,
    finding: isOff
      ? difference
      : text(
          `Stimmt mit der Datenbank überein, Zeitzone ${timeZone}`,
          `Agrees with the database, time zone ${timeZone}`,
        ),
    advice: isOff ? setClock : null,
  }
}
