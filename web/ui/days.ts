import { isIsoDate } from '#kernel/period.ts'

/** Beginnings of the months' names, German and English. */
const MONTHS = [
  /^jan/,
  /^feb/,
  /^m(är|ae|ar)/,
  /^apr/,
  /^ma[iy]/,
  /^jun/,
  /^jul/,
  /^aug/,
  /^sep/,
  /^o[ck]t/,
  /^nov/,
  /^de[cz]/,
]

/**
 * A day as people type it: `21.11.2026`, `21.11.26`, `2026-11-21`, `21/11/2026`, `21 Nov 2026`.
 * Two-digit years are 2000 to 2099. null when it is no day that exists.
 */
export function parseDay(text: string): string | null {
  const trimmed = text.trim()
  if (isIsoDate(trimmed)) return trimmed
  const digits = /^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})$/.exec(trimmed)
  if (digits) return dayOf(digits[3], digits[2], digits[1])
  const named = /^(\d{1,2})\.?\s+([A-Za-zäÄ]+)\.?\s+(\d{2}|\d{4})$/.exec(trimmed)
  const name = named?.[2]?.toLowerCase() ?? ''
  const month = MONTHS.findIndex((start) => start.test(name)) + 1
  return named && month > 0 ? dayOf(named[3], String(month), named[1]) : null
}

function dayOf(year = '', month = '', day = ''): string | null {
  const full = year.length === 2 ? `20${year}` : year
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(text) ? text : null
}
