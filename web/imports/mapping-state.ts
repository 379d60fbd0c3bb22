import type { MappingFormat } from '#imports/format.ts'
import type { Mapping } from '#imports/mapping.ts'

const without = <T>(all: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))

/** Leaves a part out of the mapping altogether once it says nothing. */
function tidy(mapping: Mapping): Mapping {
  const filled = (value: object | undefined) => value !== undefined && Object.keys(value).length > 0
  return {
    ...(mapping.file === undefined ? {} : { file: mapping.file }),
    ...(mapping.kind === undefined ? {} : { kind: mapping.kind }),
    columns: mapping.columns ?? {},
    ...(filled(mapping.constants) ? { constants: mapping.constants } : {}),
    ...(filled(mapping.values) ? { values: mapping.values } : {}),
    ...(mapping.key && mapping.key.length > 0 ? { key: mapping.key } : {}),
    ...(filled(mapping.format) ? { format: mapping.format } : {}),
  }
}

/** The fields that a column feeds; `ignore` feeds none. */
export function targetsOf(mapping: Mapping, header: string): readonly string[] {
  const target = mapping.columns?.[header]
  if (target === undefined) return []
  return (typeof target === 'string' ? [target] : target).filter((field) => field !== 'ignore')
}

/** Lets a column feed exactly these fields; none leaves it out. */
export function withTargets(mapping: Mapping, header: string, targets: readonly string[]): Mapping {
  const unique = [...new Set(targets)]
  const [first] = unique
  const columns = without(mapping.columns ?? {}, header)
  if (first !== undefined) columns[header] = unique.length === 1 ? first : unique
  return tidy({ ...mapping, columns })
}

/** Which headers feed a field. */
export const sourcesOf = (mapping: Mapping, field: string): readonly string[] =>
  Object.keys(mapping.columns ?? {}).filter((header) => targetsOf(mapping, header).includes(field))

/** How many of these headers feed something. */
export const mappedCount = (mapping: Mapping, headers: readonly string[]): number =>
  headers.filter((header) => targetsOf(mapping, header).length > 0).length

/** A kind has its own fields: another kind starts with what both know, or with nothing. */
export function withKind(mapping: Mapping, kind: string, fields: ReadonlySet<string>): Mapping {
  const columns = Object.fromEntries(
    Object.keys(mapping.columns ?? {}).flatMap((header) => {
      const kept = targetsOf(mapping, header).filter((field) => fields.has(field))
      const [first] = kept
      return first === undefined ? [] : [[header, kept.length === 1 ? first : kept] as const]
    }),
  )
  const keep = <T>(all: Readonly<Record<string, T>> = {}) =>
    Object.fromEntries(Object.entries(all).filter(([field]) => fields.has(field)))
  return tidy({
    ...mapping,
    kind,
    columns,
    constants: keep(mapping.constants),
    values: keep(mapping.values),
  })
}

export type Constant = string | number | boolean | null

export const withConstant = (mapping: Mapping, field: string, value: Constant): Mapping =>
  tidy({ ...mapping, constants: { ...mapping.constants, [field]: value } })

export const withoutConstant = (mapping: Mapping, field: string): Mapping =>
  tidy({ ...mapping, constants: without(mapping.constants ?? {}, field) })

/** Translations of single values of a field; an empty target takes the translation away. */
export function withValues(
  mapping: Mapping,
  field: string,
  values: Readonly<Record<string, string>>,
): Mapping {
  const filled = Object.fromEntries(Object.entries(values).filter(([, target]) => target !== ''))
  const rest = without(mapping.values ?? {}, field)
  return tidy({
    ...mapping,
    values: Object.keys(filled).length === 0 ? rest : { ...rest, [field]: filled },
  })
}

export const withKey = (mapping: Mapping, key: readonly string[]): Mapping =>
  tidy({ ...mapping, key: [...key] })

/** Format choices hold for the file, so every part carries the same ones; undefined is "as detected". */
export function withFormat(
  mappings: readonly Mapping[],
  patch: { readonly [Name in keyof MappingFormat]?: MappingFormat[Name] | undefined },
): Mapping[] {
  const all = mappings.length === 0 ? [{ columns: {} }] : mappings
  const shared = all.find((mapping) => mapping.format)?.format ?? {}
  const format = Object.fromEntries(
    Object.entries({ ...shared, ...patch }).filter(([, value]) => value !== undefined),
  ) as MappingFormat
  return all.map((mapping) => tidy({ ...mapping, format }))
}

/** What people chose about the format; the rest is as detected. */
export const chosenFormat = (mappings: readonly Mapping[]): MappingFormat =>
  mappings.find((mapping) => mapping.format)?.format ?? {}

/**
 * The answer to a question about dates: the chosen pattern joins those chosen before, its rivals go.
 */
export function withDateAnswer(
  mappings: readonly Mapping[],
  candidates: readonly string[],
  answer: string,
): Mapping[] {
  const before = chosenFormat(mappings).date
  const list = before === undefined ? [] : typeof before === 'string' ? [before] : before
  const kept = list.filter((pattern) => !candidates.includes(pattern))
  return withFormat(mappings, { date: [...kept, answer] })
}

export const withPart = (
  mappings: readonly Mapping[],
  index: number,
  mapping: Mapping,
): Mapping[] => mappings.map((before, at) => (at === index ? mapping : before))

/** A second kind out of the same file, with nothing mapped yet. */
export const withNewPart = (mappings: readonly Mapping[], kind: string): Mapping[] => {
  const format = chosenFormat(mappings)
  return [...mappings, { kind, columns: {}, ...(Object.keys(format).length > 0 ? { format } : {}) }]
}

export const withoutPart = (mappings: readonly Mapping[], index: number): Mapping[] =>
  mappings.filter((_, at) => at !== index)

/** Equal in meaning, for "did somebody change it". */
export const sameMappings = (a: readonly Mapping[], b: readonly Mapping[]): boolean =>
  JSON.stringify(a.map(tidy)) === JSON.stringify(b.map(tidy))
