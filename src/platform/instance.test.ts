import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { acquireInstance, runningInstance } from './instance.ts'
import { processState } from './process-state.ts'
import { loadSecret } from './secret.ts'

const NOW = new Date('2026-01-05T08:00:00Z')

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'regelkreis-instance-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

test('instance: the second to ask is told where the first one runs', () => {
  using data = folder()
  const first = acquireInstance(data.path, NOW)
  assert.throws(() => acquireInstance(data.path, NOW), /already is just starting/)
  first.publish('http://localhost:18000')
  assert.throws(() => acquireInstance(data.path, NOW), /already runs at http:\/\/localhost:18000/)
  first.release()
  assert.deepEqual(readdirSync(data.path), [], 'nothing is left')
  acquireInstance(data.path, NOW).release()
})

test('instance: a file whose process has gone, or whose pid belongs to another one now, does not count', () => {
  using data = folder()
  const leave = (pid: number, startTicks: string) =>
    writeFileSync(
      join(data.path, 'server.json'),
      JSON.stringify({ pid, startTicks, startedAt: NOW.toISOString(), address: 'http://x' }),
    )
  leave(process.pid, processState(process.pid).startTicks)
  assert.equal(runningInstance(data.path)?.address, 'http://x')
  for (const [pid, startTicks] of [
    [process.pid, '1'], // this process started at another time
    [2 ** 22 + 1, '1'], // above the largest pid of Linux
  ] as const) {
    leave(pid, startTicks)
    assert.equal(runningInstance(data.path), null)
    acquireInstance(data.path, NOW).release()
  }
})

test('secret: made once, closed to others, and the setting goes first', () => {
  using data = folder()
  const config = { secret: null, dataFolder: data.path }
  const made = loadSecret(config)
  assert(made.length >= 32)
  assert.equal(loadSecret(config), made)
  assert.equal(statSync(join(data.path, 'secret')).mode & 0o777, 0o600)
  assert.equal(loadSecret({ ...config, secret: 'from the operator' }), 'from the operator')
})
