import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { ROOT, Stop } from './common.mjs'

const PARENT_CHECK_MS = 500

/**
 * Refuses a second start before anything is installed, built or migrated under the running server.
 * The server itself checks again (src/platform/instance.ts), without a gap.
 */
export function refuseSecondStart() {
  const data = resolve(ROOT, process.env.REGELKREIS_DATA || './data')
  let entry
  try {
    entry = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'))
  } catch {
    return
  }
  if (!isRunning(entry)) return
  const where = entry.address ? `runs at ${entry.address}` : 'is just starting'
  throw new Stop(`Regelkreis already ${where} (process ${entry.pid}, data in ${data}).`)
}

function isRunning({ pid, startTicks }) {
  try {
    process.kill(pid, 0)
    if (process.platform !== 'linux') return true
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] !== 'Z' && fields[19] === startTicks
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs the program as a child that gets our signals, and ends with its exit code. */
export function runChild(node, args) {
  const absolute = [join(ROOT, args[0]), ...args.slice(1)]
  const child = spawn(node, absolute, { stdio: 'inherit' })
  // Ctrl-C goes to the whole group, kill to one process; the child takes both at once for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const watch = watchParent(() => child.kill('SIGTERM'))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      done(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

/** A killed npm cannot tell its children. Without npm (nohup, a service) the parent may well go. */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const parent = process.ppid
  return setInterval(() => {
    if (process.ppid !== parent) onGone()
  }, PARENT_CHECK_MS)
}
