import type { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import yauzl from 'yauzl'
import { PACK_RATIO_FROM_BYTES, PACK_RATIO_MAX, refusal, UNPACKED_BYTES_MAX } from './bytes.ts'
import type { ReadRowsOptions } from './read-csv.ts'

const ENTRIES_MAX = 10_000
/** Parts other than sheets and shared texts are small; a larger one is none of Excel's making. */
const PART_BYTES_MAX = 32 * 1024 ** 2
/** So much markup without one element closing is an attack on the parser's memory. */
const SILENT_CHARS_MAX = 4 * 1024 ** 2

export type Archive = {
  readonly zip: yauzl.ZipFile
  readonly entries: ReadonlyMap<string, yauzl.Entry>
  readonly file: string
}

/** Reads the directory; an archive that would grow out of all proportion is refused by it. */
export function openArchive(path: string, file: string): Promise<Archive> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return reject(refusal('archive_broken', file, { reason: error.message }))
      const entries = new Map<string, yauzl.Entry>()
      let total = 0
      const fail = (reason: unknown) => {
        zip.close()
        reject(reason)
      }
      zip.on('error', (fault: Error) =>
        fail(refusal('archive_broken', file, { reason: fault.message })),
      )
      zip.on('end', () => resolve({ zip, entries, file }))
      zip.on('entry', (entry: yauzl.Entry) => {
        total += entry.uncompressedSize
        const ratio = Math.round(entry.uncompressedSize / Math.max(entry.compressedSize, 1))
        const isBomb =
          total > UNPACKED_BYTES_MAX ||
          entries.size >= ENTRIES_MAX ||
          (entry.uncompressedSize > PACK_RATIO_FROM_BYTES && ratio > PACK_RATIO_MAX)
        if (isBomb) return fail(refusal('zip_bomb', file, { bytes: total, ratio }))
        entries.set(entry.fileName.replace(/^\//, ''), entry)
        zip.readEntry()
      })
      zip.readEntry()
    })
  })
}

const openStream = ({ zip, file }: Archive, entry: yauzl.Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(refusal('archive_broken', file, { reason: error.message }))
      else resolve(stream)
    })
  })

/** What is done with the elements of a part. */
export type Handlers = {
  open?(tag: SaxesTagPlain): void
  close?(name: string): void
  text?(text: string): void
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Feeds one part of the archive to the handlers; yields after every chunk so that rows can flow. */
export async function* parsePart(
  archive: Archive,
  name: string,
  handlers: Handlers,
  options: Pick<ReadRowsOptions, 'signal' | 'onBytes'> = {},
): AsyncGenerator<void> {
  const entry = archive.entries.get(name)
  if (!entry) throw refusal('archive_broken', archive.file, { reason: `no ${name}` })
  const parser = new SaxesParser({ xmlns: false, position: false })
  const packing = entry.compressedSize / Math.max(entry.uncompressedSize, 1)
  let silent = 0
  const fail = (reason: string) => {
    throw refusal('archive_broken', archive.file, { reason, part: name })
  }
  parser.on('error', (error) => fail(error.message))
  parser.on('doctype', () => fail('doctype'))
  parser.on('opentag', (tag) => {
    silent = 0
    handlers.open?.(tag)
  })
  parser.on('closetag', (tag) => {
    silent = 0
    handlers.close?.(localName(tag.name))
  })
  parser.on('text', (text) => handlers.text?.(text))
  const stream = await openStream(archive, entry)
  const decoder = new TextDecoder('utf-8')
  try {
    for await (const chunk of stream) {
      options.signal?.throwIfAborted()
      options.onBytes?.((chunk as Buffer).length * packing)
      const text = decoder.decode(chunk as Buffer, { stream: true })
      silent += text.length
      parser.write(text)
      if (silent > SILENT_CHARS_MAX) fail('endless element')
      yield
    }
    parser.close()
  } catch (error) {
    throw zipRefusal(error, archive.file)
  } finally {
    stream.destroy()
  }
}

/** Faults of the archive come as plain errors of yauzl and zlib; ours pass through. */
function zipRefusal(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error.name === 'Refusal' || error.name === 'AbortError')
    return error
  return refusal('archive_broken', file, { reason: error.message })
}

/** Reads a small part to its end. */
export async function readWhole(archive: Archive, name: string, handlers: Handlers): Promise<void> {
  const entry = archive.entries.get(name)
  if (entry && entry.uncompressedSize > PART_BYTES_MAX)
    throw refusal('zip_bomb', archive.file, { bytes: entry.uncompressedSize, part: name })
  for await (const _ of parsePart(archive, name, handlers)) {
    // only the handlers count
  }
}

/** An attribute by its name, whatever its namespace is called. */
export const attribute = (tag: SaxesTagPlain, name: string): string | undefined => {
  const value = tag.attributes[name]
  if (value !== undefined) return value
  const key = Object.keys(tag.attributes).find((candidate) => localName(candidate) === name)
  return key === undefined ? undefined : tag.attributes[key]
}
