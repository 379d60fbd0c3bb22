import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The oldest PostgreSQL that DATABASE_URL may lead to, where Debian puts it. */
const BIN = '/usr/lib/postgresql/15/bin'
const NOBODY = 65534

export const hasOldestPostgres = () => existsSync(join(BIN, 'initdb'))

/**
 * Starts a throw-away PostgreSQL 15, hands its URL (of a role with createdb) to `use`, and ends it.
 * Returns what `use` returned; throws when it does not start.
 */
export function withOldestPostgres(use) {
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
  try {
    run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'])
    const settings = `-c listen_addresses= -c fsync=off -c timezone=UTC -k ${folder}`
    run('pg_ctl', ['start', '-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', settings])
    run('psql', ['-h', folder, '-U', 'postgres', '-qc', 'create role tester login createdb'])
    run('psql', ['-h', folder, '-U', 'postgres', '-qc', 'create database tester owner tester'])
    return use(`postgresql://tester@localhost/tester?host=${encodeURIComponent(folder)}`)
  } finally {
    spawnSync(join(BIN, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast'], { cwd: folder, ...user })
    rmSync(folder, { recursive: true, force: true })
  }
}
