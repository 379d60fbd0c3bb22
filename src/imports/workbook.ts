/** Number formats built into every workbook that show dates (ECMA-376 part 1, 18.8.30). */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
])
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56])

export type NumberStyle = 'number' | 'date' | 'time'

/**
 * What a number format shows. Texts in quotes, colours and locale codes in brackets say nothing;
 * what is left with a year or a day is a date, with hours or seconds alone a time.
 */
export function styleOf(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) {
    if (BUILT_IN_DATES.has(id)) return 'date'
    return BUILT_IN_TIMES.has(id) ? 'time' : 'number'
  }
  const [positive = ''] = code.split(';')
  const tokens = positive
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
    .replace(/\[(?![hms]+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/general|standard/.test(tokens)) return 'number'
  if (/[yd]/.test(tokens) || /mmm/.test(tokens)) return 'date'
  return /[hs]|\[m+\]/.test(tokens) ? 'time' : 'number'
}

/** Column number (0 = A) of a cell reference like `BC12`; null if it is none. */
export function columnOfReference(reference: string): number | null {
  let column = 0
  let letters = 0
  for (; letters < reference.length; letters++) {
    const code = reference.charCodeAt(letters)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return letters === 0 || letters > 3 ? null : column - 1
}

/** A part of a day as `hh:mm:ss`, hours beyond 23 included. */
export function timeText(serial: number): string {
  const seconds = Math.round(serial * 86_400)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`
}
