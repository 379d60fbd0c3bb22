import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** A telephone number in E.164 (`+492211234567`), or null for what is none. `country` counts where none is given. */
export function internationalNumber(number: string, country: string): string | null {
  const usual: CountryCode = isSupportedCountry(country) ? country : 'DE'
  const parsed = parsePhoneNumberFromString(number, usual)
  return parsed?.isPossible() ? parsed.number : null
}
