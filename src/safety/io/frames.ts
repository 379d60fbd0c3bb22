import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * A backup is one line that names it, then frames: type (1 byte), length (4), checksum of type, length and
 * content (4), content. Every byte of the file is thereby covered, and a damage is found where it is.
 */
export const MAGIC = Buffer.from('Regelkreis-Sicherung 1\n')

/** H header, K key (the secret), T table begins, D its data, E table ends, Z the file ends. */
export type FrameType = 'H' | 'K' | 'T' | 'D' | 'E' | 'Z'
const TYPES: readonly string[] = ['H', 'K', 'T', 'D', 'E', 'Z']

export type Frame = {
  readonly type: FrameType
  readonly content: Buffer
  /** Where the frame begins in the file. */
  readonly position: number
  /** Checksum of the file up to here; of the last frame only, which states it. */
  readonly sha256Before: string | null
}

const HEAD_BYTES = 9
/** Far more than any frame has: a length beyond it is damage, not a reason to wait for gigabytes. */
const CONTENT_BYTES_MAX = 64 * 1024 * 1024

/** The file is no backup, cut off or damaged. The message says where. */
export class BrokenBackup extends Error {
  override readonly name = 'BrokenBackup'
}

export function frameOf(type: FrameType, content: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.write(type, 0, 'latin1')
  head.writeUInt32BE(content.length, 1)
  head.writeUInt32BE(crc32(content, crc32(head.subarray(0, 5))), 5)
  return Buffer.concat([head, content])
}

/** Reads exact numbers of bytes from a stream of chunks, in constant memory. */
function byteReader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let bytes = 0
  let position = 0
  return {
    position: () => position,
    /** `wanted` bytes, or fewer at the end of the file. */
    async take(wanted: number): Promise<Buffer> {
      while (bytes < wanted) {
        const next = await chunks.next()
        if (next.done) break
        held.push(next.value)
        bytes += next.value.length
      }
      const all = held.length === 1 ? (held[0] ?? Buffer.alloc(0)) : Buffer.concat(held)
      const taken = all.subarray(0, wanted)
      held = [all.subarray(taken.length)]
      bytes -= taken.length
      position += taken.length
      return taken
    },
  }
}

/**
 * The frames of a backup, each checked, up to and with the one that ends it. Throws BrokenBackup for a
 * foreign, damaged or cut file and for anything behind the end.
 */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const reader = byteReader(source)
  const magic = await reader.take(MAGIC.length)
  if (!magic.equals(MAGIC)) {
    throw new BrokenBackup('This is no backup of Regelkreis, or its first bytes are damaged.')
  }
  const hash = createHash('sha256').update(magic)
  for (;;) {
    const position = reader.position()
    const head = await reader.take(HEAD_BYTES)
    if (head.length < HEAD_BYTES) throw cut(reader.position())
    const length = head.readUInt32BE(1)
    const type = head.toString('latin1', 0, 1)
    if (!TYPES.includes(type) || length > CONTENT_BYTES_MAX) throw damaged(position)
    const content = await reader.take(length)
    if (content.length < length) throw cut(reader.position())
    if (crc32(content, crc32(head.subarray(0, 5))) !== head.readUInt32BE(5)) throw damaged(position)
    const isLast = type === 'Z'
    const sha256Before = isLast ? hash.digest('hex') : null
    if (!isLast) hash.update(head).update(content)
    yield { type: type as FrameType, content, position, sha256Before }
    if (isLast) break
  }
  const end = reader.position()
  if ((await reader.take(1)).length > 0) {
    throw new BrokenBackup(`Something stands behind the end of the backup, at byte ${end}.`)
  }
}

const cut = (position: number): BrokenBackup =>
  new BrokenBackup(`The file ends too early, after ${position} bytes: it was cut off.`)

const damaged = (position: number): BrokenBackup =>
  new BrokenBackup(`The file is damaged behind byte ${position}.`)
