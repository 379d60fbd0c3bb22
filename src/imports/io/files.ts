import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '#kernel/refusal.ts'

/** A file laid down under the folder of its import. */
export type StoredFile = { readonly path: string; readonly bytes: number; readonly sha256: string }

const folderOf = (folder: string, importId: string): string => join(folder, importId)

/** Names of files come from other machines: only what every file system takes, and never a path. */
const safeName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '').replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(-100) || 'file'

const fileTooLarge = (file: string, limit: number) =>
  new Refusal('too_large', 'imports.file_too_large', {
    file,
    megabytes: Math.floor(limit / 1024 ** 2),
  })

function measure(limit: number, name: string) {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      const tooLarge = bytes > limit
      done(tooLarge ? fileTooLarge(name, limit) : null, chunk)
    },
  })
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

/** Streams an upload to disk; refused with `imports.file_too_large` beyond `limit` bytes. */
export async function storeUpload(
  folder: string,
  importId: string,
  file: { readonly id: string; readonly name: string; readonly stream: Readable },
  limit: number,
): Promise<StoredFile> {
  const target = folderOf(folder, importId)
  await mkdir(target, { recursive: true, mode: 0o700 })
  const path = join(target, `${file.id}-${safeName(file.name)}`)
  const { through, result } = measure(limit, file.name)
  try {
    await pipeline(file.stream, through, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, ...result() }
}

/** Takes a file of this machine, as the command line names it; the original may go afterwards. */
export async function storeCopy(
  folder: string,
  importId: string,
  file: { readonly id: string; readonly path: string },
  limit: number,
): Promise<StoredFile> {
  const name = basename(file.path)
  const info = await stat(file.path).catch(() => null)
  if (!info?.isFile()) throw new Refusal('invalid', 'imports.file_missing', { file: file.path })
  if (info.size > limit) throw fileTooLarge(name, limit)
  const target = folderOf(folder, importId)
  await mkdir(target, { recursive: true, mode: 0o700 })
  const path = join(target, `${file.id}-${safeName(name)}`)
  await copyFile(file.path, path)
  const { through, result } = measure(limit, name)
  await pipeline(createReadStream(path), through, async (source) => {
    for await (const _ of source);
  })
  return { path, ...result() }
}

/** Removes the files of an import. */
export const removeFiles = (folder: string, importId: string): Promise<void> =>
  rm(folderOf(folder, importId), { recursive: true, force: true })
