// node bench/start.ts: how long a fresh clone and a later start take from `npm start` to /readyz. Clones the
// last commit into a temp folder; the npm cache is as warm as it is. Nothing else should run on the machine.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '..')
const PORT = '18990'
const LIMIT_MS = 600_000

/** Seconds from `npm start` to the first ready answer, and then to the end of everything. */
async function measure(folder: string): Promise<{ ready: number; stop: number }> {
  const env = { ...process.env, PORT, REGELKREIS_DATA: join(folder, 'data') }
  const since = performance.now()
  const npm = spawn('npm', ['start'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] })
  await untilReady(npm)
  const ready = performance.now()
  npm.kill('SIGTERM')
  await once(npm, 'exit')
  return { ready: (ready - since) / 1000, stop: (performance.now() - ready) / 1000 }
}

async function untilReady(npm: ChildProcess): Promise<void> {
  const deadline = performance.now() + LIMIT_MS
  while (performance.now() < deadline && npm.exitCode === null) {
    const answer = await fetch(`http://localhost:${PORT}/readyz`).catch(() => null)
    if (answer?.ok) return
    await sleep(50)
  }
  throw new Error(`npm start did not get ready (exit code ${npm.exitCode})`)
}

const folder = mkdtempSync(join(tmpdir(), 'regelkreis-bench-'))
try {
  execFileSync('git', ['clone', '--quiet', ROOT, join(folder, 'clone')])
  const load = loadavg()[0]?.toFixed(1)
  console.log(`${availableParallelism()} x ${cpus()[0]?.model}, load ${load} before`)
  const first = await measure(join(folder, 'clone'))
  console.log(
    `fresh clone: ready after ${first.ready.toFixed(1)} s, stopped in ${first.stop.toFixed(1)} s`,
  )
  const later = await measure(join(folder, 'clone'))
  console.log(
    `later start: ready after ${later.ready.toFixed(1)} s, stopped in ${later.stop.toFixed(1)} s`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
