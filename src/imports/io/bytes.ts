import { isAscii, isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import iconv from 'iconv-lite'
import { Refusal } from '#kernel/refusal.ts'
import type { Guess } from '../detection.ts'
import type { Encoding } from '../format.ts'

const CHUNK_BYTES = 256 * 1024
/** A packed file may not grow beyond this, nor by more than `PACK_RATIO_MAX` once it is large. */
export const UNPACKED_BYTES_MAX = 4 * 1024 ** 3
export const PACK_RATIO_MAX = 200
export const PACK_RATIO_FROM_BYTES = 50 * 1024 ** 2

export const refusal = (
  reason: string,
  file: string,
  detail: Readonly<Record<string, string | number>> = {},
): Refusal => new Refusal('invalid', `imports.${reason}`, { file, ...detail })

export type ReadOptions = {
  readonly file: string
  readonly gzip: boolean
  readonly signal?: AbortSignal | undefined
  /** Told how many more bytes of the file on disk have been read. */
  readonly onBytes?: ((bytes: number) => void) | undefined
}

/** The bytes of a file, unpacked; refuses a broken archive and one that grows out of all proportion. */
export async function* readBytes(path: string, options: ReadOptions): AsyncGenerator<Buffer> {
  const { file, gzip, signal, onBytes } = options
  const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal ? { signal } : {}) })
  let told = 0
  const tell = () => {
    onBytes?.(raw.bytesRead - told)
    told = raw.bytesRead
  }
  if (!gzip) {
    for await (const chunk of raw) {
      tell()
      yield chunk as Buffer
    }
    return
  }
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
  raw.on('error', (error) => unpacked.destroy(error))
  let bytes = 0
  try {
    for await (const chunk of raw.pipe(unpacked)) {
      bytes += (chunk as Buffer).length
      const ratio = bytes / Math.max(raw.bytesRead, 1)
      if (bytes > UNPACKED_BYTES_MAX || (bytes > PACK_RATIO_FROM_BYTES && ratio > PACK_RATIO_MAX))
        throw refusal('zip_bomb', file, { bytes, ratio: Math.round(ratio) })
      tell()
      yield chunk as Buffer
    }
  } catch (error) {
    throw gunzipRefusal(error, file)
  } finally {
    raw.destroy()
    unpacked.destroy()
  }
}

function gunzipRefusal(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return refusal('file_cut', file, { part: 'gzip' })
  return code.startsWith('Z_') ? refusal('archive_broken', file) : error
}

const BYTE_ORDER_MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

const markOf = (head: Buffer): Encoding | null =>
  BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, at) => head[at] === byte))?.[0] ?? null

/** UTF-16 without a mark: every other byte of Western text is NUL. */
function bareUtf16(head: Buffer): Encoding | null {
  let even = 0
  let odd = 0
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even++
    if (head[at + 1] === 0) odd++
  }
  const pairs = head.length / 2
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  return even > pairs * 0.4 && odd < pairs * 0.05 ? 'utf-16be' : null
}

/** Share of control characters that no text has. */
function controlShare(head: Buffer): number {
  let count = 0
  for (const byte of head) {
    if (
      byte < 0x20 &&
      byte !== 0x09 &&
      byte !== 0x0a &&
      byte !== 0x0d &&
      byte !== 0x0c &&
      byte !== 0x1a
    )
      count++
  }
  return head.length === 0 ? 0 : count / head.length
}

/** Bytes that are letters or signs in Windows-1252 and nothing in ISO-8859-1. */
function countWindows(bytes: Buffer): number {
  let count = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte >= 0x80 && byte < 0xa0) count++
  }
  return count
}

/** Length of the piece of `bytes` that ends with a whole UTF-8 character. */
function wholeUtf8(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

/**
 * Looks at every byte of a text file: is it text, and in which encoding? UTF-8 is proven by validity,
 * Windows-1252 by bytes that ISO-8859-1 has no letters for. Refuses binary files.
 */
export async function scanEncoding(path: string, options: ReadOptions): Promise<Guess<Encoding>> {
  let first = true
  let carry: Buffer = Buffer.alloc(0)
  let ascii = true
  let utf8 = true
  let windows = 0
  let bytes = 0
  for await (const chunk of readBytes(path, options)) {
    if (first) {
      first = false
      const marked = markOf(chunk)
      if (marked) return guess(marked, true, 'imports.byte_order_mark', {}, [marked])
      const bare = bareUtf16(chunk.subarray(0, 4096))
      if (bare) return guess(bare, true, 'imports.every_other_byte_zero', {}, [bare])
      if (controlShare(chunk) > 0.01) throw refusal('binary', options.file, { reason: 'control' })
    }
    bytes += chunk.length
    if (chunk.includes(0)) throw refusal('binary', options.file, { reason: 'nul' })
    if (isAscii(chunk) && carry.length === 0) continue
    ascii = false
    if (utf8) {
      const joined = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
      const whole = wholeUtf8(joined)
      utf8 = isUtf8(joined.subarray(0, whole))
      carry = Buffer.from(joined.subarray(whole))
    }
    if (!utf8) windows += countWindows(chunk)
  }
  if (bytes === 0) throw refusal('file_empty', options.file)
  if (ascii) return guess('utf-8', true, 'imports.ascii', { bytes }, ['utf-8', 'windows-1252'])
  if (utf8) return guess('utf-8', true, 'imports.valid_utf8', { bytes }, ['utf-8', 'windows-1252'])
  return guess(
    'windows-1252',
    true,
    windows > 0 ? 'imports.windows_bytes' : 'imports.single_bytes',
    { letters: windows },
    ['windows-1252', 'iso-8859-1'],
  )
}

const guess = (
  value: Encoding,
  sure: boolean,
  rule: string,
  detail: Readonly<Record<string, string | number>>,
  candidates: readonly Encoding[],
): Guess<Encoding> => ({ value, sure, evidence: { rule, detail }, candidates })

/**
 * Refuses an encoding that a person chose against the evidence of the bytes: text would come out
 * garbled without anybody noticing.
 */
export function checkEncoding(chosen: Encoding, found: Guess<Encoding>, file: string): void {
  const wide = (encoding: Encoding) => encoding.startsWith('utf-16')
  const isProven = found.evidence.rule !== 'imports.ascii'
  const isSingle = chosen === 'windows-1252' || chosen === 'iso-8859-1'
  const isFoundSingle = found.value === 'windows-1252'
  const differs =
    wide(chosen) !== wide(found.value) ||
    (wide(chosen) && chosen !== found.value) ||
    (isProven && isSingle !== isFoundSingle)
  if (differs) throw refusal('encoding_wrong', file, { chosen, found: found.value })
}

type Decoder = { write(chunk: Buffer): string; end(): string }

/** A decoder that refuses bytes the encoding does not have instead of replacing them. */
function createDecoder(encoding: Encoding): Decoder {
  if (encoding === 'windows-1252' || encoding === 'iso-8859-1') {
    const decoder = iconv.getDecoder(encoding)
    return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' }
  }
  const decoder = new TextDecoder(encoding, { fatal: true })
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() }
}

export type TextOptions = ReadOptions & { readonly encoding: Encoding }

/** The text of a file, piece by piece, without a byte-order mark. */
export async function* readText(path: string, options: TextOptions): AsyncGenerator<string> {
  const { file, encoding } = options
  const decoder = createDecoder(encoding)
  let position = 0
  for await (const chunk of readBytes(path, options)) {
    const text = decoded(() => decoder.write(chunk), 'encoding_wrong', file, encoding, position)
    position += chunk.length
    if (text !== '') yield text
  }
  const last = decoded(() => decoder.end(), 'file_cut', file, encoding, position)
  if (last !== '') yield last
}

function decoded(
  decode: () => string,
  reason: string,
  file: string,
  chosen: Encoding,
  byte: number,
): string {
  try {
    return decode()
  } catch {
    throw refusal(reason, file, { chosen, byte })
  }
}
