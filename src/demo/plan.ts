import { CYCLE_MONTHS, type DemoCalendar, MONTHS, SECOND_YEAR } from './calendar.ts'
import { divide } from './chance.ts'

/** What happens in one month. Won and lost are those of the opportunities opened in it. */
export type MonthPlan = {
  readonly visitors: number
  readonly leads: number
  readonly mql: number
  readonly sql: number
  readonly opportunities: number
  readonly won: number
}

/** G1, Technik GmbH: a year in which social media costs 120,000 EUR and 28 % of the won deals touch it. */
export const FIRST_YEAR = {
  won: 50,
  wonAmount: 150_000_000,
  socialWon: 14,
  socialWonAmount: 42_000_000,
  socialMql: 142,
  socialCost: { personnel: 4_800_000, technology: 1_200_000, media: 6_000_000 },
  hires: 8,
  savingPerHire: 350_000,
} as const

/** Months in which somebody who came by social media was hired. */
export const HIRED_IN = [1, 2, 4, 5, 6, 8, 9, 11]

/** G3: the funnel of one month. */
export const PUBLISHED_MONTH = {
  visitors: 30_000,
  mql: 1_000,
  sql: 300,
  opportunities: 120,
  won: 30,
  averageAmount: 2_500_000,
  cycleDays: 90,
} as const

/** The rest of the first year, ours: a small funnel with a narrow definition of MQL. */
const FIRST_YEAR_TOTALS = { visitors: 48_000, leads: 1_300, mql: 540, sql: 264 }
const OPPORTUNITIES_PER_WON = 3

/** Demand by calendar month, January first. */
const SEASON = [0.94, 1.0, 1.12, 1.05, 1.0, 1.02, 0.9, 0.82, 1.1, 1.14, 1.08, 0.83]

const seasonOf = (calendar: DemoCalendar, index: number): number =>
  SEASON[Number(calendar.month(index).from.slice(5, 7)) - 1] ?? 1

/** Won opportunities by the month they are opened in, from CYCLE_MONTHS before the first month on. */
function firstYearWon(calendar: DemoCalendar): number[] {
  const seasons = Array.from({ length: SECOND_YEAR }, (_, index) => seasonOf(calendar, index))
  return [...divide(FIRST_YEAR.won, seasons), 4, 4, 5]
}

function firstYear(calendar: DemoCalendar): MonthPlan[] {
  const seasons = Array.from({ length: SECOND_YEAR }, (_, index) => seasonOf(calendar, index))
  const visitors = divide(FIRST_YEAR_TOTALS.visitors, seasons)
  const leads = divide(FIRST_YEAR_TOTALS.leads, seasons)
  const mql = divide(FIRST_YEAR_TOTALS.mql, seasons)
  const sql = divide(FIRST_YEAR_TOTALS.sql, seasons)
  return seasons.map((_, index) => ({
    visitors: visitors[index] ?? 0,
    leads: leads[index] ?? 0,
    mql: mql[index] ?? 0,
    sql: sql[index] ?? 0,
    ...dealsOf(firstYearWon(calendar)[index + CYCLE_MONTHS] ?? 0),
  }))
}

const dealsOf = (won: number) => ({ won, opportunities: won * OPPORTUNITIES_PER_WON })

/** Opportunities taken over from the old CRM: opened in the months before the first one. */
export const takenOver = (calendar: DemoCalendar): Pick<MonthPlan, 'won' | 'opportunities'>[] =>
  firstYearWon(calendar).slice(0, CYCLE_MONTHS).map(dealsOf)

const RAMP_START = 52
/** Months after the stationary ones: opportunities above or below the published 120, and won of them. */
const AFTERWARDS = [
  { opportunities: 126, won: 31 },
  { opportunities: 114, won: 30 },
  { opportunities: 132, won: 32 },
  { opportunities: 118, won: 29 },
]
/** Visitors, leads, MQL, SQL, opportunities, won of the months around the published one. */
const AROUND = [
  [28_400, 1_590, 968, 291, 120, 30],
  [29_300, 1_655, 1_024, 309, 124, 29],
  [30_900, 1_610, 985, 296, 116, 33],
  [30_000, 1_640, 1_000, 300, 120, 30],
  [29_100, 1_625, 1_012, 301, 121, 28],
  [27_700, 1_550, 956, 288, 115, 31],
  [30_600, 1_690, 1_038, 312, 125, 32],
] as const

const RATES = { sqlPerOpportunity: 2.5, mqlPerSql: 10 / 3, leadsPerMql: 1.63, visitorsPerMql: 30 }

function usualMonth(opportunities: number, won: number): MonthPlan {
  const sql = Math.round(opportunities * RATES.sqlPerOpportunity)
  const mql = Math.round(sql * RATES.mqlPerSql)
  const leads = Math.round(mql * RATES.leadsPerMql)
  return { opportunities, won, sql, mql, leads, visitors: mql * RATES.visitorsPerMql }
}

/**
 * The second year grows until it about stands still for seven months around the published one. Of these,
 * the month three before it opens what is closed in it, the three before it together open its stock of
 * 360, and the month after takes over as much of it as it took from the month before: so it shows the
 * published figures both by what happened in it and by what became of what entered in it.
 */
function secondYearMonth(calendar: DemoCalendar, index: number): MonthPlan {
  const { published } = calendar
  const away = index - published
  const near = AROUND[away + CYCLE_MONTHS]
  if (near) {
    const [visitors, leads, mql, sql, opportunities, won] = near
    return { visitors, leads, mql, sql, opportunities, won }
  }
  if (away > 0) {
    const { opportunities, won } = AFTERWARDS[away - CYCLE_MONTHS - 1] ?? PUBLISHED_MONTH
    return usualMonth(opportunities, won)
  }
  const steps = published - CYCLE_MONTHS - SECOND_YEAR
  const grown =
    RAMP_START + (PUBLISHED_MONTH.opportunities - RAMP_START) * ((index - SECOND_YEAR) / steps)
  const opportunities = 4 * Math.round(grown / 4)
  return usualMonth(opportunities, opportunities / 4)
}

/** All months, index 0 to 23. */
export const monthPlans = (calendar: DemoCalendar): MonthPlan[] => [
  ...firstYear(calendar),
  ...Array.from({ length: MONTHS - SECOND_YEAR }, (_, index) =>
    secondYearMonth(calendar, SECOND_YEAR + index),
  ),
]
