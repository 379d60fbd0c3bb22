import type { Text } from '#kernel/record.ts'
import type { MappingFormat } from '../format.ts'

/**
 * A field (or several) with the headers that feed it, the best first; `*` stands for anything
 * (`Amount spent (*)`). Of one entry the first header that the file has is taken.
 */
export type PresetColumn = readonly [field: string | readonly string[], ...headers: string[]]

/** One kind that a native export feeds. */
export type PresetPart = {
  readonly kind: string
  /** Only where the file has one of these headers. */
  readonly when?: readonly string[]
  readonly columns: readonly PresetColumn[]
  readonly constants?: Readonly<Record<string, string>>
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Headers that tell one row from another where there is no id; those the file has. */
  readonly key?: readonly string[]
}

/** The native export of a program, recognised by its header. Pure data. */
export type Preset = {
  readonly id: string
  readonly name: Text
  /** Namespace of external ids: exports of one program refer to each other. */
  readonly system: string
  /** Every group must be there with one of its headers. */
  readonly requires: readonly (readonly string[])[]
  readonly excludes?: readonly string[]
  readonly parts: readonly PresetPart[]
  /** What the program always writes the same way. */
  readonly format?: MappingFormat
  /** The format above holds only where the file has one of these headers. */
  readonly formatWhen?: readonly string[]
}
