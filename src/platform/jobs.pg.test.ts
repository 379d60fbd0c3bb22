import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testDatabase } from '../../test/helpers/database.ts'
import { addJob, startJobs, type TaskList } from './jobs.ts'
import { silentLog } from './log.ts'

/** Runs the workers until `until` holds, at most 10 s. */
async function work(url: string, tasks: TaskList, until: () => boolean): Promise<void> {
  const jobs = await startJobs({ url, tasks, log: silentLog })
  const deadline = performance.now() + 10_000
  while (!until() && performance.now() < deadline) await sleep(10)
  await jobs.stop()
}

test('jobs: what a transaction adds runs if and only if it commits', async () => {
  await using database = await testDatabase()
  const { db, url } = database
  const seen: unknown[] = []
  await assert.rejects(
    db.transaction().execute(async (tx) => {
      await addJob(tx, 'test.note', { from: 'rolled back' })
      throw new Error('no')
    }),
  )
  await db.transaction().execute((tx) => addJob(tx, 'test.note', { from: 'committed' }))
  const note = async (payload: unknown) => void seen.push(payload)
  await work(url, { 'test.note': note }, () => seen.length > 0)
  assert.deepEqual(seen, [{ from: 'committed' }])
})

test('jobs: a job with the key of a waiting one replaces it', async () => {
  await using database = await testDatabase()
  const seen: unknown[] = []
  await addJob(database.db, 'test.note', 1, { key: 'same' })
  await addJob(database.db, 'test.note', 2, { key: 'same' })
  const note = async (payload: unknown) => void seen.push(payload)
  await work(database.url, { 'test.note': note }, () => seen.length > 0)
  assert.deepEqual(seen, [2])
})

test('jobs: the runs are observed, a failed one stays for later', async () => {
  await using database = await testDatabase()
  await addJob(database.db, 'test.fail', {})
  const observed: string[] = []
  const jobs = await startJobs({
    url: database.url,
    log: silentLog,
    tasks: { 'test.fail': () => Promise.reject(new Error('not today')) },
    observe: (task, result) => void observed.push(`${task} ${result}`),
  })
  const deadline = performance.now() + 10_000
  while (observed.length === 0 && performance.now() < deadline) await sleep(10)
  await jobs.stop()
  assert.deepEqual(observed, ['test.fail failed'])
  const left = await database.pool.query('select attempts, last_error from jobs.jobs')
  assert.equal(left.rows[0]?.attempts, 1)
  assert.match(left.rows[0]?.last_error, /not today/)
})
