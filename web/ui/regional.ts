/** Currencies of everyday business first, then all others the browser knows, with their names. */
export function currencyOptions(language: 'de' | 'en'): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'currency' })
  const first = ['EUR', 'CHF', 'USD', 'GBP']
  const others = Intl.supportedValuesOf('currency').filter((code) => !first.includes(code))
  return [...first, ...others].map((code) => ({
    value: code,
    label: `${code} – ${names.of(code) ?? code}`,
  }))
}

/** IANA names of time zones; UTC is missing from the browser's own list. */
export function timeZones(): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes('UTC') ? known : ['UTC', ...known]
}

/** The zone of this browser, as a start value. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Berlin'
}
