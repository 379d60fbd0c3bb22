import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The oldest PostgreSQL that DATABASE_URL may lead to, where Debian puts it. */
const BIN = '/usr/lib/postgresql/15/bin'
const NOBODY = 65534

export const hasOldestPostgres = () => existsSync(join(BIN, 'initdb'))

/**
 * Starts a throw-away PostgreSQL 15. `url` is that of a role with createdb, `adminUrl` that of the superuser.
 * Throws when it does not start. To be ended with `stop`.
 */
export function startOldestPostgres() {
  const folder = mkdtempSync('/tmp/regelkreis-pg15-')
  const isRoot = process.getuid?.() === 0
  if (isRoot) chownSync(folder, NOBODY, NOBODY)
  chmodSync(folder, 0o755)
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const run = (program, args) => {
    const result = spawnSync(join(BIN, program), args, { cwd: folder, encoding: 'utf8', ...user })
    if (result.status !== 0) throw new Error(`${program}: ${result.stderr || result.error}`)
  }
  const data = join(folder, 'data')
  const stop = () => {
    spawnSync(join(BIN, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast'], { cwd: folder, ...user })
    rmSync(folder, { recursive: true, force: true })
  }
  const urlOf = (role, database) =>
    `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(folder)}`
  try {
    run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'])
    const settings = `-c listen_addresses= -c fsync=off -c timezone=UTC -k ${folder}`
    run('pg_ctl', ['start', '-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', settings])
    run('psql', ['-h', folder, '-U', 'postgres', '-qc', 'create role tester login createdb'])
    run('psql', ['-h', folder, '-U', 'postgres', '-qc', 'create database tester owner tester'])
    return { url: urlOf('tester', 'tester'), adminUrl: urlOf('postgres', 'postgres'), stop }
  } catch (error) {
    stop()
    throw error
  }
}

/** Hands the URL of a throw-away PostgreSQL 15 to `use` and returns what that returned. */
export function withOldestPostgres(use) {
  const { url, stop } = startOldestPostgres()
  try {
    return use(url)
  } finally {
    stop()
  }
}
