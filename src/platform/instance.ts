import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { openDataFolder } from './data-folder.ts'
import { OperatorError } from './failure.ts'
import { processState } from './process-state.ts'

const Entry = z.object({
  pid: z.number().int().positive(),
  /** Start of the process in clock ticks since boot: tells it from a later one with the same pid. */
  startTicks: z.string(),
  startedAt: z.string(),
  /** Null until it listens. */
  address: z.string().nullable(),
})
export type InstanceEntry = z.infer<typeof Entry>

/** The right to be the one server of a data folder. */
export type Instance = { publish(address: string): void; release(): void }

const fileOf = (dataFolder: string): string => join(dataFolder, 'server.json')

/** The server that runs on this data folder, else null. A file that a killed server left does not count. */
export function runningInstance(dataFolder: string): InstanceEntry | null {
  let entry: InstanceEntry
  try {
    entry = Entry.parse(JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')))
  } catch {
    return null
  }
  const found = processState(entry.pid)
  const same = found.state === 'running' && found.startTicks === entry.startTicks
  return same ? entry : null
}

/** Becomes the server of a data folder, or throws an OperatorError that names the one that runs. */
export function acquireInstance(dataFolder: string, now: Date): Instance {
  openDataFolder(dataFolder)
  const file = fileOf(dataFolder)
  const own: InstanceEntry = {
    pid: process.pid,
    startTicks: processState(process.pid).startTicks,
    startedAt: now.toISOString(),
    address: null,
  }
  const staging = `${file}.${process.pid}`
  const write = (entry: InstanceEntry) =>
    writeFileSync(staging, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
  write(own)
  try {
    claim(dataFolder, staging, file)
  } finally {
    rmSync(staging, { force: true })
  }
  return {
    publish(address) {
      write({ ...own, address })
      renameSync(staging, file)
    },
    release() {
      if (runningInstance(dataFolder)?.pid === process.pid) rmSync(file, { force: true })
    },
  }
}

/** A hard link appears whole or not at all: of two servers that start together one wins. */
function claim(dataFolder: string, staging: string, file: string): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      linkSync(staging, file)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const running = runningInstance(dataFolder)
    if (running) throw alreadyRunning(running, dataFolder)
    rmSync(file, { force: true })
  }
  throw new OperatorError(`Another Regelkreis is just starting on ${dataFolder}.`)
}

function alreadyRunning({ pid, address }: InstanceEntry, dataFolder: string): OperatorError {
  const where = address === null ? 'is just starting' : `runs at ${address}`
  return new OperatorError(`Regelkreis already ${where} (process ${pid}, data in ${dataFolder}).`)
}
