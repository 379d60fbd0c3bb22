/** A date cell of a spreadsheet: `yyyy-mm-dd` or `yyyy-mm-ddTHH:mm:ss`, no zone. */
export type Civil = { readonly civil: string }

/** One cell as read: CSV gives texts only ('' = empty), XLSX also numbers, booleans and dates. JSON-safe. */
export type Cell = string | number | boolean | Civil

/** A row of a file; `row` is the number a spreadsheet program shows for it, counting from 1. */
export type Row = { readonly row: number; readonly cells: readonly Cell[] }

export const isCivil = (cell: Cell): cell is Civil => typeof cell === 'object'

/**
 * A number without exponent, as short as it can be: 24000023, 0.897, 0.000012.
 * Beyond 2^53 a spreadsheet has lost digits already.
 */
export function numberText(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return value
    .toFixed(Math.abs(value) < 1 ? 20 : 0)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}

/** A cell as people read it; also what hashes and the file of rejected rows use. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return numberText(cell)
  if (typeof cell === 'boolean') return cell ? 'true' : 'false'
  return cell.civil.replace('T', ' ')
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === undefined || (typeof cell === 'string' && cell.trim() === '')

/** Takes off the apostrophe that an export of ours put before `=`, `+`, `-`, `@`. */
export const unguarded = (cell: Cell): Cell =>
  typeof cell === 'string' && cell.startsWith("'") && /^'[=+\-@\t\r]/.test(cell)
    ? cell.slice(1)
    : cell
