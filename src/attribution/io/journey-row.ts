import { sql } from 'kysely'
import type { StoredJourney } from '../stored-journey.ts'
import { type JourneyRows, type Texts, wordAt } from './journey-rows.ts'

/** A list as one text: a driver takes arrays apart far more slowly than this program needs them. */
export type JourneyRow = {
  readonly has_somebody: boolean
  readonly forms: string
  readonly instants: string
  readonly channels: string
  readonly sessions: string
  readonly lead_created: string
  readonly opportunity_created: string
  readonly later: number
}

/** Stands between the parts of a list; no text of a record contains it. */
const BETWEEN = '\u001f'
const between = sql`${sql.lit(BETWEEN)}::text`

/** The columns of a JourneyRow, of the journey `j`. */
export const journeyColumns = sql`j.has_somebody, j.forms, j.instants, j.channels,
  array_to_string(j.sessions, ${between}, '') as sessions,
  array_to_string(j.lead_created, ',') as lead_created,
  array_to_string(j.opportunity_created, ',') as opportunity_created, j.later`

/** A list of any column of the journey `j`, to be read with `listOf`; nulls become ''. */
export const listColumn = (column: string) =>
  sql`array_to_string(${sql.ref(`j.${column}`)}, ${between}, '')`

/** The same list of rows that are kept nowhere. */
export const joined = (rows: JourneyRows, column: Texts, touches: readonly number[]): string =>
  touches.map((row) => wordAt(rows, column, row) ?? '').join(BETWEEN)

/** The `length` parts of a list. One empty part and none look alike in text. */
export const listOf = (list: string, length: number): string[] =>
  length === 0 ? [] : list.split(BETWEEN)

const COMMA = 44
const MINUS = 45
const ZERO = 48

/** Whole numbers between commas, taken apart sign by sign: companies have millions of instants. */
function numbers(list: string): number[] {
  const found: number[] = []
  if (list === '') return found
  let [number, sign] = [0, 1]
  for (let place = 0; place < list.length; place += 1) {
    const code = list.charCodeAt(place)
    if (code === COMMA) {
      found.push(sign * number)
      number = 0
      sign = 1
    } else if (code === MINUS) sign = -1
    else number = 10 * number + code - ZERO
  }
  found.push(sign * number)
  return found
}

export function journeyOf(row: JourneyRow): StoredJourney {
  const instants = numbers(row.instants)
  const hasSessions = row.sessions.length >= instants.length
  return {
    hasSomebody: row.has_somebody,
    instants,
    channels: row.channels === '' ? [] : row.channels.split(','),
    sessions: hasSessions
      ? listOf(row.sessions, instants.length).map((session) => session || null)
      : [],
    forms: row.forms,
    leadCreated: numbers(row.lead_created),
    opportunityCreated: numbers(row.opportunity_created),
    later: row.later,
  }
}
