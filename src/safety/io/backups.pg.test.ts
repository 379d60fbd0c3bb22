import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { startJobs } from '#platform/jobs.ts'
import { silentLog } from '#platform/log.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import type { BackupSettings } from '../schedule.ts'
import { createBackups } from './backups.ts'
import { verifyBackup } from './read-backup.ts'
import { asRun, requestRun } from './runs.ts'

const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-backups-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

const SETTINGS: BackupSettings = {
  time_zone: 'Europe/Berlin',
  backup_schedule: 'daily',
  backup_time: '02:30',
  backup_keep_daily: 2,
  backup_keep_weekly: 0,
  backup_keep_monthly: 0,
}
const ERIKA = { userId: '0198c5a0-0000-7000-8000-000000000001', name: 'Erika Muster' }

/** The backups of an instance that was installed in January, with a clock to be set. */
async function instance(given: Partial<BackupSettings> = {}) {
  const database = await testDatabase()
  const { db, pool, url } = database
  await sql`update platform.migration set applied_at = '2026-01-05T12:00:00Z'`.execute(db)
  const folder = mkdtempSync(join(scratch, 'folder-'))
  const clock = { now: new Date('2026-03-02T09:00:00Z') }
  const trail: string[] = []
  const backups = createBackups({
    ...{ db, pool, folder, log: silentLog, dataFolder: scratch },
    now: () => clock.now,
    secret: { value: 'a secret of at least thirty-two characters', kept: true },
    settings: async () => ({ ...SETTINGS, ...given }),
    audit: async (_tx, { actor }, [entry]) => {
      trail.push(`${actor.name}: ${entry?.action}`)
    },
  })
  const queued = async () => {
    const { rows } = await sql<{ id: string }>`
      select id from safety.backup_run where state = 'waiting'`.execute(db)
    return rows[0]?.id ?? null
  }
  /** Does what waits, as the worker would. */
  const work = async () => {
    const id = await queued()
    const context = { log: silentLog, jobId: '1', attempt: 1, signal: AbortSignal.timeout(60_000) }
    if (id !== null) await backups.tasks['safety.backup']({ id }, context)
    return id
  }
  return {
    ...{ backups, db, url, folder, clock, trail, queued, work },
    files: () => readdirSync(folder).sort(),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

test('backups: asked for, made, shown and in the audit trail; a second one meanwhile is refused', async () => {
  await using it = await instance()
  await it.backups.request('person', ERIKA)
  await assert.rejects(it.backups.request('person', ERIKA), { code: 'safety.backup_under_way' })
  assert.equal((await it.backups.overview()).running?.state, 'waiting')
  await it.work()
  assert.deepEqual(it.files(), ['regelkreis-2026-03-02T090000Z.backup'])
  await verifyBackup(join(it.folder, 'regelkreis-2026-03-02T090000Z.backup'))
  const { lastDone, running, nextAt, runs } = await it.backups.overview()
  assert.equal(running, null)
  assert.equal(lastDone?.actorName, 'Erika Muster')
  assert.equal(lastDone?.fileState, 'present')
  assert.equal(nextAt, '2026-03-03T01:30:00.000Z')
  assert.equal(runs.length, 1)
  assert.deepEqual(it.trail, ['Erika Muster: backup'])
})

test('backups: what was missed while the server was off is made once, at the next look', async () => {
  await using it = await instance()
  await it.backups.lookAtSchedule()
  await it.backups.lookAtSchedule()
  assert.notEqual(await it.work(), null)
  await it.backups.lookAtSchedule()
  assert.equal(await it.queued(), null, 'nothing more today')
  it.clock.now = new Date('2026-03-03T01:29:00Z')
  await it.backups.lookAtSchedule()
  assert.equal(await it.queued(), null, 'not before half past two')
  it.clock.now = new Date('2026-03-03T01:30:00Z')
  await it.backups.lookAtSchedule()
  assert.notEqual(await it.work(), null)
  assert.equal(it.files().length, 2)
  assert.deepEqual(it.trail, ['Zeitplan: backup', 'Zeitplan: backup'])
})

test('backups: without a schedule nothing is made by itself', async () => {
  await using it = await instance({ backup_schedule: 'off' })
  await it.backups.lookAtSchedule()
  assert.equal(await it.queued(), null)
  assert.equal((await it.backups.overview()).nextAt, null)
})

test('backups: two are kept; files of others stay, also those that look like ours', async () => {
  await using it = await instance()
  writeFileSync(join(it.folder, 'regelkreis-2025-01-01T013000Z.backup'), 'von Hand hierher kopiert')
  writeFileSync(join(it.folder, 'Rechnungen.zip'), 'etwas anderes')
  for (const day of ['02', '03', '04', '05']) {
    it.clock.now = new Date(`2026-03-${day}T09:00:00Z`)
    await it.backups.lookAtSchedule()
    await it.work()
  }
  assert.deepEqual(it.files(), [
    'Rechnungen.zip',
    'regelkreis-2025-01-01T013000Z.backup',
    'regelkreis-2026-03-04T090000Z.backup',
    'regelkreis-2026-03-05T090000Z.backup',
  ])
  const { runs } = await it.backups.overview()
  const states = runs.map(({ fileState }) => fileState)
  assert.deepEqual(states, ['present', 'present', 'removed', 'removed'])
  assert.equal(it.trail.filter((line) => line === 'Zeitplan: delete').length, 2)
})

test('backups: a file that was overwritten by somebody is not removed as ours', async () => {
  await using it = await instance({ backup_keep_daily: 1 })
  await it.backups.request('person', ERIKA)
  await it.work()
  const [first = ''] = it.files()
  writeFileSync(join(it.folder, first), 'jetzt etwas anderes')
  it.clock.now = new Date('2026-03-09T09:00:00Z')
  await it.backups.request('person', ERIKA)
  await it.work()
  assert.equal(it.files().length, 2)
  assert(existsSync(join(it.folder, first)))
})

test('backups: a failure says why, removes nothing and is tried again after an hour', async () => {
  await using it = await instance({ backup_keep_daily: 1 })
  await it.backups.lookAtSchedule()
  await it.work()
  const good = it.files()
  it.clock.now = new Date('2026-03-03T09:00:00Z')
  // A file where the next one would go: root may write everywhere, so rights cannot be the reason here.
  writeFileSync(join(it.folder, 'regelkreis-2026-03-03T090000Z.backup'), 'kein Platz für Sie')
  await it.backups.lookAtSchedule()
  await it.work()
  const failed = await it.backups.overview()
  assert.equal(failed.lastFailed?.problem?.code, 'other')
  assert.match(failed.lastFailed?.problem?.message ?? '', /exists and is no backup/)
  assert.equal(failed.lastDone?.requestedAt, '2026-03-02T09:00:00.000Z')
  assert.equal(failed.nextAt, '2026-03-03T10:00:00.000Z')
  assert.deepEqual(it.files(), [...good, 'regelkreis-2026-03-03T090000Z.backup'])

  it.clock.now = new Date('2026-03-03T09:59:00Z')
  await it.backups.lookAtSchedule()
  assert.equal(await it.queued(), null)
  it.clock.now = new Date('2026-03-03T10:00:00Z')
  await it.backups.lookAtSchedule()
  await it.work()
  assert.equal((await it.backups.overview()).lastFailed, null, 'a later success ends the alarm')
})

test('backups: a folder that cannot be written is named by its reason', async (t) => {
  if (process.getuid?.() === 0) return t.skip('root may write everywhere')
  await using it = await instance()
  chmodSync(it.folder, 0o500)
  await it.backups.request('person', ERIKA)
  await it.work()
  assert.equal((await it.backups.overview()).lastFailed?.problem?.code, 'EACCES')
})

test('backups: one whose process died is said to have been interrupted; one that lives is left alone', async () => {
  await using it = await instance()
  const id = '0198c5a0-0000-7000-8000-000000000002'
  await requestRun(it.db, { id, cause: 'person', actor: ERIKA, now: it.clock.now })
  await asRun(it.db, id, it.clock.now, async () => {
    await it.backups.lookAtSchedule()
    assert.equal((await it.backups.overview()).running?.state, 'running')
  })
  // The lock went with the connection; the row still says running.
  await it.backups.lookAtSchedule()
  assert.equal((await it.backups.overview()).lastFailed?.problem?.code, 'interrupted')
})

test('backups: the worker looks at the schedule from its start on', async () => {
  await using it = await instance()
  await it.backups.start()
  const { tasks, cron } = it.backups
  const jobs = await startJobs({ url: it.url, tasks, cron, log: silentLog })
  const deadline = performance.now() + 20_000
  while (it.files().length === 0 && performance.now() < deadline) await sleep(50)
  while ((await it.backups.overview()).running && performance.now() < deadline) await sleep(50)
  await jobs.stop()
  assert.equal((await it.backups.overview()).lastDone?.cause, 'schedule')
  const { rows } = await sql<{ identifier: string }>`
    select identifier from jobs._private_known_crontabs`.execute(it.db)
  assert.deepEqual(rows, [{ identifier: 'safety.look' }], 'and every minute after that')
})
