import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose, verdictOf } from './doctor.ts'
import { agoText, bytesText, type DatabaseFacts, type Facts } from './doctor-facts.ts'

const NOW = Date.parse('2026-03-02T12:00:00Z')
const HOUR = 3_600_000
const database: DatabaseFacts = {
  version: '18.4',
  embedded: true,
  migrations: { program: 9, database: 9 },
  role: {
    name: 'regelkreis',
    superuser: false,
    mayCreate: true,
    mayCreateTemporary: true,
    foreignTables: 0,
  },
  bytes: 1_200_000_000,
  clockDifference: 40,
  timeZone: 'Europe/Berlin',
  knowsTimeZone: true,
  newestEntry: NOW - HOUR,
  failedJobs: 0,
  installedAt: NOW - 100 * 24 * HOUR,
  schedule: 'daily',
  lastDone: NOW - 10 * HOUR,
  lastFailed: null,
}
const healthy: Facts = {
  now: NOW,
  program: '0.1.0',
  node: { version: 'v24.21.0', oldest: [24, 12] },
  database,
  folder: { path: '/srv/regelkreis', mode: 0o40700, writable: true },
  secret: { mode: 0o100600 },
  disk: { freeBytes: 50_000_000_000 },
  backups: { folder: '/mnt/nas', sameDisk: false, writable: true, lastFileMissing: false },
  mail: { problem: null },
  address: { host: '0.0.0.0', publicUrl: 'https://regelkreis.example.com', tls: false },
  certificate: { expiresAt: NOW + 60 * 24 * HOUR },
  web: true,
}
const withDatabase = (changes: Partial<DatabaseFacts>): Facts => ({
  ...healthy,
  database: { ...database, ...changes },
})
const role = (changes: Partial<DatabaseFacts['role']>): Facts =>
  withDatabase({ role: { ...database.role, ...changes } })

test('doctor: a healthy installation has nothing to do', () => {
  const findings = diagnose(healthy)
  assert.equal(findings.length, 15)
  assert.deepEqual(
    findings.filter(({ state, advice }) => state !== 'ok' || advice !== null),
    [],
  )
  assert.equal(verdictOf(findings), 'ok')
})

const cases: { name: string; facts: Facts; id: string; state: string; says: RegExp }[] = [
  {
    name: 'Node before 24.12',
    facts: { ...healthy, node: { version: 'v24.11.1', oldest: [24, 12] } },
    id: 'node',
    state: 'bad',
    says: /v24\.11\.1/,
  },
  {
    name: 'PostgreSQL 14',
    facts: withDatabase({ version: '14.11' }),
    id: 'database',
    state: 'bad',
    says: /14\.11/,
  },
  {
    name: 'a database behind the program',
    facts: withDatabase({ migrations: { program: 9, database: 8 } }),
    id: 'migrations',
    state: 'bad',
    says: /Stand 9, Datenbank auf Stand 8/,
  },
  {
    name: 'a superuser',
    facts: role({ superuser: true }),
    id: 'rights',
    state: 'attention',
    says: /darf alles/,
  },
  {
    name: 'a role that may not create',
    facts: role({ mayCreate: false }),
    id: 'rights',
    state: 'bad',
    says: /fehlt: create/,
  },
  {
    name: 'tables of another role',
    facts: role({ foreignTables: 3 }),
    id: 'rights',
    state: 'bad',
    says: /3 Tabellen/,
  },
  {
    name: 'clocks a minute apart',
    facts: withDatabase({ clockDifference: -60_000 }),
    id: 'clock',
    state: 'attention',
    says: /60 s/,
  },
  {
    name: 'clocks an hour apart',
    facts: withDatabase({ clockDifference: HOUR }),
    id: 'clock',
    state: 'bad',
    says: /3600 s/,
  },
  {
    name: 'entries from the future',
    facts: withDatabase({ newestEntry: NOW + HOUR }),
    id: 'clock',
    state: 'bad',
    says: /Zukunft/,
  },
  {
    name: 'a clock that was never set',
    facts: { ...healthy, now: 0 },
    id: 'clock',
    state: 'bad',
    says: /1970/,
  },
  {
    name: 'a time zone that the database lacks',
    facts: withDatabase({ knowsTimeZone: false }),
    id: 'clock',
    state: 'bad',
    says: /Europe\/Berlin/,
  },
  {
    name: 'a folder that others may read',
    facts: { ...healthy, folder: { ...healthy.folder, mode: 0o40755 } },
    id: 'folder',
    state: 'attention',
    says: /755/,
  },
  {
    name: 'a folder without the right to write',
    facts: { ...healthy, folder: { ...healthy.folder, writable: false } },
    id: 'folder',
    state: 'bad',
    says: /kein Schreibrecht/,
  },
  {
    name: 'a secret that the group may read',
    facts: { ...healthy, secret: { mode: 0o100640 } },
    id: 'secret',
    state: 'bad',
    says: /640/,
  },
  {
    name: 'little space',
    facts: { ...healthy, disk: { freeBytes: 1_100_000_000 } },
    id: 'disk',
    state: 'attention',
    says: /1,1 GB/,
  },
  {
    name: 'hardly any space',
    facts: { ...healthy, disk: { freeBytes: 100_000_000 } },
    id: 'disk',
    state: 'bad',
    says: /100 MB/,
  },
  {
    name: 'less space than the database takes',
    facts: { ...withDatabase({ bytes: 60_000_000_000 }) },
    id: 'disk',
    state: 'attention',
    says: /50 GB/,
  },
  {
    name: 'a backup of yesterday morning',
    facts: withDatabase({ lastDone: NOW - 27 * HOUR }),
    id: 'last_backup',
    state: 'attention',
    says: /vor 27 Stunden/,
  },
  {
    name: 'a backup of last week',
    facts: withDatabase({ lastDone: NOW - 7 * 24 * HOUR }),
    id: 'last_backup',
    state: 'bad',
    says: /vor 7 Tagen/,
  },
  {
    name: 'no backup at all',
    facts: withDatabase({ lastDone: null }),
    id: 'last_backup',
    state: 'bad',
    says: /Es gibt keine/,
  },
  {
    name: 'the file of the last backup is gone',
    facts: { ...healthy, backups: { ...healthy.backups, lastFileMissing: true } },
    id: 'last_backup',
    state: 'bad',
    says: /nicht mehr da/,
  },
  {
    name: 'a failure after the last success',
    facts: withDatabase({ lastFailed: NOW - HOUR }),
    id: 'last_backup',
    state: 'attention',
    says: /vor 10 Stunden; danach fehlgeschlagen vor 60 Minuten/,
  },
  {
    name: 'backups on the disk of the data',
    facts: { ...healthy, backups: { ...healthy.backups, sameDisk: true } },
    id: 'backup_place',
    state: 'attention',
    says: /Datenträger/,
  },
  {
    name: 'a folder that takes no backups',
    facts: { ...healthy, backups: { ...healthy.backups, writable: false } },
    id: 'backup_place',
    state: 'bad',
    says: /nicht schreiben/,
  },
  {
    name: 'failed jobs',
    facts: withDatabase({ failedJobs: 2 }),
    id: 'jobs',
    state: 'attention',
    says: /^2 endgültig/,
  },
  {
    name: 'a silent mail server',
    facts: { ...healthy, mail: { problem: 'connect ECONNREFUSED' } },
    id: 'mail',
    state: 'bad',
    says: /ECONNREFUSED/,
  },
  {
    name: 'every interface without TLS',
    facts: { ...healthy, address: { host: '0.0.0.0', publicUrl: null, tls: false } },
    id: 'address',
    state: 'attention',
    says: /unverschlüsselt/,
  },
  {
    name: 'a certificate for another week',
    facts: { ...healthy, certificate: { expiresAt: NOW + 7 * 24 * HOUR } },
    id: 'certificate',
    state: 'attention',
    says: /7 Tage/,
  },
  {
    name: 'screens that were not built',
    facts: { ...healthy, web: false },
    id: 'web',
    state: 'bad',
    says: /Nicht gebaut/,
  },
]
for (const { name, facts, id, state, says } of cases) {
  test(`doctor: ${name}`, () => {
    const findings = diagnose(facts)
    const found = findings.find((finding) => finding.id === id)
    assert.equal(found?.state, state)
    assert.match(found?.finding.de ?? '', says)
    assert(found?.advice, 'what is not well comes with advice')
    assert.equal(verdictOf(findings), state)
  })
}

test('doctor: a database that cannot be reached is told once, and the rest is examined', () => {
  const findings = diagnose({ ...healthy, database: { problem: 'connect ECONNREFUSED' } })
  const bad = findings.filter(({ state }) => state === 'bad').map(({ id }) => id)
  assert.deepEqual(bad, ['database'])
  assert(findings.length > 8)
})

test('doctor: no backup in a new installation is nothing to worry about', () => {
  const facts = withDatabase({ lastDone: null, installedAt: NOW - HOUR })
  assert.equal(diagnose(facts).find(({ id }) => id === 'last_backup')?.state, 'ok')
})

test('doctor: sizes and spans as people say them', () => {
  assert.deepEqual(
    [0, 999, 1500, 12_345_678, 999_600_000, 1_250_000_000].map((bytes) => bytesText(bytes).de),
    ['0 B', '999 B', '1,5 kB', '12 MB', '1,0 GB', '1,3 GB'],
  )
  assert.deepEqual(
    [0, 60_000, 90 * 60_000, 2 * HOUR, 47 * HOUR, 48 * HOUR].map((span) => agoText(span).de),
    [
      'gerade eben',
      'vor 1 Minute',
      'vor 90 Minuten',
      'vor 2 Stunden',
      'vor 47 Stunden',
      'vor 2 Tagen',
    ],
  )
})
