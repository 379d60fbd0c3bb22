import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BackupHeader, versionProblem } from './backup-header.ts'

const migration = (number: number, sign = 'a') => ({
  number,
  name: `step_${number}`,
  checksum: sign.repeat(64),
})
const header = (migrations: BackupHeader['migrations'], program = '0.1.0'): BackupHeader => ({
  ...{ format: 1, program, migrations, postgres: '18.4', company: '', tables: [], sequences: [] },
  created_at: '2026-03-02T09:00:00.000Z',
  secret_fingerprint: '',
})
const two = [migration(1), migration(2)]
const three = [...two, migration(3)]

test('a backup of the same version can be restored', () => {
  assert.equal(versionProblem(header(two), { program: '0.1.0', migrations: two }), null)
})

test('an older backup is refused with the version that can restore it', () => {
  const words = versionProblem(header(two, '0.1.0'), { program: '0.2.0', migrations: three })
  assert.match(words ?? '', /older than this program.*2 migrations \(program 0\.1\.0\).*has 3/)
  assert.match(words ?? '', /Restore it with version 0\.1\.0/)
})

test('a newer backup is refused with the version to install', () => {
  const words = versionProblem(header(three, '0.2.0'), { program: '0.1.0', migrations: two })
  assert.match(words ?? '', /newer than this program.*3 migrations.*0\.1\.0 knows 2/)
  assert.match(words ?? '', /Install version 0\.2\.0/)
})

test('a backup of another edition is refused, however many migrations it has', () => {
  const other = [migration(1), migration(2, 'b')]
  const words = versionProblem(header(other), { program: '0.1.0', migrations: three })
  assert.match(words ?? '', /Migration 2 \(step_2\) of the backup is not the one of this program/)
})
