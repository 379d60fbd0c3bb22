import { firstOfMonth, type IsoDate, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { KpiQuery } from '#kpis/query.ts'
import { type CohortFacts, type CohortsView, cohortsView } from '../cohort.ts'
import { type CohortQuery, CreditedDealsQuery, type Worth } from '../cohort-query.ts'
import type { Cohorts } from '../cohort-shapes.ts'
import { commonWarnings } from '../found-parts.ts'
import { type CubeRow, readCube } from './cohort-cube.ts'
import type { Credited } from './credited.ts'
import { readCreditedDeals } from './credited-deals.ts'
import type { Judging } from './judging.ts'

/** How far back older cohorts teach. */
const LEARNT_MONTHS = 60

export type CohortParts = {
  readonly now: () => Date
  readonly credited: (model: string | undefined) => Promise<Credited>
  /** The marketing cost by month (`yyyy-mm`), null where there is none; owned by figures. */
  readonly costByMonth: (query: KpiQuery) => Promise<ReadonlyMap<string, number | null>>
  readonly judging: Judging
}

/** What the spend of each month has brought so far, and what is still expected of it. */
export async function readCohorts(query: CohortQuery, parts: CohortParts): Promise<Cohorts> {
  const credited = await parts.credited(query.model)
  const asOf = firstOfMonth(dayOf(parts.now().getTime(), credited.timeZone))
  const cube = await readCube(credited, query, asOf)
  const months = monthsBetween(firstMonth(cube, query, asOf), asOf)
  const costs = await costsOf(query, months, asOf, parts)
  const marginMissing = cube.reduce((sum, row) => sum + row.margin_missing, 0)
  const worth = query.worth ?? (marginMissing > 0 ? 'revenue' : 'margin')
  const view = cohortsView(factsOf(months, cube, costs, worth), {
    agesMax: query.ages,
    shown: periodOf(query),
  })
  const { ages, agesLearnt } = view
  const { cost, cycle } = await parts.judging(filtersOf(query, query), asOf)
  return {
    period: periodOf(query),
    ...{ asOf, worth, marginMissing, ages, agesLearnt },
    currency: credited.currency,
    attribution: { model: credited.model, name: credited.name },
    basis: query.basis,
    cohorts: view.cohorts,
    total: { ...view.total, dealCount: await countDeals(credited, query, asOf, view) },
    perCost: view.perCost,
    factors: view.factors.map((one, age) => ({
      age,
      factor: one?.factor ?? null,
      cohorts: one?.cohorts ?? 0,
    })),
    cohortsLearnt: view.monthsLearnt,
    // What is spent may come back until today, so the time since the first spend counts, not that of the spending.
    warnings: commonWarnings({
      period: { from: query.from, until: asOf > query.from ? asOf : query.until },
      goal: null,
      cycleDays: cycle.days,
      cost,
    }),
    cycleBasis: cycle.basis,
  }
}

const periodOf = ({ from, until }: CohortQuery): Period => ({ from, until })

/** The question as figures are asked it. */
const filtersOf = (
  { basis, worth, ages, content, ...filters }: CohortQuery,
  { from, until }: Period,
): KpiQuery => KpiQuery.parse({ ...filters, from, until })

/** Deals of the months shown, each once: where each touch begins in its own month, one deal belongs to several. */
async function countDeals(
  credited: Credited,
  { from, until, worth: _, ages: __, ...asked }: CohortQuery,
  asOf: IsoDate,
  { ages, total }: CohortsView,
): Promise<number> {
  if (asked.basis === 'first_touch' || ages === 0) return total.dealCount
  const months = { cohort_from: from, cohort_until: until, ages, until: asOf, limit: 1 }
  const query = CreditedDealsQuery.parse({ ...asked, ...months })
  return (await readCreditedDeals(credited, query)).count
}

/** The oldest month that is asked for, or teaches: where deals began, but not further back than they tell much. */
function firstMonth(cube: readonly CubeRow[], query: CohortQuery, asOf: IsoDate): IsoDate {
  const oldest = cube[0]?.month ?? query.from
  const earliest = firstOfMonth(asOf, -LEARNT_MONTHS)
  const teaching = oldest < earliest ? earliest : oldest
  return teaching < query.from ? teaching : query.from
}

function monthsBetween(from: IsoDate, until: IsoDate): IsoDate[] {
  const months: IsoDate[] = []
  for (let month = from; month < until; month = firstOfMonth(month, 1)) months.push(month)
  return months
}

/** Cost by month: 0 where a month has none, null where cost cannot be cut this way at all. */
async function costsOf(
  query: CohortQuery,
  months: readonly IsoDate[],
  asOf: IsoDate,
  { costByMonth }: CohortParts,
): Promise<(number | null)[]> {
  const [from] = months
  if (from === undefined || query.content.length > 0) return months.map(() => null)
  const found = await costByMonth(filtersOf(query, { from, until: asOf }))
  const isKnown = [...found.values()].some((cost) => cost !== null)
  return months.map((month) => (isKnown ? (found.get(month.slice(0, 7)) ?? 0) : null))
}

/** Cohorts as far as their months are over: the youngest has one age, the one before it two. */
function factsOf(
  months: readonly IsoDate[],
  cube: readonly CubeRow[],
  costs: readonly (number | null)[],
  worth: Worth,
): CohortFacts[] {
  const places = new Map(months.map((month, place) => [month, place]))
  const cohorts = months.map((month, place) => ({
    month,
    cost: costs[place] ?? null,
    values: Array.from({ length: months.length - place }, () => 0),
    deals: Array.from({ length: months.length - place }, () => 0),
  }))
  for (const row of cube) {
    const cohort = cohorts[places.get(row.month) ?? -1]
    if (!cohort || row.age >= cohort.values.length) continue
    cohort.values[row.age] = row[worth]
    cohort.deals[row.age] = row.deals
  }
  return cohorts
}
