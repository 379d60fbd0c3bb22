import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { BackupHeader, rowsOf } from '../backup-header.ts'
import { BrokenBackup, type Frame, type FrameType, readFrames } from './frames.ts'
import { type BackupProgress, linesIn } from './write-backup.ts'

const decompress = promisify(zstdDecompress)

const Key = z.strictObject({ secret: z.string().min(32).nullable() })
const TableBegins = z.strictObject({ name: z.string() })
const TableEnds = z.strictObject({
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
})
const FileEnds = z.strictObject({ tables: z.int(), sha256: z.string() })

/** The data of one table as COPY takes it. To be read to its end before the next table. */
export type TableData = { readonly name: string; readonly data: AsyncIterable<Buffer> }

export type BackupReader = {
  readonly header: BackupHeader
  /** The secret of the installation; null where its operator keeps it. */
  readonly secret: string | null
  readonly tables: AsyncIterable<TableData>
}

/**
 * Opens a backup and hands its tables to `work` one after the other, checking everything on the way: bytes,
 * counts and checksums, to the end of the file. Throws BrokenBackup.
 */
export async function readBackup<T>(
  path: string,
  work: (backup: BackupReader) => Promise<T>,
): Promise<T> {
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 })
  const frames = readFrames(file)
  try {
    const header = await next(frames, 'H', BackupHeader)
    const { secret } = await next(frames, 'K', Key)
    const result = await work({ header, secret, tables: tablesIn(frames, header) })
    return result
  } finally {
    file.destroy()
  }
}

/** Reads a backup to its end and writes nothing. Throws BrokenBackup. */
export const verifyBackup = (
  path: string,
  onProgress?: (progress: BackupProgress) => void,
): Promise<BackupHeader> =>
  readBackup(path, async ({ header, tables }) => {
    const total = rowsOf(header)
    let done = 0
    for await (const { name, data } of tables) {
      for await (const block of data) {
        done += linesIn(block)
        onProgress?.({ done, total, table: name })
      }
    }
    return header
  })

function parse<Shape extends z.ZodType>(frame: Frame, shape: Shape): z.infer<Shape> {
  try {
    return shape.parse(JSON.parse(frame.content.toString()))
  } catch (cause) {
    throw new BrokenBackup(`What stands at byte ${frame.position} is not of this kind of backup.`, {
      cause,
    })
  }
}

async function nextFrame(frames: AsyncGenerator<Frame>): Promise<Frame> {
  const { value } = await frames.next()
  if (!value) throw new BrokenBackup('The file ends too early.')
  return value
}

const expected = (frame: Frame, type: FrameType | 'D or E'): BrokenBackup =>
  new BrokenBackup(`At byte ${frame.position}: ${type} expected, ${frame.type} found.`)

async function next<Shape extends z.ZodType>(
  frames: AsyncGenerator<Frame>,
  type: FrameType,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const frame = await nextFrame(frames)
  if (frame.type !== type) throw expected(frame, type)
  return parse(frame, shape)
}

async function* tablesIn(
  frames: AsyncGenerator<Frame>,
  header: BackupHeader,
): AsyncGenerator<TableData> {
  for (const table of header.tables) {
    const { name } = await next(frames, 'T', TableBegins)
    if (name !== table.name) throw new BrokenBackup(`Table ${table.name} expected, ${name} found.`)
    yield { name, data: dataOf(frames, table) }
  }
  const end = await nextFrame(frames)
  if (end.type !== 'Z') throw expected(end, 'Z')
  if (parse(end, FileEnds).sha256 !== end.sha256Before) {
    throw new BrokenBackup('The checksum of the whole file is not the one it states.')
  }
  // Lets the reader look behind the end.
  await frames.next()
}

async function* dataOf(
  frames: AsyncGenerator<Frame>,
  table: BackupHeader['tables'][number],
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let rows = 0
  for (;;) {
    const frame = await nextFrame(frames)
    if (frame.type === 'D') {
      const block = await unpack(frame)
      hash.update(block)
      rows += linesIn(block)
      yield block
    } else if (frame.type === 'E') {
      const end = parse(frame, TableEnds)
      if (end.sha256 !== hash.digest('hex') || end.rows !== rows || rows !== table.rows) {
        throw new BrokenBackup(`The data of table ${table.name} are not what the backup states.`)
      }
      return
    } else throw expected(frame, 'D or E')
  }
}

async function unpack(frame: Frame): Promise<Buffer> {
  try {
    return await decompress(frame.content)
  } catch (cause) {
    throw new BrokenBackup(`The data at byte ${frame.position} cannot be unpacked.`, { cause })
  }
}
