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

/**
 * Of instants in milliseconds since 1970, as numbers: writing them as dates would be most of the work of a batch. SQL
 * makes instants of them (`instantSql`).
 */
export const instantsLiteral: (values: readonly number[]) => string = numbersLiteral

/** The instant of a column of such a `float8[]`; exact to the millisecond. */
export const instantSql = (column: string): string => `to_timestamp(${column} / 1000)`
