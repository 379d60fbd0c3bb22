import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { assert } from '#kernel/assert.ts'
import { type BackupHeader, FORMAT, rowsOf } from '../backup-header.ts'
import { type FrameType, frameOf, MAGIC } from './frames.ts'
import { fingerprintOf } from './secret-fingerprint.ts'
import { copyOut, type Snapshot, withSnapshot } from './snapshot.ts'

const compress = promisify(zstdCompress)

/** How much of a table is packed at a time: large enough to pack well, small enough not to be noticed. */
const BLOCK_BYTES = 1024 * 1024

/** Where a backup is written, piece by piece. */
export type Sink = (bytes: Buffer) => Promise<void>

export type BackupProgress = {
  readonly done: number
  readonly total: number
  readonly table: string
}

export type BackupParts = {
  readonly pool: pg.Pool
  readonly program: Pick<BackupHeader, 'program' | 'migrations'>
  readonly now: Date
  /** Signs and encrypts what a sign-in needs. `kept`: it lies in the data folder and goes with the data. */
  readonly secret: { readonly value: string; readonly kept: boolean }
  readonly onProgress?: (progress: BackupProgress) => void
  /** Called once the moment of the backup is fixed, with a view of it that others can share. */
  readonly onSnapshot?: (snapshotId: string) => Promise<void>
  readonly signal?: AbortSignal
}

export type WrittenBackup = {
  readonly header: BackupHeader
  readonly bytes: number
  /** Of everything but the last frame, which states it. */
  readonly sha256: string
}

/** Writes a backup of the database as it is at one moment. Memory does not grow with the tables. */
export const writeBackup = (parts: BackupParts, sink: Sink): Promise<WrittenBackup> =>
  withSnapshot(parts.pool, async (snapshot) => {
    await shareSnapshot(snapshot, parts.onSnapshot)
    const header = await headerOf(snapshot, parts)
    const out = frameWriter(sink)
    await out.raw(MAGIC)
    await out.json('H', header)
    await out.json('K', { secret: parts.secret.kept ? parts.secret.value : null })
    await writeTables(snapshot, out, parts)
    const sha256 = out.digest()
    await out.json('Z', { tables: header.tables.length, sha256 })
    return { header, bytes: out.bytes(), sha256 }
  })

async function shareSnapshot({ client }: Snapshot, onSnapshot: BackupParts['onSnapshot']) {
  if (!onSnapshot) return
  const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
  await onSnapshot(rows[0]?.id ?? '')
}

async function headerOf(snapshot: Snapshot, parts: BackupParts): Promise<BackupHeader> {
  const company = await snapshot.client.query<{ value: unknown }>(
    "select value from company.setting where key = 'company_name'",
  )
  return {
    format: FORMAT,
    program: parts.program.program,
    created_at: parts.now.toISOString(),
    postgres: snapshot.postgres,
    company: String(company.rows[0]?.value ?? ''),
    tables: snapshot.tables.map(({ name, columns, rows }) => ({ name, columns, rows })),
    sequences: snapshot.sequences,
    migrations: parts.program.migrations,
    secret_fingerprint: fingerprintOf(parts.secret.value),
  }
}

function frameWriter(sink: Sink) {
  const hash = createHash('sha256')
  let bytes = 0
  const raw = async (content: Buffer) => {
    hash.update(content)
    bytes += content.length
    await sink(content)
  }
  const frame = (type: FrameType, content: Buffer) => raw(frameOf(type, content))
  return {
    raw,
    frame,
    json: (type: FrameType, content: object) => frame(type, Buffer.from(JSON.stringify(content))),
    bytes: () => bytes,
    digest: () => hash.copy().digest('hex'),
  }
}

type FrameWriter = ReturnType<typeof frameWriter>

async function writeTables(snapshot: Snapshot, out: FrameWriter, parts: BackupParts) {
  const total = rowsOf(snapshot)
  let done = 0
  for (const table of snapshot.tables) {
    await out.json('T', { name: table.name })
    const hash = createHash('sha256')
    let bytes = 0
    let rows = 0
    const source = snapshot.client.query(copyTo(copyOut(snapshot, table)))
    for await (const block of blocksOf(source)) {
      parts.signal?.throwIfAborted()
      hash.update(block)
      bytes += block.length
      rows += linesIn(block)
      await out.frame('D', await compress(block))
      parts.onProgress?.({ done: done + rows, total, table: table.name })
    }
    assert(rows === table.rows, `${table.name}: ${rows} rows of ${table.rows}`)
    done += rows
    await out.json('E', { rows, bytes, sha256: hash.digest('hex') })
  }
}

/** The chunks of a stream, gathered to blocks. */
async function* blocksOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (const chunk of source) {
    held.push(chunk)
    bytes += chunk.length
    if (bytes < BLOCK_BYTES) continue
    yield Buffer.concat(held)
    held = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(held)
}

const NEWLINE = 10

/** COPY ends every row with a newline and writes those inside of values as \n. */
export function linesIn(block: Buffer): number {
  let lines = 0
  for (let at = block.indexOf(NEWLINE); at !== -1; at = block.indexOf(NEWLINE, at + 1)) lines += 1
  return lines
}
