import { cellText } from '../cell.ts'
import { type Chart, datevHeader, guessChart } from '../datev.ts'
import { ACCOUNT_CATEGORIES } from '../datev-accounts.ts'
import type { Detection } from '../detection.ts'
import { normalHeader } from '../header.ts'
import type { Mapping } from '../mapping.ts'
import { adPresets } from './ads.ts'
import { datevPresets } from './datev.ts'
import { hubspotPresets } from './hubspot.ts'
import { pipedrivePresets } from './pipedrive.ts'
import type { Preset, PresetPart } from './preset.ts'
import { salesforcePresets } from './salesforce.ts'
import { touchPresets } from './touches.ts'
import { webAnalyticsPresets } from './web-analytics.ts'
import { zohoPresets } from './zoho.ts'

export type { Preset } from './preset.ts'

/** Every native export that is known, as data. */
export const presets: readonly Preset[] = [
  ...datevPresets,
  ...adPresets,
  ...zohoPresets,
  ...hubspotPresets,
  ...pipedrivePresets,
  ...salesforcePresets,
  ...webAnalyticsPresets,
  ...touchPresets,
]

export const presetById = (id: string): Preset | null =>
  presets.find((preset) => preset.id === id) ?? null

/** Finds columns by the header names of presets. */
type Finder = (name: string) => string | null

function finder(header: readonly string[]): Finder {
  const byName = new Map<string, string>()
  for (const name of header.toReversed()) byName.set(normalHeader(name), name)
  return (name) => {
    const wanted = normalHeader(name)
    if (!wanted.includes('*')) return byName.get(wanted) ?? null
    const [start = '', end = ''] = wanted.split('*')
    const isLike = (candidate: string) => candidate.startsWith(start) && candidate.endsWith(end)
    return [...byName].find(([candidate]) => isLike(candidate))?.[1] ?? null
  }
}

const first = (find: Finder, names: readonly string[]): string | null => {
  for (const name of names) {
    const found = find(name)
    if (found !== null) return found
  }
  return null
}

type Match = { readonly preset: Preset; readonly matched: number }

function match(preset: Preset, find: Finder): Match | null {
  if (preset.excludes?.some((name) => find(name) !== null)) return null
  if (!preset.requires.every((group) => first(find, group) !== null)) return null
  const columns = preset.parts.flatMap((part) => part.columns)
  return { preset, matched: columns.filter(([, ...names]) => first(find, names) !== null).length }
}

/** The presets whose headers a file has, the best fit first. */
export function presetsForHeader(header: readonly string[]): Preset[] {
  const find = finder(header)
  return presets
    .map((preset) => match(preset, find))
    .filter((found) => found !== null)
    .sort((a, b) => b.matched - a.matched)
    .map(({ preset }) => preset)
}

export const presetsFor = (detection: Pick<Detection, 'header'>): Preset[] =>
  presetsForHeader(detection.header)

/**
 * The mappings of a preset for the headers that a file really has, one per kind. Columns of the file
 * that the preset does not know stay unmapped.
 */
export function applyPreset(preset: Preset, detection: Detection): Mapping[] {
  const find = finder(detection.header)
  const format =
    preset.format && (!preset.formatWhen || first(find, preset.formatWhen) !== null)
      ? { format: preset.format }
      : {}
  return preset.parts
    .filter((part) => !part.when || first(find, part.when) !== null)
    .map((part) => ({ ...partMapping(part, find, detection), ...format }))
}

function partMapping(part: PresetPart, find: Finder, detection: Detection): Mapping {
  const columns: Record<string, string[]> = {}
  for (const [fields, ...names] of part.columns) {
    const header = first(find, names)
    if (header === null) continue
    const words = typeof fields === 'string' ? [fields] : [...fields]
    columns[header] = [...(columns[header] ?? []), ...words]
  }
  const hasId = Object.values(columns).some((words) => words.includes('external_id'))
  const key = hasId ? [] : present(part.key ?? [], find)
  const datev = part.columns.some(([field]) => field === 'datev.account')
  const tables = { ...part.values, ...(datev ? { 'datev.category': accountTable(detection) } : {}) }
  const values = usedValues(tables, columns, datev)
  return {
    kind: part.kind,
    columns: Object.fromEntries(
      Object.entries(columns).map(([header, words]) => [
        header,
        words.length === 1 ? (words[0] ?? '') : words,
      ]),
    ),
    ...(part.constants ? { constants: { ...part.constants } } : {}),
    ...(Object.keys(values).length > 0 ? { values } : {}),
    ...(key.length > 0 ? { key } : {}),
  }
}

const present = (names: readonly string[], find: Finder): string[] => [
  ...new Set(names.map(find).filter((name) => name !== null)),
]

/** Value tables of fields that no column of the file feeds only clutter the screen. */
function usedValues(
  values: Readonly<Record<string, Readonly<Record<string, string>>>>,
  columns: Readonly<Record<string, readonly string[]>>,
  isDatev: boolean,
) {
  const fed = new Set(Object.values(columns).flat())
  return Object.fromEntries(
    Object.entries(values)
      .filter(([word]) => fed.has(word) || (isDatev && word === 'datev.category'))
      .map(([word, table]) => [word, { ...table }]),
  )
}

/** Cost accounts by the chart that the file names or its postings show. */
function accountTable(detection: Detection): Record<string, string> {
  const header = datevHeader(detection.preamble)
  return { ...ACCOUNT_CATEGORIES[header?.chart ?? chartOf(detection)] }
}

function chartOf(detection: Detection): Chart {
  const columns = ['Konto', 'Gegenkonto (ohne BU-Schlüssel)'].map((name) =>
    detection.header.indexOf(name),
  )
  const accounts = detection.sample.flatMap((row) =>
    columns.map((index) => cellText(row.cells[index] ?? '').trim()),
  )
  return guessChart(
    accounts.filter((account) => account.length <= 4).map((a) => a.padStart(4, '0')),
  )
}
