import { z } from 'zod'
import { mappingSchema } from './mapping.ts'

export const ImportId = z.object({ id: z.uuid() })
export const FileId = z.object({ id: z.uuid(), fileId: z.uuid() })

const originSchema = z.strictObject({
  source: z.enum(['preset', 'guess', 'saved', 'remembered', 'person']),
  id: z.string().nullable(),
})

export const FileChangeBody = z.strictObject({
  mappings: z.array(mappingSchema).max(20).optional(),
  included: z.boolean().optional(),
  origin: originSchema.optional(),
})

export const PreviewBody = z.strictObject({ mappings: z.array(mappingSchema).max(20) })
export const PreviewQuery = z.object({ rows: z.coerce.number().int().min(1).max(50).default(50) })

export const NotesQuery = z.object({
  outcome: z.enum(['rejected', 'warned', 'new', 'changed', 'same']).optional(),
  part: z.coerce.number().int().min(0).optional(),
  rule: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.coerce.number().int().optional(),
})

export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.iso.datetime().optional(),
})

export const SourceBody = z.strictObject({ source: z.string().trim().min(1).max(60) })

export const SavedMappingBody = z.strictObject({
  name: z.string().trim().min(1).max(120),
  mappings: z.array(mappingSchema).min(1).max(20),
  /** The file whose header this mapping is for: it is proposed for files with the same one. */
  fileId: z.uuid().optional(),
})

export const MappingNameBody = SavedMappingBody.pick({ name: true })

export const LanguageQuery = z.object({ language: z.enum(['de', 'en']).default('de') })
