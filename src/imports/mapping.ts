import { z } from 'zod'
import { type Problem, Refusal } from '#kernel/refusal.ts'
import { mappingFormatSchema } from './format.ts'

const fieldId = z.string().regex(/^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?$/, {
  error: 'imports.field_name',
})

/**
 * How one file becomes records of one kind. Every part is optional where it can be detected.
 * `columns` names the header and the field (or fields) it feeds; `values` translates single values of
 * a field (`*` stands for any other, '' for an empty cell); `key` names the headers that tell one row
 * of the file from the next where there is no id.
 */
export const mappingSchema = z.strictObject({
  file: z.string().min(1).optional(),
  kind: z.string().min(1).optional(),
  columns: z.record(z.string(), z.union([fieldId, z.array(fieldId).min(1)])).optional(),
  constants: z.record(fieldId, z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  values: z.record(fieldId, z.record(z.string(), z.string())).optional(),
  key: z.array(z.string().min(1)).min(1).optional(),
  format: mappingFormatSchema.optional(),
})

export type Mapping = z.infer<typeof mappingSchema>
export type { MappingFormat } from './format.ts'

const mappingFileSchema = z.union([
  mappingSchema.transform((one) => [one]),
  z.array(mappingSchema).min(1),
])

const ruleOf = (issue: z.core.$ZodIssue): string =>
  issue.message.startsWith('imports.') ? issue.message : `imports.${issue.code}`

function problemsOf(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): Problem[] {
  const at = [...path, ...issue.path]
  if (issue.code === 'invalid_union')
    return (deepest(issue.errors) ?? []).flatMap((inner) => problemsOf(inner, at))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: [...at, key].join('.'),
      rule: 'imports.unknown_key',
    }))
  return [{ field: at.join('.'), rule: ruleOf(issue), detail: { message: issue.message } }]
}

/** Of the ways a union failed, the one that came furthest: that is the way the writer meant. */
const deepest = (errors: readonly (readonly z.core.$ZodIssue[])[]) =>
  errors.toSorted(
    (a, b) =>
      Math.max(...b.map((issue) => issue.path.length)) -
      Math.max(...a.map((issue) => issue.path.length)),
  )[0]

/**
 * The content of a mapping file: one mapping or a list of them. Refuses with one problem per fault,
 * `field` being its path (`format.decimal`, `1.columns.Name`).
 */
export function parseMappingFile(json: unknown): Mapping[] {
  const parsed = Array.isArray(json)
    ? z.array(mappingSchema).min(1).safeParse(json)
    : mappingFileSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, []))
  throw new Refusal('invalid', 'imports.mapping_invalid', { faults: problems.length }, problems)
}

const baseName = (path: string): string =>
  (path.split(/[/\\]/).at(-1) ?? path).toLowerCase().replace(/\.gz$/, '')

/** The mappings meant for a file: those that name it, else those that name none. */
export function mappingsFor(all: readonly Mapping[], fileName: string): Mapping[] {
  const named = all.filter(
    (mapping) => mapping.file !== undefined && baseName(mapping.file) === baseName(fileName),
  )
  return named.length > 0 ? named : all.filter((mapping) => mapping.file === undefined)
}
