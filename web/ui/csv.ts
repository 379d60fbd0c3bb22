export type Cell = string | number | null | undefined

/**
 * A table as CSV text: byte order mark, CRLF, `;` for German and `,` for English (what spreadsheet
 * programs of that language open). Texts that a spreadsheet would run as a formula get a `'` in front.
 */
export function toCsv(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  language: 'de' | 'en',
): string {
  const delimiter = language === 'de' ? ';' : ','
  const line = (cells: readonly Cell[]) =>
    cells.map((cell) => csvCell(cell, language)).join(delimiter)
  return `\ufeff${[columns, ...rows].map(line).join('\r\n')}\r\n`
}

function csvCell(cell: Cell, language: 'de' | 'en'): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') {
    return language === 'de' ? String(cell).replace('.', ',') : String(cell)
  }
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /["\n\r;,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
