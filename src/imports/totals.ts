import { type Cell, isBlank, type Row } from './cell.ts'
import { isNothing, parseNumber } from './numbers.ts'

const MARKED = /^\s*(?:total|gesamt|summe|gesamtsumme|grand total)\s*:/i
const WORDS = new Set([
  'total',
  'totals',
  'grand total',
  'subtotal',
  'gesamt',
  'gesamtsumme',
  'gesamtergebnis',
  'summe',
  'zwischensumme',
  'insgesamt',
])
/** The mark of a totals row stands in one of the first cells. */
const LOOK_AT = 4

const isNumber = (cell: Cell): boolean => {
  if (typeof cell !== 'string') return true
  return !('problem' in parseNumber(cell, '.')) || !('problem' in parseNumber(cell, ','))
}

/** Most rows are told apart by the first letter of their first cells. */
const mayMark = (cell: Cell): boolean => typeof cell === 'string' && /^\s*[tgszi]/i.test(cell)

/**
 * True for a row that sums others up: `Total: Account`, `Gesamt: Kampagne`, or the bare word in the
 * first filled cell of a row that else holds hardly any text (a company called "Total" with an
 * address is none). Such rows must not be added once more.
 */
export function isTotalRow({ cells }: Row): boolean {
  if (!cells.slice(0, LOOK_AT).some(mayMark) && !isBlank(cells[0])) return false
  const filled = cells.filter((cell) => !isBlank(cell))
  const first = filled[0]
  if (filled.slice(0, LOOK_AT).some((cell) => typeof cell === 'string' && MARKED.test(cell)))
    return true
  if (typeof first !== 'string' || !WORDS.has(first.trim().toLowerCase())) return false
  const texts = filled.filter(
    (cell) => typeof cell === 'string' && !isNothing(cell) && !isNumber(cell),
  )
  return texts.length <= 2 && filled.length > texts.length
}

export const isBlankRow = ({ cells }: Row): boolean => cells.every((cell) => isBlank(cell))
