import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import { addDays, daysBetween, firstOfMonth, type IsoDate, isoDate } from '#kernel/period.ts'
import { fingerprint } from './fingerprint.ts'
import type { Reading } from './reading.ts'
import type { Question } from './rollup.ts'

/** Sums of one stretch of days by name; null where a sum is not known. */
export type Sums = Readonly<Record<string, unknown>>

/**
 * Something that adds up over time, counted in stretches of days: what is true "up to a day" is the sum of
 * the stretches before it, and a change touches one stretch instead of everything since the beginning.
 */
export type Tally = {
  readonly id: string
  readonly mark: string
  /** Whether its rows carry civil days, else instants. */
  readonly civil: boolean
  /** Into what it is cut beside the borders: so many days, months, or months before the first border. */
  readonly grid: number | 'months' | 'months_before'
  /**
   * A select of one row: the sums of stretch `s` (s."from", s.until days, the first of which can be null;
   * s.start, s.stop instants, `-infinity` for the beginning; s.zone).
   */
  readonly select: string
  /** When there is anything first; older rows belong to the first stretch all the same. */
  readonly first?: 'firstLead' | 'firstOpportunity' | 'firstRevenue'
}

export type Stretch = {
  readonly from: IsoDate | null
  readonly until: IsoDate
  readonly sums: Sums
}

const GRID_YEARS_MAX = 10
/** A Monday: stretches of days are counted from here. */
const MONDAY = isoDate('1970-01-05')

const stretchStart = (day: IsoDate, length: number): IsoDate =>
  addDays(MONDAY, Math.floor(daysBetween(MONDAY, day) / length) * length)

/** The borders of the grid after `first` and before `last`. */
function gridBorders(grid: Tally['grid'], first: IsoDate, last: IsoDate): IsoDate[] {
  const next = (day: IsoDate) =>
    typeof grid === 'number' ? addDays(day, grid) : firstOfMonth(day, 1)
  const borders: IsoDate[] = []
  for (
    let day = typeof grid === 'number' ? stretchStart(first, grid) : firstOfMonth(first);
    day < last;
    day = next(day)
  ) {
    borders.push(day)
  }
  return borders
}

/** Stretches between all borders in order; the first reaches back to the beginning unless `since` is given. */
export function stretchesOf(
  borders: readonly IsoDate[],
  grid: Tally['grid'],
  first: IsoDate | null,
  since?: IsoDate,
): { from: IsoDate | null; until: IsoDate }[] {
  const asked = [...borders].sort()
  const last = asked.at(-1)
  const earliest = since ?? asked.at(0)
  if (!last || !earliest) return []
  const oldest = firstOfMonth(earliest, -12 * GRID_YEARS_MAX)
  const begin =
    since ?? (first === null || first > earliest ? earliest : first < oldest ? oldest : first)
  const gridUntil = grid === 'months_before' ? earliest : last
  const days = [...new Set([...asked, ...gridBorders(grid, begin, gridUntil)])]
    .filter((day) => since === undefined || day > since)
    .sort()
  return days.map((until, index) => ({ from: days[index - 1] ?? since ?? null, until }))
}

const Row = z.looseObject({ n: z.number() })

async function countStretches<DB>(
  { db }: Reading<DB>,
  tally: Tally,
  stretches: readonly { from: IsoDate | null; until: IsoDate }[],
  zone: string,
  values: readonly unknown[],
): Promise<Sums[]> {
  const text = `select s.n, counted.*
  from (select (position - 1)::int as n, "from", until,
               coalesce("from"::timestamp at time zone $3, '-infinity') as start,
               until::timestamp at time zone $3 as stop, $3::text as zone
          from unnest($1::date[], $2::date[]) with ordinality as given ("from", until, position)) s
 cross join lateral (${tally.select}) counted
 order by s.n`
  const { rows } = await db.executeQuery(
    CompiledQuery.raw(text, [
      stretches.map(({ from }) => from),
      stretches.map(({ until }) => until),
      zone,
      ...values,
    ]),
  )
  return z
    .array(Row)
    .parse(rows)
    .map(({ n: _, ...sums }) => sums)
}

export type TallyScope = {
  /** Days at which somebody wants to know the sum. */
  readonly borders: readonly IsoDate[]
  /** Nothing before this day is wanted. */
  readonly since?: IsoDate
  readonly zone: string
  /** Further values of the select, from $4. */
  readonly values?: readonly unknown[]
}

/** The stretches of a tally between the borders: kept ones that hold, the others counted and kept. */
export const readTally = <DB>(
  reading: Reading<DB>,
  tally: Tally,
  scope: TallyScope,
): Promise<Stretch[]> =>
  // Several facts ask for the same stretches.
  reading.answers(tally.id, [scope], () => readStretches(reading, tally, scope))

async function readStretches<DB>(
  reading: Reading<DB>,
  tally: Tally,
  { borders, since, zone, values = [] }: TallyScope,
): Promise<Stretch[]> {
  const first = tally.first ? reading.ground[tally.first] : null
  const stretches = stretchesOf(borders, tally.grid, first, since)
  const statement = fingerprint(tally.select, zone, values)
  const questions = stretches.map(
    ({ from, until }): Question => ({
      mark: tally.mark,
      key: [tally.id, statement, from ?? '', until].join(' '),
      from,
      until,
      zone: tally.civil ? 'UTC' : zone,
    }),
  )
  const answerOf = await reading.rollup?.find(questions)
  const known = questions.map((question) => answerOf?.(question) as Sums | undefined)
  const missing = stretches.flatMap((stretch, index) => {
    const key = questions[index]?.key ?? ''
    return known[index] === undefined && !reading.underway.has(key) ? [{ stretch, key }] : []
  })
  if (missing.length > 0) {
    const asked = missing.map(({ stretch }) => stretch)
    const counting = countStretches(reading, tally, asked, zone, values)
    for (const [index, { key }] of missing.entries()) {
      reading.underway.set(
        key,
        counting.then((counted) => counted[index] ?? {}),
      )
    }
  }
  return Promise.all(
    stretches.map(async (stretch, index) => {
      const question = questions[index]
      const before = known[index]
      if (before !== undefined || !question) return { ...stretch, sums: before ?? {} }
      const sums = (await reading.underway.get(question.key)) ?? {}
      reading.rollup?.keep({ question, answer: sums })
      return { ...stretch, sums }
    }),
  )
}

/** The stretches within [from, until); from null: from the beginning. */
export const within = (
  stretches: readonly Stretch[],
  from: IsoDate | null,
  until: IsoDate,
): Stretch[] =>
  stretches.filter(
    (stretch) =>
      stretch.until <= until && (from === null || (stretch.from !== null && stretch.from >= from)),
  )

/** Two sums, of which the one that is not known counts nothing; null when neither is. */
export const plus = (a: number | null, b: unknown): number | null =>
  typeof b === 'number' ? (a ?? 0) + b : a

/** The sum of `name` over stretches; null when no stretch knows it. */
export const sumOf = (stretches: readonly Stretch[], name: string): number | null =>
  stretches.reduce<number | null>((sum, { sums }) => plus(sum, sums[name]), null)

/** The sum of `name` over the stretches within [from, until); 0 when nothing is known. */
export const between = (
  stretches: readonly Stretch[],
  name: string,
  from: IsoDate | null,
  until: IsoDate,
): number => sumOf(within(stretches, from, until), name) ?? 0
