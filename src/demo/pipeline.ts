import { CYCLE_MONTHS, DAY, type DemoCalendar, MINUTE, MONTHS, workInstants } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { LeadCourse } from './funnel.ts'
import { type MonthPlan, PUBLISHED_MONTH, takenOver } from './plan.ts'

/** From the opening of an opportunity to its end, instants in milliseconds. */
export type DealCourse = {
  /** Month of the opening; negative: taken over from the old CRM, without a lead. */
  readonly month: number
  readonly lead: LeadCourse | null
  openedAt: number
  closedAt: number | null
  outcome: 'open' | 'won' | 'lost'
}

/** All opportunities, by the month they were opened in, oldest first. */
export function dealCourses(
  calendar: DemoCalendar,
  plans: readonly MonthPlan[],
  opened: readonly (readonly LeadCourse[])[],
): DealCourse[] {
  const chance = chanceOf('pipeline')
  const old = takenOver(calendar).map(({ opportunities }, index) => {
    const month = index - CYCLE_MONTHS
    return workInstants(calendar, calendar.month(month), opportunities, chance).map((openedAt) =>
      courseOf(month, openedAt, null),
    )
  })
  const own = opened.map((leads, month) =>
    leads
      .toSorted((a, b) => (a.opportunityAt ?? 0) - (b.opportunityAt ?? 0))
      .map((lead) => courseOf(month, lead.opportunityAt ?? 0, lead)),
  )
  const won = [...takenOver(calendar), ...plans].map((plan) => plan.won)
  const byMonth = [...old, ...own]
  for (const [place, deals] of byMonth.entries()) {
    // The first place is CYCLE_MONTHS before the first month, and so the month in which it ends.
    const closing = place
    if (closing >= MONTHS) continue
    const isPublished = closing === calendar.published
    const ends = isPublished
      ? steadyEnds(byMonth[closing + CYCLE_MONTHS] ?? [], chance)
      : workInstants(calendar, calendar.month(closing), deals.length, chance)
    closeDeals(deals, ends, won[place] ?? 0, chance, isPublished)
  }
  return byMonth.flat()
}

const courseOf = (month: number, openedAt: number, lead: LeadCourse | null): DealCourse => ({
  month,
  lead,
  openedAt,
  closedAt: null,
  outcome: 'open',
})

/**
 * The ends of opportunities in the published month: as many as are opened in it and at the same times, a
 * little moved in pairs, so that the average stock is exactly the stock at its beginning.
 */
function steadyEnds(openedInIt: readonly DealCourse[], chance: Chance): number[] {
  const ends = chance.shuffled(openedInIt.map(({ openedAt }) => openedAt))
  return ends.map((end, index) => {
    const pair = index - (index % 2)
    const moved = pair + 1 < ends.length ? ((pair * 7) % 41) * MINUTE : 0
    return index % 2 === 0 ? end + moved : end - moved
  })
}

function closeDeals(
  deals: readonly DealCourse[],
  ends: readonly number[],
  won: number,
  chance: Chance,
  isPublished: boolean,
): void {
  const mixed = chance.shuffled(deals)
  const mixedEnds = chance.shuffled(ends)
  if (isPublished) meetCycle(mixed, mixedEnds, won, chance)
  for (const [index, deal] of mixed.entries()) {
    deal.outcome = index < won ? 'won' : 'lost'
    deal.closedAt = mixedEnds[index] ?? null
  }
}

const SWAPS = 20_000
const CLOSE_ENOUGH = DAY / 4

/**
 * Makes the cycles of the first `won` deals add up to the published mean exactly: chooses which ones they
 * are until about right, then moves their openings by some minutes each. The others take what is left.
 */
function meetCycle(deals: DealCourse[], ends: number[], won: number, chance: Chance): void {
  const wanted = won * PUBLISHED_MONTH.cycleDays * DAY
  const missing = () =>
    deals
      .slice(0, won)
      .reduce((sum, deal, index) => sum - ((ends[index] ?? 0) - deal.openedAt), wanted)
  let error = missing()
  for (let tried = 0; tried < SWAPS && Math.abs(error) > CLOSE_ENOUGH; tried += 1) {
    const [inside, outside] = [chance.integer(0, won - 1), chance.integer(won, deals.length - 1)]
    const list = chance.happens(0.5) ? deals : ends
    swap(list as unknown[], inside, outside)
    const now = missing()
    if (Math.abs(now) < Math.abs(error)) error = now
    else swap(list as unknown[], inside, outside)
  }
  const each = Math.trunc(error / won)
  for (const [index, deal] of deals.slice(0, won).entries()) {
    move(deal, -(index === 0 ? error - each * (won - 1) : each))
  }
}

function swap(list: unknown[], one: number, other: number): void {
  const kept = list[one]
  list[one] = list[other]
  list[other] = kept
}

function move(deal: DealCourse, by: number): void {
  deal.openedAt += by
  if (deal.lead) deal.lead.opportunityAt = deal.openedAt
}
