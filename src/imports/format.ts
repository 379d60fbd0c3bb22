import { z } from 'zod'
import { isTimeZone } from '#kernel/zone.ts'
import { type DatePattern, isDatePattern } from './dates.ts'
import type { Detection } from './detection.ts'
import type { Decimal } from './numbers.ts'

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'] as const
export type Encoding = (typeof ENCODINGS)[number]

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** How the bytes of one file are read; complete and JSON-safe, so it can be stored with the file. */
export type FileFormat = {
  readonly container: 'csv' | 'xlsx' | 'json'
  readonly gzip: boolean
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  readonly quote: '"' | "'" | ''
  /** Decimal mark of columns that prove none of their own. */
  readonly decimal: Decimal
  /** True when a person said so: then it holds for every column. */
  readonly decimalGiven: boolean
  /** Patterns that a person said; empty = as each column shows. */
  readonly date: readonly DatePattern[]
  /** IANA name; null = the company's. */
  readonly timeZone: string | null
  /** ISO 4217; null = nothing said about it. */
  readonly currency: string | null
  /** XLSX only. */
  readonly sheet: string | null
  /** Row of the header as a spreadsheet counts. */
  readonly headerRow: number
}

const names: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  'utf-8-bom': 'utf-8',
  utf16: 'utf-16le',
  'utf-16': 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  cp1252: 'windows-1252',
  ansi: 'windows-1252',
  latin1: 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
}
const encodingName = (name: string): string => names[name.toLowerCase()] ?? name.toLowerCase()

const delimiters: Readonly<Record<string, Delimiter>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
}

const datePattern = z
  .string()
  .min(2)
  .refine((pattern) => isDatePattern(normalisedPattern(pattern)), {
    error: 'imports.date_pattern',
  })
  .transform(normalisedPattern)

function normalisedPattern(pattern: string): string {
  const name = pattern.trim()
  if (/^iso(?:[ -]?8601)?$/i.test(name)) return 'iso'
  return /^excel$/i.test(name) ? 'excel' : name
}

/** The `format` part of a mapping: everything optional that can be detected. */
export const mappingFormatSchema = z.strictObject({
  encoding: z.string().transform(encodingName).pipe(z.enum(ENCODINGS)).optional(),
  delimiter: z
    .string()
    .transform((text) => delimiters[text.toLowerCase()] ?? text)
    .pipe(z.enum(DELIMITERS))
    .optional(),
  decimal: z.enum(['.', ',']).optional(),
  date: z.union([datePattern, z.array(datePattern).min(1)]).optional(),
  timeZone: z.string().refine(isTimeZone, { error: 'imports.time_zone' }).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'imports.currency' })
    .optional(),
  sheet: z.string().min(1).optional(),
  headerRow: z.int().min(1).max(10_000).optional(),
})

export type MappingFormat = z.infer<typeof mappingFormatSchema>

/** What was detected, overridden by what a person chose. */
export function settle(detected: FileFormat, chosen: MappingFormat = {}): FileFormat {
  const { date, decimal, ...rest } = chosen
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...detected,
    ...given,
    ...(decimal === undefined ? {} : { decimal, decimalGiven: true }),
    ...(date === undefined ? {} : { date: typeof date === 'string' ? [date] : date }),
  }
}

/**
 * The format of a file with a person's choices. A choice of encoding, delimiter, sheet or header row
 * changes what the columns are: sniff again with it as a hint.
 */
export const settleFormat = (
  detection: Pick<Detection, 'format'>,
  chosen: MappingFormat = {},
): FileFormat => settle(detection.format, chosen)
