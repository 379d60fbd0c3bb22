import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimRun, recoverRuns } from '../src/imports/io/runs.ts'
import { loadImport } from '../src/imports/io/tables.ts'
import { silentLog } from '../src/platform/log.ts'
import { HEAD, LEADS } from './helpers/import-leads.ts'
import { testImports } from './helpers/imports.ts'

test('runs: one at a time, in order, and only by its own state', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file('a.csv', `${HEAD}\n1;Berg;;01.02.2026;;\n`)
  const importId = await workplace.create([file], { mappings: [LEADS] })
  const { db, imports } = workplace
  const starter = { userId: null, name: 'test' }
  const { newId } = imports.options.records
  await assert.rejects(claimRun(db, newId, importId, 'commit', starter), {
    code: 'imports.wrong_state',
  })
  const claims = await Promise.allSettled(
    Array.from({ length: 5 }, () => claimRun(db, newId, importId, 'dry_run', starter)),
  )
  assert.equal(claims.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('runs: cancelled means nothing written', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const rows = Array.from({ length: 5_000 }, (_, i) => `${i};Name${i};;01.02.2026;;`)
  const file = await workplace.file('a.csv', [HEAD, ...rows].join('\n'))
  const importId = await workplace.create([file], { mappings: [LEADS] })
  await workplace.run(importId, 'dry_run')
  const stop = new AbortController()
  const onProgress = ({ phase, done }: { phase: string; done: number }) => {
    if (phase === 'rows' && done >= 2_000) stop.abort()
  }
  const starter = { userId: null, name: 'test' }
  await workplace.imports.runNow(importId, 'commit', starter, { signal: stop.signal, onProgress })
  const row = await loadImport(workplace.db, importId)
  assert.deepEqual([row.state, row.error?.code], ['cancelled', 'imports.cancelled'])
  assert.deepEqual(await workplace.rows('select count(*) as count from leads.lead'), [{ count: 0 }])
})

test('runs: after a crash an import without a living run is interrupted, once', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file('a.csv', `${HEAD}\n1;Berg;;01.02.2026;;\n`)
  const importId = await workplace.create([file], { mappings: [LEADS] })
  const { newId } = workplace.imports.options.records
  await claimRun(workplace.db, newId, importId, 'dry_run', { userId: null, name: 'test' })
  assert.deepEqual(await recoverRuns(workplace.db, silentLog), [importId])
  assert.equal((await loadImport(workplace.db, importId)).state, 'interrupted')
  assert.deepEqual(await recoverRuns(workplace.db, silentLog), [])
  assert.equal((await workplace.run(importId, 'dry_run')).state, 'ready')
})
