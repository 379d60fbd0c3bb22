/**
 * A number as people type it, in the language on screen: `1.234,56` (de), `1,234.56` (en).
 * Spaces, currency signs and `%` are passed over. null for an empty text, undefined for no number.
 */
export function parseNumber(text: string, language: 'de' | 'en'): number | null | undefined {
  const plain = normalized(text, language)
  if (plain === '') return null
  return plain === undefined ? undefined : Number(plain) + 0
}

/** An amount in whole cents; more than two decimals are refused (undefined), not rounded. */
export function parseMoney(text: string, language: 'de' | 'en'): number | null | undefined {
  const plain = normalized(text, language)
  if (plain === '') return null
  if (plain === undefined) return undefined
  const [whole = '0', decimals = ''] = plain.replace('-', '').split('.')
  if (decimals.replace(/0+$/, '').length > 2) return undefined
  const value = Number(whole) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
  if (!Number.isSafeInteger(value)) return undefined
  return plain.startsWith('-') ? 0 - value : value
}

/** The text with a decimal point and nothing else, '' when empty, undefined when it is no number. */
function normalized(text: string, language: 'de' | 'en'): string | undefined {
  const bare = text.replace(/[\s\u00a0\u202f€$£%]|[A-Z]{3}/g, '').replace('\u2212', '-')
  if (bare === '') return ''
  const [decimal, thousands] = language === 'de' ? [',', '.'] : ['.', ',']
  const parts = bare.split(decimal)
  if (parts.length > 2) return undefined
  const [whole = '', decimals] = parts
  const grouped = new RegExp(`^-?\\d{1,3}(\\${thousands}\\d{3})+$`)
  if (grouped.test(whole)) {
    return checked(whole.replaceAll(thousands, ''), decimals)
  }
  // A single foreign decimal mark that cannot be a thousands mark: "12.5" typed in German.
  const foreign = new RegExp(`^-?\\d+\\${thousands}\\d{1,2}$`)
  if (decimals === undefined && foreign.test(whole)) return whole.replace(thousands, '.')
  return checked(whole, decimals)
}

function checked(whole: string, decimals: string | undefined): string | undefined {
  const text = decimals === undefined || decimals === '' ? whole : `${whole || '0'}.${decimals}`
  return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined
}
