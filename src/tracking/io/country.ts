import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { type CountryResponse, Reader } from 'mmdb-lib'
import { OperatorError } from '#platform/failure.ts'

/** The country of an address in two letters, or null. */
export type CountryOf = (address: string) => string | null

/** Reads a country (or city) file that the operator supplies; without one every country is unknown. */
export function countryReader(file: string | null): CountryOf {
  if (file === null) return () => null
  const reader = openFile(file)
  return (address) => {
    if (isIP(address) === 0) return null
    try {
      return reader.get(address)?.country?.iso_code ?? null
    } catch {
      return null
    }
  }
}

function openFile(file: string): Reader<CountryResponse> {
  try {
    return new Reader<CountryResponse>(readFileSync(file))
  } catch (error) {
    throw new OperatorError(`COUNTRY_FILE ${file} cannot be read as an .mmdb file.`, 2, {
      cause: error,
    })
  }
}
