import { type Cell, cellText } from './cell.ts'

/** A header as it is compared: lower case, one kind of blank, quote and dash, no ends. */
export const normalHeader = (header: string): string =>
  header
    .normalize('NFC')
    .replace(/[\u00a0\u202f\s_]+/g, ' ')
    .replace(/[„“”«»"]/g, '"')
    .replace(/[’‘]/g, "'")
    .replace(/[–—‑]/g, '-')
    .trim()
    .toLowerCase()

/**
 * Names for every column, each once: a second `Name` is `Name (2)`, one without a name `Spalte 7`.
 * Empty columns at the end are dropped.
 */
export function uniqueHeader(cells: readonly Cell[]): string[] {
  const texts = cells.map((cell) => cellText(cell).replace(/\s+/g, ' ').trim())
  while (texts.length > 0 && texts.at(-1) === '') texts.pop()
  const seen = new Set<string>()
  return texts.map((text, index) => {
    const base = text === '' ? `Spalte ${index + 1}` : text
    let name = base
    for (let count = 2; seen.has(name); count++) name = `${base} (${count})`
    seen.add(name)
    return name
  })
}

/** The number of the column a mapping means by `name`: exactly that header, else the same when normalised. */
export function columnIndex(header: readonly string[], name: string): number | null {
  const exact = header.indexOf(name)
  if (exact !== -1) return exact
  const wanted = normalHeader(name)
  const found = header.findIndex((candidate) => normalHeader(candidate) === wanted)
  return found === -1 ? null : found
}
