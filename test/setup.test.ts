import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { acquireInstance } from '../src/platform/instance.ts'
import { runProgram } from './helpers/server.ts'

const dataFolder = mkdtempSync(join(tmpdir(), 'regelkreis-setup-'))
after(() => rmSync(dataFolder, { recursive: true, force: true }))

test('setup: a second start is refused before anything is installed, built or started', async () => {
  const instance = acquireInstance(dataFolder, new Date('2026-01-05T08:00:00Z'))
  instance.publish('http://localhost:18000')
  const result = await runProgram(['scripts/setup.mjs', 'start'], { dataFolder })
  instance.release()
  assert.equal(result.code, 1)
  assert.match(
    result.output,
    /^Regelkreis already runs at http:\/\/localhost:18000 \(process \d+, .*\)\.\n$/,
  )
  assert.deepEqual(readdirSync(dataFolder), [])
})

test('setup: an unknown mode, and unknown tests, are wrong usage', async () => {
  for (const args of [['dance'], ['test', 'dance']]) {
    const result = await runProgram(['scripts/setup.mjs', ...args], { dataFolder })
    assert.equal(result.code, 2)
    assert.match(result.output, /"dance"/)
  }
})
