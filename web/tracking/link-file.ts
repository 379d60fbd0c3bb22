import { createCsvParser } from '#imports/csv.ts'
import type { BulkAnswer } from '#tracking/link-shapes.ts'
import { type LinkTable, linkTable } from '#tracking/link-table.ts'

/** UTF-8 where it is that, else what spreadsheet programs of Windows write. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const DELIMITERS = [';', '\t', ',']

/** The sign that stands most often in the heading. */
const delimiterOf = (heading: string): string =>
  DELIMITERS.toSorted((a, b) => heading.split(b).length - heading.split(a).length)[0] ?? ';'

/** A file of links as rows. */
export function readLinkTable(bytes: Uint8Array, file: string): LinkTable {
  const text = decoded(bytes)
  const [heading = ''] = text.split(/\r?\n/, 1)
  const parser = createCsvParser({ delimiter: delimiterOf(heading), quote: '"', file })
  return linkTable([...parser.push(text), ...parser.end()])
}

export const brokenRows = ({ items }: BulkAnswer): number =>
  items.filter(({ problems }) => problems.length > 0).length

/** In the order of the columns: name, target, campaign, source, medium, then what may be left out. */
export const TEMPLATE_ROWS = [
  ['Stand 12, Rollup', 'https://www.example.de/messe', '', 'hannover-messe', 'qr'],
  ['Newsletter März, Knopf', 'https://www.example.de/angebot', '', 'newsletter', 'email'],
]
