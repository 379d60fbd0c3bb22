import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal.ts'
import type { Http } from '#platform/http.ts'
import { parseMappingFile } from '../mapping.ts'
import { storeUpload } from './files.ts'
import type { Imports } from './imports.ts'
import type { Starter } from './runs.ts'
import { createImport, reopen, requireEditable, type Wish } from './store.ts'
import { updateImport } from './tables.ts'

const FILES_MAX = 50
const FIELD_BYTES_MAX = 1024 * 1024

/** Lets routes read multipart bodies; files are streamed, never held in memory. */
export const acceptUploads = async (http: Http): Promise<void> => {
  await http.register(multipart, {
    limits: { files: FILES_MAX, fields: 10, fieldSize: FIELD_BYTES_MAX },
    throwFileSizeLimit: true,
  })
}

function mappingsIn(text: string) {
  try {
    return parseMappingFile(JSON.parse(text) as unknown)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('invalid', 'imports.mapping_invalid', { faults: 1 })
  }
}

type Uploaded = { readonly files: number; readonly refusals: readonly Refusal[] }

async function takeFile(imports: Imports, importId: string, part: MultipartFile, wish: Wish) {
  const { folder, records, maxFileBytes } = imports.options
  const file = { id: records.newId(), name: part.filename, stream: part.file }
  const stored = await storeUpload(folder, importId, file, maxFileBytes)
  return imports.addStored(importId, part.filename, stored, wish)
}

/** Streams every file of a request into an import, in turn. Fields stand before the files. */
async function takeParts(
  imports: Imports,
  importId: string,
  request: FastifyRequest,
): Promise<Uploaded> {
  const { db } = imports.options
  const refusals: Refusal[] = []
  let files = 0
  let wish: Wish = {}
  if (!request.isMultipart()) throw new Refusal('invalid', 'imports.multipart_expected')
  for await (const part of request.parts({
    limits: { fileSize: imports.options.maxFileBytes + 1 },
  })) {
    if (part.type === 'file') {
      files += 1
      const refusal = await takeFile(imports, importId, part, wish)
      if (refusal) refusals.push(refusal)
    } else if (part.fieldname === 'source' && String(part.value).trim() !== '') {
      await updateImport(db, importId, { source: String(part.value).trim().slice(0, 60) })
    } else if (part.fieldname === 'mapping' && String(part.value).trim() !== '') {
      wish = { mappings: mappingsIn(String(part.value)) }
    }
  }
  if (files === 0) throw new Refusal('invalid', 'imports.no_file')
  return { files, refusals }
}

/** A new import of the files of a request. When none of them can be read, the first reason is thrown. */
export async function createByUpload(
  imports: Imports,
  request: FastifyRequest,
  starter: Starter,
): Promise<string> {
  const { db, records } = imports.options
  const importId = records.newId()
  await createImport(db, importId, starter, null)
  try {
    const { files, refusals } = await takeParts(imports, importId, request)
    const [first] = refusals
    if (first && refusals.length === files) throw first
    return importId
  } catch (error) {
    await imports.remove(importId)
    throw error
  }
}

/** More files for an import that is not under way. */
export async function addByUpload(
  imports: Imports,
  importId: string,
  request: FastifyRequest,
): Promise<void> {
  await requireEditable(imports.options.db, importId)
  const { files, refusals } = await takeParts(imports, importId, request)
  const [first] = refusals
  if (first && refusals.length === files) throw first
  await reopen(imports.options.db, importId)
}
