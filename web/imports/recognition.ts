import type { Text } from '#kernel/record.ts'
import type { FileView } from './import-shapes.ts'
import type { ImportTexts } from './texts.ts'

const SOURCES = ['preset', 'guess', 'saved', 'remembered', 'person'] as const
type Source = (typeof SOURCES)[number]

const isSource = (text: string): text is Source => (SOURCES as readonly string[]).includes(text)

/** Why the file is read as what it is, as a sentence. */
export function originText(
  file: Pick<FileView, 'mappingOrigin' | 'mappings'>,
  text: (text: Text) => string,
  t: ImportTexts,
): string {
  const origin = file.mappingOrigin
  if (origin === null || file.mappings.every((mapping) => !mapping.kind)) return t('origin.none')
  if (!isSource(origin.source)) return t('origin.person')
  return t(`origin.${origin.source}`, { name: origin.name ? text(origin.name) : '' })
}

/** The kinds that a file is read as, in order, each once. */
export const kindsOf = (file: Pick<FileView, 'mappings'>): readonly string[] => [
  ...new Set(file.mappings.flatMap(({ kind }) => (kind ? [kind] : []))),
]

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** A file size: 1 536 -> `1,5 kB`. */
export function sizeText(
  bytes: number,
  number: (value: number, digits?: number) => string,
): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${number(value, unit === 0 || value >= 100 ? 0 : 1)} ${UNITS[unit]}`
}
