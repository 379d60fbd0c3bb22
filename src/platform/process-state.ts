import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What procfs says about a process. `startTicks` tells two processes with the same pid apart. */
export type ProcessState = {
  readonly state: 'running' | 'zombie' | 'gone'
  readonly command: string
  readonly startTicks: string
}

const GONE: ProcessState = { state: 'gone', command: '', startTicks: '' }

/** State of a process. A zombie answers to signal 0 but does no work: it counts as dead everywhere here. */
export function processState(pid: number): ProcessState {
  if (process.platform !== 'linux') return stateBySignal(pid)
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return GONE
  }
  // "pid (command) state ppid ..."; the command may itself contain blanks and brackets.
  const close = text.lastIndexOf(')')
  const fields = text.slice(close + 2).split(' ')
  return {
    state: fields[0] === 'Z' || fields[0] === 'X' ? 'zombie' : 'running',
    command: text.slice(text.indexOf('(') + 1, close),
    startTicks: fields[19] ?? '',
  }
}

function stateBySignal(pid: number): ProcessState {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return GONE
  }
  return { state: 'running', command: '', startTicks: '' }
}

/** Pids of the living processes that work in `folder`: the database's own processes work in its data folder. */
export function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder && processState(pid).state === 'running'
      } catch {
        return false
      }
    })
}
