import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openDataFolder } from './data-folder.ts'
import { messageOf, OperatorError } from './failure.ts'
import type { Log } from './log.ts'
import {
  type Binaries,
  chooseRunAs,
  copyBinaries,
  nativeFolder,
  runBinary,
} from './postgres-binaries.ts'
import { processesIn, processState } from './process-state.ts'

/** A running embedded PostgreSQL. `url` is that of the program's own role, which is no superuser. */
export type Postgres = {
  readonly url: string
  /** The superuser's, for tests and maintenance only. */
  readonly adminUrl: string
  /** True when it was already running: a server that was killed left it, or a server uses it now. */
  readonly adopted: boolean
  readonly pid: number
  /** Disconnects whoever is there, writes everything out and ends it. Idempotent. */
  stop(): Promise<void>
}

export type PostgresOptions = {
  /** The program's data folder; the cluster lies in `postgres/` below it (or where `postgres.json` points). */
  readonly dataFolder: string
  readonly log: Log
  /** For tests only: nothing survives a crash of the machine, everything is faster. */
  readonly unsafe?: boolean
}

const ROLE = 'regelkreis'
const DATABASE = 'regelkreis'
const PORT = 5432
const LOG_FILE_MAX_BYTES = 20 * 1024 * 1024
const START_RETRY_MS = 10_000

type Cluster = {
  readonly binaries: Binaries
  readonly folder: string
  readonly logFile: string
  readonly socketFolder: string
}

/** Starts the PostgreSQL of a data folder, creating it on first use; takes a running one over. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { log, unsafe = false } = options
  const dataFolder = openDataFolder(options.dataFolder)
  const cluster = await locate(dataFolder, log)
  refuseShellCharacters(cluster)
  const isNew = !existsSync(join(cluster.folder, 'PG_VERSION'))
  if (isNew) await create(cluster, unsafe)
  refuseOtherOwner(cluster)
  refuseOtherMajor(cluster)

  const adopted = await adopt(cluster)
  if (!adopted) {
    openSocketFolder(cluster)
    writeSettings(cluster, unsafe)
    await start(cluster)
  }
  const running = postmaster(cluster)
  if (!running) throw new OperatorError(`PostgreSQL did not start; see ${cluster.logFile}`)
  const adminUrl = urlOf(running.socketFolder, 'postgres', 'postgres')
  await createRoleAndDatabase(adminUrl)
  log.debug({ pid: running.pid, adopted }, 'PostgreSQL is running')
  return {
    url: urlOf(running.socketFolder, ROLE, DATABASE),
    adminUrl,
    adopted,
    pid: running.pid,
    stop: () => stop(cluster),
  }
}

/** initdb and pg_ctl hand their paths to a shell between double quotes. */
function refuseShellCharacters({ folder, logFile, binaries }: Cluster): void {
  const bad = [folder, logFile, binaries.folder].find((path) => /["$`\\\n]/.test(path))
  if (bad === undefined) return
  throw new OperatorError(
    `PostgreSQL's programs cannot work in ${bad}: its path contains one of " $ \` \\. ` +
      'Choose another folder (REGELKREIS_DATA) or a server of its own (DATABASE_URL).',
  )
}

/** A connection string for a Unix socket, which `pg` and psql understand alike. */
const urlOf = (socketFolder: string, user: string, database: string): string =>
  `postgresql://${user}@localhost:${PORT}/${database}?host=${encodeURIComponent(socketFolder)}`

/** Where the cluster lies and how it is run. Decided once and kept, so that a later start finds the data. */
async function locate(dataFolder: string, log: Log): Promise<Cluster> {
  const native = nativeFolder()
  const runAs = await chooseRunAs(native)
  const pointer = join(dataFolder, 'postgres.json')
  const key = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
  const elsewhere = existsSync(pointer)
  if (runAs.how !== 'other user' && !elsewhere) {
    const socketFolder = socketFolderOf(key)
    const folder = join(dataFolder, 'postgres')
    const logFile = join(dataFolder, 'postgres.log')
    return { binaries: { folder: native, runAs }, folder, logFile, socketFolder }
  }
  if (process.getuid?.() !== 0) {
    throw new OperatorError(`${pointer} says that the database was created by root: start as root.`)
  }
  return locateElsewhere(native, dataFolder, key, log)
}

/** Root without user namespaces: another uid owns the database, outside folders that only root may enter. */
function locateElsewhere(native: string, dataFolder: string, key: string, log: Log): Cluster {
  const pointer = join(dataFolder, 'postgres.json')
  const id = 65534
  const state = existsSync(pointer)
    ? (JSON.parse(readFileSync(pointer, 'utf8')) as { folder: string }).folder
    : join('/var/lib/regelkreis', key)
  const inPlace = join(dataFolder, 'postgres')
  if (existsSync(inPlace)) {
    throw new OperatorError(
      `The database in ${inPlace} was created where root may make user namespaces; here it may not. ` +
        'Allow them (sysctl user.max_user_namespaces, a container option), or give the folder to an ' +
        'ordinary user and start as that one.',
    )
  }
  mkdirSync(state, { recursive: true })
  for (const folder of [dirname(state), state]) chmodSync(folder, 0o755)
  const home = join(state, 'database')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  chownSync(home, id, id)
  const version = createHash('sha256').update(native).digest('hex').slice(0, 8)
  const binaries = join(state, `binaries-${version}`)
  copyBinaries(native, binaries)
  writeFileSync(pointer, `${JSON.stringify({ folder: state })}\n`)
  log.info(
    { folder: state },
    'Root without user namespaces: the database lies outside the data folder',
  )
  return {
    binaries: { folder: binaries, runAs: { how: 'other user', id } },
    folder: join(home, 'postgres'),
    logFile: join(home, 'postgres.log'),
    socketFolder: socketFolderOf(key),
  }
}

/** A short folder for the socket, whose path may have 107 bytes. */
function socketFolderOf(key: string): string {
  const base = Buffer.byteLength(tmpdir()) > 60 ? '/tmp' : tmpdir()
  return join(base, `regelkreis-${process.getuid?.() ?? 0}-${key}`)
}

/** Makes the socket folder, closed to others; refuses one that somebody else has put there. */
function openSocketFolder({ socketFolder, binaries: { runAs } }: Cluster): void {
  const uid = process.getuid?.() ?? 0
  const owner = runAs.how === 'other user' ? runAs.id : uid
  mkdirSync(socketFolder, { recursive: true, mode: 0o700 })
  const found = lstatSync(socketFolder)
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== owner)) {
    throw new OperatorError(`${socketFolder} belongs to somebody else: remove it and start again.`)
  }
  if (owner !== uid) chownSync(socketFolder, owner, owner)
  chmodSync(socketFolder, 0o700)
}

/**
 * Creates the cluster beside its place and moves it there whole: what a cut-off first start leaves behind
 * is never taken for a database, and of two that start together one wins.
 */
async function create(cluster: Cluster, unsafe: boolean): Promise<void> {
  const { runAs } = cluster.binaries
  const staging = mkdtempSync(`${cluster.folder}.new-`)
  if (runAs.how === 'other user') chownSync(staging, runAs.id, runAs.id)
  const args = ['--pgdata', staging, '--username', 'postgres', '--encoding', 'UTF8']
  // Code point order, the same on every machine and version; where people see an order, queries name a collation.
  args.push('--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8')
  args.push('--auth-local', 'trust', '--auth-host', 'reject', '--no-instructions')
  if (unsafe) args.push('--no-sync')
  try {
    await runBinary(cluster.binaries, 'initdb', args)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    throw new OperatorError(`PostgreSQL could not create its folder: ${outputOf(error)}`, 1, {
      cause: error,
    })
  }
  appendFileSync(join(staging, 'postgresql.conf'), "\ninclude_if_exists = 'regelkreis.conf'\n")
  try {
    renameSync(staging, cluster.folder)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    if (!existsSync(join(cluster.folder, 'PG_VERSION'))) throw error
  }
}

/** PostgreSQL works only in a folder of the user that runs it. */
function refuseOtherOwner({ folder, binaries: { runAs } }: Cluster): void {
  const owner = statSync(folder).uid
  const expected = runAs.how === 'other user' ? runAs.id : process.getuid?.()
  if (expected === undefined || owner === expected) return
  throw new OperatorError(`The database in ${folder} belongs to user ${owner}: start as that user.`)
}

function refuseOtherMajor(cluster: Cluster): void {
  const found = readFileSync(join(cluster.folder, 'PG_VERSION'), 'utf8').trim()
  if (found !== '18') {
    throw new OperatorError(
      `The database in ${cluster.folder} was created by PostgreSQL ${found}; this program brings 18. ` +
        'Restore a backup into a new data folder.',
    )
  }
}

/** Settings for a small machine; written on each start so that a new version of the program brings its own. */
function writeSettings(cluster: Cluster, unsafe: boolean): void {
  const quoted = cluster.socketFolder.replaceAll("'", "''")
  const settings = [
    "listen_addresses = ''",
    `port = ${PORT}`,
    `unix_socket_directories = '${quoted}'`,
    'unix_socket_permissions = 0700',
    'max_connections = 60',
    'shared_buffers = 128MB',
    'effective_cache_size = 1GB',
    'work_mem = 16MB',
    'maintenance_work_mem = 128MB',
    'max_wal_size = 1GB',
    'random_page_cost = 1.1',
    'jit = off',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "log_line_prefix = '%m [%p] '",
    'idle_in_transaction_session_timeout = 10min',
    ...(unsafe ? ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'] : []),
  ]
  const file = join(cluster.folder, 'regelkreis.conf')
  writeFileSync(file, `# Written by Regelkreis on each start.\n${settings.join('\n')}\n`)
  if (cluster.binaries.runAs.how === 'other user') {
    chownSync(file, cluster.binaries.runAs.id, cluster.binaries.runAs.id)
  }
}

type Postmaster = { readonly pid: number; readonly socketFolder: string; readonly ready: boolean }

/** The living postmaster of a cluster as its lock file names it, else null. */
function postmaster(cluster: Cluster): Postmaster | null {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  const { state, command } = processState(pid)
  if (!Number.isInteger(pid) || pid <= 0 || state !== 'running') return null
  if (command !== '' && !command.startsWith('postgres')) return null
  return { pid, socketFolder: lines[4]?.trim() ?? '', ready: lines[7]?.trim() === 'ready' }
}

/** Takes over a postmaster that runs already; one that nobody can reach is stopped. False when there is none left. */
async function adopt(cluster: Cluster): Promise<boolean> {
  const deadline = performance.now() + START_RETRY_MS
  for (;;) {
    const found = postmaster(cluster)
    if (!found) return false
    if (found.ready && existsSync(join(found.socketFolder, `.s.PGSQL.${PORT}`))) return true
    if (performance.now() > deadline || found.ready) break
    await sleep(50)
  }
  await stop(cluster)
  return false
}

/**
 * Starts the postmaster. One that was killed may stay a zombie until it is reaped, and PostgreSQL takes its
 * lock file for that of a living one: wait, then remove the file once nothing works in the folder any more.
 */
async function start(cluster: Cluster): Promise<void> {
  const { binaries, folder, logFile } = cluster
  rotate(logFile)
  const deadline = performance.now() + START_RETRY_MS
  for (;;) {
    try {
      await runBinary(binaries, 'pg_ctl', [
        'start',
        '-D',
        folder,
        '-l',
        logFile,
        '-w',
        '-s',
        '-t',
        '60',
      ])
      return
    } catch (error) {
      if (postmaster(cluster)?.ready) return // somebody else started it at the same moment
      const lock = join(folder, 'postmaster.pid')
      if (!existsSync(lock) || performance.now() > deadline) {
        throw new OperatorError(
          `PostgreSQL did not start (${outputOf(error)}). Its log: ${logFile}`,
          1,
          { cause: error },
        )
      }
      await sleep(250)
      const isLate = performance.now() > deadline - START_RETRY_MS / 2
      if (isLate && !postmaster(cluster) && processesIn(folder).length === 0) {
        rmSync(lock, { force: true })
      }
    }
  }
}

function rotate(logFile: string): void {
  if (!existsSync(logFile) || statSync(logFile).size < LOG_FILE_MAX_BYTES) return
  renameSync(logFile, `${logFile}.1`)
}

async function stop(cluster: Cluster): Promise<void> {
  await stopPostmaster(cluster)
  rmSync(cluster.socketFolder, { recursive: true, force: true })
}

async function stopPostmaster(cluster: Cluster): Promise<void> {
  if (!postmaster(cluster)) return
  const args = ['stop', '-D', cluster.folder, '-m', 'fast', '-w', '-s', '-t', '30']
  try {
    await runBinary(cluster.binaries, 'pg_ctl', args)
  } catch (error) {
    if (postmaster(cluster)) {
      throw new OperatorError(`PostgreSQL did not stop: ${outputOf(error)}`, 1, { cause: error })
    }
  }
}

async function createRoleAndDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    // Two that start together come here together; closing the connection ends the lock.
    await client.query('select pg_advisory_lock(1)')
    const roles = await client.query('select from pg_roles where rolname = $1', [ROLE])
    if (roles.rowCount === 0) await client.query(`create role ${ROLE} login`)
    const databases = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (databases.rowCount === 0) await client.query(`create database ${DATABASE} owner ${ROLE}`)
  } finally {
    await client.end()
  }
}

/** What a failed program said, in one line. */
function outputOf(error: unknown): string {
  const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string }
  return (stderr.trim() || stdout.trim() || messageOf(error)).replaceAll('\n', ' ')
}
