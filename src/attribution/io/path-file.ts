import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { PathReader } from '../path-reader.ts'

const CHUNK_BYTES = 1 << 18

/** Hands a file of paths, packed (.gz) or not, to a reader. Streams: memory does not grow with the file. */
export async function readPathFile(file: string, reader: PathReader): Promise<void> {
  const bytes = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  const plain = file.endsWith('.gz') ? bytes.compose(createGunzip()) : bytes
  for await (const chunk of plain) reader.push(chunk as Buffer)
  reader.end()
}
