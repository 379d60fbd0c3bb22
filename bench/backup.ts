// node bench/backup.ts [leads]: how long `backup` and `restore` take, how large the file is and how much memory they
// need, as commands of their own on the company of bench/lists-company.ts. The baseline of the backup is a plain
// COPY of the same tables to nowhere; that of the restore is the backup.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { silentLog } from '../src/platform/log.ts'
import { openStore, type Store } from '../src/platform/store.ts'
import { tablesOf } from '../src/safety/io/catalogue.ts'
import { fillCompany } from './lists-company.ts'

const LEADS = Number(process.argv[2] ?? 1_000_000)
const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'regelkreis-bench-'))
const file = join(folder, 'company.backup')

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return (performance.now() - since) / 1000
}

/** Every row of every table through COPY, thrown away; the bytes. */
async function copyAll({ database }: Store): Promise<number> {
  const client = await database.pool.connect()
  let bytes = 0
  try {
    for (const { quoted } of await tablesOf(client)) {
      const count = new Writable({
        write(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          done()
        },
      })
      await pipeline(client.query(copyTo(`copy (select * from ${quoted}) to stdout`)), count)
    }
  } finally {
    client.release()
  }
  return bytes
}

/** Runs a command to its end; the largest memory of its process in MB. */
async function command(dataFolder: string, ...args: string[]): Promise<number> {
  const env = { ...process.env, REGELKREIS_DATA: dataFolder }
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let largest = 0
  const watch = setInterval(() => {
    const status = readStatus(child.pid ?? 0)
    largest = Math.max(largest, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }, 100)
  const [code] = (await once(child, 'exit')) as [number]
  clearInterval(watch)
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}`)
  return largest
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

try {
  const here = join(folder, 'here')
  const store = await openStore({ databaseUrl: null, dataFolder: here }, silentLog)
  let copied = 0
  let baseline = 0
  try {
    await fillCompany(store.database.db, LEADS)
    baseline = await seconds(async () => {
      copied = await copyAll(store)
    })
  } finally {
    await store.disconnect()
    await store.shutDown()
  }
  let memory = 0
  const backup = await seconds(async () => {
    memory = await command(here, 'backup', file)
  })
  const load = loadavg()[0]?.toFixed(1)
  console.log(
    `${LEADS} leads, ${availableParallelism()} x ${cpus()[0]?.model}, load ${load}; ${(copied / 1e6).toFixed(0)} MB of rows`,
  )
  console.log(
    `backup ${backup.toFixed(1)} s (${(backup / baseline).toFixed(1)} x a plain COPY), file ${(statSync(file).size / 1e6).toFixed(0)} MB, memory ${memory.toFixed(0)} MB`,
  )
  const restore = await seconds(async () => {
    memory = await command(join(folder, 'there'), 'restore', file)
  })
  console.log(
    `restore ${restore.toFixed(1)} s (${(restore / backup).toFixed(1)} x the backup), memory ${memory.toFixed(0)} MB`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
