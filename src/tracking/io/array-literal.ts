// Arrays as PostgreSQL reads them. The driver's own way asks every element what it is, which at tens of thousands a
// second is most of the work of the intake; here the column is known.

/** `{1,2,NULL}` of numbers. */
export const numbersLiteral = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`

/** Of words without signs that mean something in an array: uuids, letters, instants. */
export const plainLiteral = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`

/** Of any texts. */
export const textsLiteral = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`

const SPECIAL = /["\\]/

const quoted = (text: string): string =>
  SPECIAL.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${text}"`

/** Of instants in milliseconds since 1970. */
export const instantsLiteral = (values: readonly number[]): string =>
  `{${values.map((value) => `"${new Date(value).toISOString()}"`).join(',')}}`
